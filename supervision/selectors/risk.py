"""Clocks at risk: what is overdue, and what falls due within half an hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Person
from supervision.figures import Figure, query
from workorders.models import WorkOrder
from workorders.selectors.clocks import Chip, owed_of
from workorders.selectors.orders import LIVE, visible_to

SOON = 30  # minutes
OVERDUE, COMING = 6, 8  # rows shown of each


@dataclass(frozen=True)
class Row:
    order: WorkOrder
    chip: Chip | None  # the clock that is next


@dataclass(frozen=True)
class Risk:
    late: Figure
    soon: Figure
    late_rows: list[Row]
    soon_rows: list[Row]


def risk(actor: Person) -> Risk:
    """Both lists by clock, the longest overdue first."""
    now = timezone.now()
    near = visible_to(actor).filter(phase__in=LIVE, next_due__lte=now + timedelta(minutes=SOON)).order_by()
    late, soon = Q(next_due__lte=now), Q(next_due__gt=now)
    count = near.aggregate(late=Count("pk", filter=late), soon=Count("pk", filter=soon))
    by_clock = near.select_related("unit").order_by("next_due", "pk")
    first = list(by_clock.filter(late)[:OVERDUE]) if count["late"] else []
    next_ = list(by_clock.filter(soon)[:COMING]) if count["soon"] else []
    chips = owed_of([*first, *next_])

    def rows(orders: list[WorkOrder]) -> list[Row]:
        return [Row(order, _next_of(order, chips[order.pk])) for order in orders]

    return Risk(
        Figure(count["late"], query(due="late")), Figure(count["soon"], query(due=SOON)), rows(first), rows(next_)
    )


def _next_of(order: WorkOrder, chips: list[Chip]) -> Chip | None:
    """The clock ``next_due`` is of; a paused one may fall due before it and is not meant."""
    return next((chip for chip in chips if chip.deadline.due_at == order.next_due), None)
