"""Orders by a promise they still owe."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

from workorders.models import OWED, Deadline, WorkOrder
from workorders.selectors.orders import among
from workorders.selectors.texts import FEW


@dataclass(frozen=True)
class Owing:
    """``ids``: no other orders owe it; None when they are many, then each order on the way is asked. In a condition
    of its own the database would make a join of it, and sort all that owe the clock before it shows thirty."""

    kind: str
    clock: str
    ids: list[int] | None

    def narrow(self, orders: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
        found = orders.filter(kind=self.kind)
        if self.ids is not None:
            return found.filter(among(self.ids, "id"))
        owes = Exists(_owed(self.clock).filter(order=OuterRef("pk")))
        return found.filter(Case(When(owes, then=Value(True)), default=Value(False)))


def owing(name: str) -> Owing:
    """``name``: type and clock, "repair.arrived_by"."""
    kind, clock = name.split(".")
    ids = list(_owed(clock).order_by().values_list("order_id", flat=True)[: FEW + 1])
    return Owing(kind, clock, None if len(ids) > FEW else ids)


def _owed(clock: str) -> QuerySet[Deadline]:
    return Deadline.objects.filter(clock=clock, done_at__isnull=True, state__in=OWED)
