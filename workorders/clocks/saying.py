"""When something is due, as it is said to a customer: a promise in days names the day, a shorter one the hour."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from customers.selectors.hints import spoken
from workorders.calendar import WEEKDAYS, Unit
from workorders.clocks.book import book

BY_DAY = (Unit.WORKDAYS, Unit.DAYS)


def said(due: datetime, measure: str, now: datetime) -> str:
    """“周五，11月27日” for a limit counted in days or working days, else “今天 17:00”; both go on with “前”. What is due
    at 00:00 is due by the end of the day before, in working days of the working day before."""
    if measure == Unit.WORKDAYS:
        return _day(book().calendar.closing_day(due))
    if measure == Unit.DAYS:
        return _day((timezone.localtime(due) - timedelta(microseconds=1)).date())
    return spoken(due, now)


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]}，{day.month}月{day.day}日"
