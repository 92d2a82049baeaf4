"""The next instant inside calling hours."""

from datetime import UTC, datetime, time

import pytest

from workorders.calendar import SHANGHAI, Calendar

CALENDAR = Calendar()
CALLING_HOURS = ((time(8), time(12)), (time(14), time(21)))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-22 07:59:59.999999", "2026-11-22 08:00"),
        ("2026-11-22 08:00", "2026-11-22 08:00"),
        ("2026-11-22 11:59:59", "2026-11-22 11:59:59"),
        ("2026-11-22 12:00", "2026-11-22 14:00"),  # a window does not hold its end
        ("2026-11-22 13:30", "2026-11-22 14:00"),
        ("2026-11-22 20:59", "2026-11-22 20:59"),
        ("2026-11-22 21:00", "2026-11-23 08:00"),
        ("2026-12-31 23:30", "2027-01-01 08:00"),  # holidays are called as well
        ("2028-02-28 22:00", "2028-02-29 08:00"),
    ],
)
def test_calling_hours(at: str, expected: str) -> None:
    assert CALENDAR.next_open(moment(at), CALLING_HOURS) == moment(expected)
    assert CALENDAR.next_open(moment(at), CALLING_HOURS[::-1]) == moment(expected)


def test_midnight_ends_the_day() -> None:
    evening = ((time(22), time(0)),)
    assert CALENDAR.next_open(moment("2026-11-22 23:59:59"), evening) == moment("2026-11-22 23:59:59")
    assert CALENDAR.next_open(moment("2026-11-23 00:00"), evening) == moment("2026-11-23 22:00")


def test_the_whole_day_is_always_open() -> None:
    at = moment("2026-11-22 03:04:05")
    assert CALENDAR.next_open(at, ((time(0), time(0)),)) == at


def test_a_night_shift_is_two_windows() -> None:
    night = ((time(22), time(0)), (time(0), time(2)))
    assert CALENDAR.next_open(moment("2026-11-23 00:00"), night) == moment("2026-11-23 00:00")
    assert CALENDAR.next_open(moment("2026-11-23 02:00"), night) == moment("2026-11-23 22:00")


def test_overlapping_windows_are_one() -> None:
    hours = ((time(8), time(20)), (time(9), time(10)), (time(12), time(21)))
    assert CALENDAR.next_open(moment("2026-11-22 20:30"), hours) == moment("2026-11-22 20:30")
    assert CALENDAR.next_open(moment("2026-11-22 10:30"), hours) == moment("2026-11-22 10:30")


def test_another_zone_is_read_as_shanghai_time() -> None:
    opening = CALENDAR.next_open(datetime(2026, 11, 22, 13, 30, tzinfo=UTC), CALLING_HOURS)
    assert opening == moment("2026-11-23 08:00")
    assert opening.tzinfo is SHANGHAI


@pytest.mark.parametrize(
    ("hours", "message"),
    [
        ((), "至少要有一个时段"),
        (((time(22), time(2)),), "22:00–02:00 为空或跨零点"),
        (((time(8), time(8)),), "08:00–08:00 为空或跨零点"),
        (((time(8, tzinfo=UTC), time(9, tzinfo=UTC)),), "不带时区"),
    ],
)
def test_hours_that_cannot_be_read_are_refused(hours: tuple[tuple[time, time], ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        CALENDAR.next_open(moment("2026-11-22 10:00"), hours)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.next_open(datetime(2026, 11, 22, 10), CALLING_HOURS)  # noqa: DTZ001
