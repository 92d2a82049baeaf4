"""Reports from the same transformer or line in the last minutes: what may have one cause.

Numbers, states and times alone, for whoever takes the next call: no customer, no address, so it is not cut to scope.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from customers.models import Premises
from workorders.models import Phase, WorkOrder

SAME_TRANSFORMER = timedelta(minutes=15)
SAME_FEEDER = timedelta(minutes=30)
READ = 60  # a line with more is a storm, and no list


@dataclass(frozen=True)
class Report:
    number: str
    kind: str
    state: str
    title: str
    accepted_at: datetime
    same_transformer: bool
    leads: bool  # others hang under it already


@dataclass(frozen=True)
class Nearby:
    """``transformer`` within 15 minutes, ``feeder`` within 30, that one included; ``reports``: which to hang under."""

    transformer: int = 0
    feeder: int = 0
    more: bool = False
    reports: list[Report] = field(default_factory=list)


def nearby(kind: str, premises: Premises, now: datetime, *, apart_from: WorkOrder | None = None) -> Nearby:
    """Open orders of ``kind`` from the transformer and the line ``premises`` hangs on. One query."""
    transformer = premises.transformer
    found = list(
        WorkOrder.objects.filter(
            kind=kind,
            phase=Phase.OPEN,
            accepted_at__gt=now - SAME_FEEDER,
            feeder=transformer.feeder_id,
        )
        .exclude(pk=apart_from.pk if apart_from else 0)
        .order_by("accepted_at", "pk")
        .values_list("number", "kind", "state", "title", "accepted_at", "premises__transformer_id", "pk", "master_id")[
            : READ + 1
        ]
    )
    masters = {row[7] for row in found if row[7]}
    reports = [
        Report(*row[:5], same_transformer=row[5] == transformer.pk, leads=row[6] in masters)
        for row in found
        if row[7] is None
    ]
    near = sum(row[5] == transformer.pk and row[4] > now - SAME_TRANSFORMER for row in found)
    best = sorted(reports, key=lambda each: (not each.leads, not each.same_transformer, each.accepted_at))
    return Nearby(near, min(len(found), READ), len(found) > READ, best[:4])
