"""Due times on the real calendar of 2026 and the unpublished 2027."""

import pickle
from datetime import UTC, date, datetime, timedelta

import pytest

from workorders.calendar import SHANGHAI, Calendar, SkippedDay, Unit
from workorders.holidays import published_rows

# The packaged data as it stood in November 2026, so that a newer package does not change what is proved here.
CALENDAR = Calendar.from_rows(published_rows(range(2004, 2027)))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def due(start: str, amount: int, unit: Unit = Unit.WORKDAYS) -> datetime:
    return CALENDAR.add(moment(start), amount, unit).at


@pytest.mark.clause("A3.4")
@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        ("2026-11-20 14:00", 1, "2026-11-23 14:00"),  # Friday to Monday
        ("2026-11-21 10:00", 1, "2026-11-24 00:00"),  # from Saturday: the end of Monday
        ("2026-11-22 23:59", 1, "2026-11-24 00:00"),  # from the last minute of the weekend
        ("2026-11-23 00:00", 1, "2026-11-24 00:00"),  # from the first instant of the working day
        ("2026-11-20 14:00", 5, "2026-11-27 14:00"),
        (
            "2026-11-21 10:00",
            5,
            "2026-11-30 00:00",
        ),  # counted from Monday 00:00, falls due at that hour on a working day
    ],
)
def test_workdays_skip_weekends(start: str, amount: int, expected: str) -> None:
    assert due(start, amount) == moment(expected)


@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        ("2026-09-30 16:20", 1, "2026-10-08 16:20"),  # 1 to 7 October are skipped
        ("2026-10-01 09:00", 1, "2026-10-09 00:00"),  # from within the holiday
        ("2026-10-09 10:00", 1, "2026-10-10 10:00"),  # Saturday 10 October is worked in exchange
        ("2026-10-10 10:00", 1, "2026-10-12 10:00"),
        ("2026-09-18 10:00", 1, "2026-09-20 10:00"),  # Saturday rests, Sunday 20 September is worked
        ("2026-09-30 16:20", 4, "2026-10-12 16:20"),
        ("2026-02-14 08:00", 1, "2026-02-24 08:00"),  # the Saturday before Spring Festival is a working day
    ],
)
def test_workdays_follow_holidays_and_makeup_days(start: str, amount: int, expected: str) -> None:
    assert due(start, amount) == moment(expected)


def test_skipped_days_carry_their_reason() -> None:
    result = CALENDAR.add(moment("2026-09-30 16:20"), 4, Unit.WORKDAYS)
    holidays = tuple(SkippedDay(date(2026, 10, day), "国庆节") for day in range(1, 8))
    assert result.skipped == (*holidays, SkippedDay(date(2026, 10, 11), "周日"))
    assert result.makeup == (date(2026, 10, 10),)
    assert not result.provisional


def test_a_nameless_rest_day_in_the_week_says_that_it_is_one() -> None:
    calendar = Calendar.from_rows([(date(2026, 11, 24), False, "")], published=[2026])
    result = calendar.add(moment("2026-11-23 09:00"), 1, Unit.WORKDAYS)
    assert result.skipped == (SkippedDay(date(2026, 11, 24), "周二休息"),)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected"),
    [
        ("2026-11-20 14:00", 1, Unit.DAYS, "2026-11-21 14:00"),  # days do not know weekends
        ("2026-09-30 16:20", 5, Unit.DAYS, "2026-10-05 16:20"),
        ("2026-12-31 23:59", 24, Unit.HOURS, "2027-01-01 23:59"),
        ("2026-12-31 23:59", 3, Unit.MINUTES, "2027-01-01 00:02"),
        ("2028-02-28 12:00", 1, Unit.DAYS, "2028-02-29 12:00"),
        ("2028-02-28 12:00", 366, Unit.DAYS, "2029-02-28 12:00"),
    ],
)
def test_elapsed_time_ignores_the_calendar(start: str, amount: int, unit: Unit, expected: str) -> None:
    result = CALENDAR.add(moment(start), amount, unit)
    assert result.at == moment(expected)
    assert (result.provisional, result.skipped) == (False, ())


def test_leap_day_is_a_day_like_others() -> None:
    assert due("2024-02-29 09:00", 1) == moment("2024-03-01 09:00")
    assert due("2024-02-28 09:00", 1) == moment("2024-02-29 09:00")
    assert due("2028-02-28 09:00", 1) == moment("2028-02-29 09:00")


def test_new_years_eve_to_a_published_year() -> None:
    """2026 gave 1 to 3 January off and worked on Sunday the 4th."""
    result = CALENDAR.add(moment("2025-12-31 23:59"), 1, Unit.WORKDAYS)
    assert result.at == moment("2026-01-04 23:59")
    assert [each.why for each in result.skipped] == ["元旦"] * 3
    assert not result.provisional
    assert due("2026-01-01 00:00", 0) == moment("2026-01-04 00:00")


