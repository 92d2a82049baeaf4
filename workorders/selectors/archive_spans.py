"""Which rows of the count of archived orders make up a period, so that few are read: whole months, and days around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, DateField, F, Q, Value, When
from django.db.models.functions import Cast, TruncMonth

from workorders.models import Archived
from workorders.periods import Period

Span = Archived.Span
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rows:
    """``read``: some rows, and what each of them adds: to the period ``of_period``, to its ``month`` ``of_month``."""

    read: Q
    month: F | Cast
    of_period: Case | F
    of_month: F | Value


def archived_in(period: Period, months: Period) -> list[Rows]:
    """All rows that make up ``period``, and those of each of ``months``: whole ones, among them all that ``period`` touches.
    Of a month that belongs to it by more than half the whole is counted and the other days are taken off again."""
    begin, after, end = month(period.first), month(period.last, 1), period.last + DAY
    if month(begin, 1) == after:
        counted = (begin, after) if _most(begin, after, period.first, end) else (period.first, period.first)
    else:
        first_end, last_begin = month(begin, 1), month(period.last)
        counted = (
            begin if _most(begin, first_end, period.first, first_end) else first_end,
            after if _most(last_begin, after, last_begin, end) else last_begin,
        )
    read = Q(day__gte=months.first, day__lte=months.last)
    within = Q(day__gte=period.first, day__lte=period.last)
    days = _days(period.first, counted[0]) | _days(counted[1], end)
    all_counted = counted == (months.first, months.last + DAY)
    n, none, of_day = F("n"), Value(0), Cast(TruncMonth("day"), DateField())
    return [
        Rows(
            Q(span=Span.MONTH) & read,
            F("day"),
            n if all_counted else Case(When(_days(*counted), then=n), default=none),
            n,
        ),
        Rows(Q(span=Span.FRESH) & read, of_day, Case(When(within, then=n), default=none), n),
        Rows(Q(span=Span.DAY) & days, of_day, Case(When(within, then=n), default=-n), none),
    ]


def month(day: date, later: int = 0) -> date:
    """The first of ``day``'s month, or of one so many months later (fewer than none: earlier)."""
    months = day.year * 12 + day.month - 1 + later
    return date(months // 12, months % 12 + 1, 1)


def _most(begin: date, end: date, first: date, after: date) -> bool:
    """Whether [first, after) is more than half of [begin, end)."""
    return 2 * (after - first) > end - begin


def _days(one: date, other: date) -> Q:
    """The days from the earlier of the two until before the later."""
    return Q(day__gte=min(one, other), day__lt=max(one, other))
