"""What came in, went wrong and was finished today; reports by the hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import TruncHour

from accounts.models import Person
from supervision.figures import Figure, query
from workorders.calendar import SHANGHAI
from workorders.models import WorkOrder
from workorders.periods import Period
from workorders.selectors.behind import narrowed
from workorders.selectors.orders import visible_to


@dataclass(frozen=True)
class Day:
    accepted: Figure
    archived: Figure
    breached: Figure
    returned: Figure


@dataclass(frozen=True)
class Hour:
    hour: int
    now: Figure
    before: Figure  # the same hour a week ago


NAMES = ("accepted", "archived", "breached_in", "returned_in")


def day(actor: Person, today: date) -> Day:
    """One query."""
    period = str(Period.day(today))
    counts = [
        narrowed(visible_to(actor), ((name, period),))
        .order_by()
        .annotate(of=Value(name))
        .values_list("of")
        .annotate(n=Count("pk"))
        for name in NAMES
    ]
    found = dict(counts[0].union(*counts[1:], all=True))
    return Day(*(Figure(found.get(name, 0), query(phase="all", **{name: period})) for name in NAMES))


def accepted_on(today: date, n: int) -> Figure:
    return Figure(n, query(phase="all", accepted=Period.day(today)))


def hours(actor: Person, today: date) -> list[Hour]:
    """Orders accepted in each hour of today, beside those of the same weekday last week."""
    now, before = Period.day(today), Period.day(today - timedelta(days=7))
    rows = visible_to(actor).filter(_within(now) | _within(before)).order_by()
    count = _by_hour(rows)
    return [
        Hour(
            hour,
            _figure(count, Period(now.first, now.first, hour)),
            _figure(count, Period(before.first, before.first, hour)),
        )
        for hour in range(24)
    ]


def _within(period: Period) -> Q:
    return Q(accepted_at__gte=period.begin, accepted_at__lt=period.end)


def _by_hour(rows: QuerySet[WorkOrder]) -> dict[object, int]:
    return dict(rows.values_list(TruncHour("accepted_at", tzinfo=SHANGHAI)).annotate(Count("pk")))


def _figure(count: dict[object, int], period: Period) -> Figure:
    return Figure(count.get(period.begin, 0), query(phase="all", accepted=period))
