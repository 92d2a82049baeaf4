"""What holds for every start and amount."""

from datetime import date, datetime, time, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from workorders.calendar import SHANGHAI, Calendar, Unit
from workorders.holidays import published_rows

CALENDAR = Calendar.from_rows(published_rows(range(2004, 2027)))
LUNCH_BREAK = ((time(8), time(12)), (time(14), time(21)))

# A machine that stalls for a moment disproves nothing.
steady = settings(deadline=None)

instants = st.datetimes(datetime(2005, 1, 1), datetime(2035, 1, 1)).map(lambda at: at.replace(tzinfo=SHANGHAI))  # noqa: DTZ001
workday_instants = instants.filter(lambda at: CALENDAR.is_workday(at.date()))
amounts = st.integers(0, 400)
units = st.sampled_from(Unit)
windows = st.lists(
    st.tuples(st.times(), st.times()).map(sorted).filter(lambda pair: pair[0] < pair[1]).map(tuple),
    min_size=1,
    max_size=4,
)


@steady
@given(instants, instants, amounts, units)
def test_a_later_start_is_never_due_earlier(first: datetime, second: datetime, amount: int, unit: Unit) -> None:
    first, second = sorted((first, second))
    assert CALENDAR.add(first, amount, unit).at <= CALENDAR.add(second, amount, unit).at


@steady
@given(instants, st.timedeltas(timedelta(0), timedelta(days=12)), st.integers(0, 12))
def test_a_start_a_little_later_is_never_due_earlier(first: datetime, gap: timedelta, amount: int) -> None:
    assert CALENDAR.add(first, amount, Unit.WORKDAYS).at <= CALENDAR.add(first + gap, amount, Unit.WORKDAYS).at


@steady
@given(instants, amounts, units)
def test_one_more_is_strictly_later(start: datetime, amount: int, unit: Unit) -> None:
    due = CALENDAR.add(start, amount, unit).at
    assert start <= due < CALENDAR.add(start, amount + 1, unit).at


@steady
@given(workday_instants, amounts, amounts, units)
def test_amounts_add_up(start: datetime, first: int, second: int, unit: Unit) -> None:
    halfway = CALENDAR.add(start, first, unit).at
    assert CALENDAR.add(halfway, second, unit).at == CALENDAR.add(start, first + second, unit).at


@steady
@given(instants, amounts)
def test_workdays_fall_due_on_a_working_day(start: datetime, amount: int) -> None:
    result = CALENDAR.add(start, amount, Unit.WORKDAYS)
    assert CALENDAR.is_workday(result.at.date())
    expected = start.time() if CALENDAR.is_workday(start.date()) else time.min
    assert result.at.time() == expected


@steady
@given(workday_instants, amounts)
def test_every_day_passed_is_counted_or_skipped(start: datetime, amount: int) -> None:
    result = CALENDAR.add(start, amount, Unit.WORKDAYS)
    assert (result.at.date() - start.date()).days == amount + len(result.skipped)
    assert not any(CALENDAR.is_workday(each.day) for each in result.skipped)


@steady
@given(workday_instants, amounts)
def test_subtracting_undoes_adding(start: datetime, amount: int) -> None:
    assert CALENDAR.subtract_workdays(CALENDAR.add(start, amount, Unit.WORKDAYS).at, amount) == start


@steady
@given(instants, amounts)
def test_before_is_never_after(due: datetime, n: int) -> None:
    assert CALENDAR.subtract_workdays(due, n + 1) < CALENDAR.subtract_workdays(due, n) <= due


@steady
@given(instants, amounts)
def test_provisional_means_that_a_notice_is_missing(start: datetime, amount: int) -> None:
    result = CALENDAR.add(start, amount, Unit.WORKDAYS)
    assert result.provisional == bool(result.unpublished)
    assert result.provisional == (result.at.date() >= date(2026, 12, 29))


@steady
@given(instants, windows)
def test_an_opening_is_inside_the_hours_and_stays(at: datetime, hours: list[tuple[time, time]]) -> None:
    opening = CALENDAR.next_open(at, hours)
    assert opening >= at
    assert any(opens <= opening.time() < closes for opens, closes in hours)
    assert CALENDAR.next_open(opening, hours) == opening


@steady
@given(instants, st.floats(0, 1))
def test_no_opening_is_passed_over(at: datetime, fraction: float) -> None:
    opening = CALENDAR.next_open(at, LUNCH_BREAK)
    between = at + (opening - at) * fraction
    assume(between < opening)
    assert not any(opens <= between.time() < closes for opens, closes in LUNCH_BREAK)
