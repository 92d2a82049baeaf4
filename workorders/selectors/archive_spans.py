"""Which rows of the count of archived orders make up a period, so that few are read: whole months, and days around them."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Case, F, Q, Sum, When

from workorders.models import Archived
from workorders.periods import Period

Span = Archived.Span
DAY = timedelta(days=1)


def archived_in(period: Period) -> tuple[Q, Sum]:
    """The rows, and the sum of them that is the number of orders archived in ``period``. Of a month that belongs to it by
    more than half the whole is read and the other days are taken off again."""
    begin, after = month(period.first), month(period.last, 1)  # of the months it touches
    if month(begin, 1) == after:
        whole = _most(begin, after, period.first, period.last + DAY)
        months = (begin, after) if whole else (begin, begin)
    else:
        first_end, last_begin = month(begin, 1), month(period.last)
        months = (
            begin if _most(begin, first_end, period.first, first_end) else first_end,
            after if _most(last_begin, after, last_begin, period.last + DAY) else last_begin,
        )
    taken_off = _days(months[0], period.first) | _days(period.last + DAY, months[1])
    added = _days(period.first, months[0]) | _days(months[1], period.last + DAY)
    if months[0] == months[1]:
        taken_off, added = Q(pk__in=[]), _days(period.first, period.last + DAY)
    rows = (
        Q(span=Span.MONTH, day__gte=months[0], day__lt=months[1])
        | taken_off
        | added
        | Q(span=Span.FRESH, day__gte=period.first, day__lte=period.last)
    )
    less = Case(When(Q(span=Span.DAY) & ~Q(day__gte=period.first, day__lte=period.last), then=-F("n")), default=F("n"))
    return rows, Sum(less)


def month(day: date, later: int = 0) -> date:
    """The first of ``day``'s month, or of one so many months later (fewer than none: earlier)."""
    months = day.year * 12 + day.month - 1 + later
    return date(months // 12, months % 12 + 1, 1)


def _most(begin: date, end: date, first: date, after: date) -> bool:
    """Whether [first, after) is more than half of [begin, end)."""
    return 2 * (after - first) > end - begin


def _days(begin: date, end: date) -> Q:
    return Q(span=Span.DAY, day__gte=begin, day__lt=end) if begin < end else Q(pk__in=[])
