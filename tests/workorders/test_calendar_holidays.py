"""The published holidays, as the package carries them."""

from datetime import date

from workorders.calendar import Calendar
from workorders.holidays import HolidayRow, published_rows, published_years


def test_the_published_years_are_stated() -> None:
    years = published_years()
    assert years == tuple(range(2004, years[-1] + 1))
    assert years[-1] >= 2026


def test_national_day_of_2026_with_its_makeup_days() -> None:
    autumn = [row for row in published_rows([2026]) if row.day >= date(2026, 9, 1)]
    assert autumn == [
        HolidayRow(date(2026, 9, 20), True, "国庆节调休上班"),
        *(HolidayRow(date(2026, 9, day), False, "中秋节") for day in (25, 26, 27)),
        *(HolidayRow(date(2026, 10, day), False, "国庆节") for day in range(1, 8)),
        HolidayRow(date(2026, 10, 10), True, "国庆节调休上班"),
    ]


def test_makeup_days_lie_on_weekends_and_no_day_comes_twice() -> None:
    rows = list(published_rows())
    assert all(row.day.weekday() >= 5 for row in rows if row.is_workday)
    assert len({row.day for row in rows}) == len(rows)
    assert all(row.name for row in rows)


def test_the_calendar_knows_which_years_it_holds() -> None:
    calendar = Calendar.from_rows(published_rows())
    assert calendar.published == frozenset(published_years())


def test_a_year_without_data_has_no_rows() -> None:
    assert list(published_rows([published_years()[-1] + 1])) == []
