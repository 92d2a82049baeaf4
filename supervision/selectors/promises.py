"""Promises kept: of the orders accepted in a period, for each clock, those that kept it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Person
from supervision.figures import Figure, Share, query
from workorders.models import Deadline
from workorders.periods import Period
from workorders.registry import BusinessType, Clock, registry
from workorders.selectors.behind import kept, late
from workorders.selectors.orders import visible_to


@dataclass(frozen=True)
class Promise:
    name: str
    today: Share
    week: Share


def promises(actor: Person, today: Period, week: Period) -> list[Promise]:
    """Each clock some order of ``week`` had to keep, as the types declare them. An order counts once: with one
    generation of the clock missed it has missed it. ``today`` lies in ``week``. One query."""
    now = timezone.now()
    accepted = visible_to(actor).filter(accepted_at__gte=week.begin, accepted_at__lt=week.end).order_by()
    missed, ended = late(now), late(now) | kept(now)
    of_today = Q(order__accepted_at__gte=today.begin)
    rows = (
        Deadline.objects.filter(order__in=accepted.values("pk"))
        .values_list("order__kind", "clock")
        .annotate(
            ended_today=Count("order", distinct=True, filter=ended & of_today),
            missed_today=Count("order", distinct=True, filter=missed & of_today),
            ended=Count("order", distinct=True, filter=ended),
            missed=Count("order", distinct=True, filter=missed),
        )
        .order_by()
    )
    found = {(kind, clock): counts for kind, clock, *counts in rows}
    return [
        Promise(
            registry.clock_name(business, clock.code),
            _share(business, clock, today, *counts[:2]),
            _share(business, clock, week, *counts[2:]),
        )
        for business in registry
        for clock in business.clocks
        if (counts := found.get((business.code, clock.code))) and counts[2]
    ]


def _share(business: BusinessType, clock: Clock, period: Period, ended: int, missed: int) -> Share:
    def figure(n: int, outcome: str) -> Figure:
        return Figure(n, query(phase="all", accepted=period, timely=f"{business.code}.{clock.code}.{outcome}"))

    return Share(figure(ended - missed, "met"), figure(ended, "judged"), figure(missed, "late"))