def test_zero_is_the_start_or_the_next_opening() -> None:
    assert due("2026-11-20 14:00", 0) == moment("2026-11-20 14:00")
    assert due("2026-11-21 10:00", 0) == moment("2026-11-23 00:00")
    assert due("2026-11-21 10:00", 0, Unit.HOURS) == moment("2026-11-21 10:00")


def test_ten_workdays_into_an_unpublished_year_are_provisional() -> None:
    result = CALENDAR.add(moment("2026-12-28 09:30"), 10, Unit.WORKDAYS)
    assert result.at == moment("2027-01-11 09:30")
    assert result.provisional
    assert result.unpublished == (2027,)


def test_filling_the_table_makes_it_final() -> None:
    notice = [
        (date(2027, 1, 1), False, "元旦"),
        (date(2027, 1, 9), True, "元旦调休上班"),
        (date(2027, 10, 1), False, "国庆节"),
    ]
    filled = Calendar.from_rows([*published_rows(range(2004, 2027)), *notice])
    result = filled.add(moment("2026-12-28 09:30"), 10, Unit.WORKDAYS)
    assert result.at == moment("2027-01-11 09:30")  # one day off, one worked in exchange
    assert date(2027, 1, 9) in result.makeup
    assert not result.provisional


def test_a_single_day_typed_in_ahead_counts_but_stays_provisional() -> None:
    ahead = Calendar.from_rows([*published_rows(range(2004, 2027)), (date(2027, 1, 1), False, "元旦")])
    result = ahead.add(moment("2026-12-28 09:30"), 10, Unit.WORKDAYS)
    assert result.at == moment("2027-01-12 09:30")
    assert result.provisional


def test_the_last_days_of_december_wait_for_the_next_notice() -> None:
    """The notice for 2019 moved 2018-12-29 and 31: the year before cannot know its own end."""
    assert CALENDAR.is_workday(date(2018, 12, 29))
    assert not CALENDAR.is_workday(date(2018, 12, 31))
    assert [CALENDAR.is_provisional(date(2026, 12, day)) for day in (28, 29, 31)] == [False, True, True]
    assert CALENDAR.add(moment("2026-12-28 09:00"), 2, Unit.WORKDAYS).provisional
    assert not CALENDAR.add(moment("2026-12-24 09:00"), 2, Unit.WORKDAYS).provisional


@pytest.mark.parametrize(
    ("at", "n", "expected"),
    [
        ("2026-11-23 14:00", 1, "2026-11-20 14:00"),
        ("2026-10-12 16:20", 2, "2026-10-09 16:20"),  # back over the Sunday and the make-up Saturday
        ("2026-10-08 09:00", 2, "2026-09-29 09:00"),
        ("2026-11-21 10:00", 1, "2026-11-20 00:00"),  # due on a rest day
        ("2026-11-21 10:00", 2, "2026-11-19 00:00"),
        ("2026-11-21 10:00", 0, "2026-11-21 10:00"),
    ],
)
def test_workdays_before_a_due_time(at: str, n: int, expected: str) -> None:
    assert CALENDAR.subtract_workdays(moment(at), n) == moment(expected)


def test_any_zone_comes_in_and_shanghai_comes_out() -> None:
    """Friday 17:00 in London is Saturday in Shanghai."""
    result = CALENDAR.add(datetime(2026, 11, 20, 17, tzinfo=UTC), 1, Unit.WORKDAYS)
    assert result.at == moment("2026-11-24 00:00")
    assert result.at.tzinfo is SHANGHAI
    assert CALENDAR.add(datetime(2026, 11, 20, 17, tzinfo=UTC), 1, Unit.MINUTES).at.tzinfo is SHANGHAI


@pytest.mark.parametrize("unit", Unit)
def test_naive_instants_and_negative_amounts_are_refused(unit: Unit) -> None:
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.add(datetime(2026, 11, 20, 14), 1, unit)  # noqa: DTZ001
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add(moment("2026-11-20 14:00"), -1, unit)


def test_subtracting_refuses_the_same() -> None:
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.subtract_workdays(datetime(2026, 11, 20, 14), 1)  # noqa: DTZ001
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.subtract_workdays(moment("2026-11-20 14:00"), -1)


def test_an_instant_is_not_a_date() -> None:
    with pytest.raises(TypeError):
        CALENDAR.is_workday(moment("2026-11-20 14:00"))


def test_it_travels_between_processes() -> None:
    assert pickle.loads(pickle.dumps(CALENDAR)) == CALENDAR


def test_a_day_is_24_hours_even_when_the_clocks_changed() -> None:
    """Shanghai put its clocks forward on 1986-05-04."""
    start = moment("1986-05-03 12:00")
    assert CALENDAR.add(start, 1, Unit.DAYS).at.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=24)


def test_twenty_years_of_working_days() -> None:
    assert due("2026-11-20 14:00", 5000) > moment("2045-01-01 00:00")
