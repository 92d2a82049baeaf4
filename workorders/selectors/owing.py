"""Orders by a promise they still owe."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from workorders.models import Deadline, WorkOrder
from workorders.selectors.orders import among
from workorders.selectors.texts import FEW

State = Deadline.State
OWED = (State.RUNNING, State.PAUSED, State.BREACHED, State.STUCK)


@dataclass(frozen=True)
class Owing:
    """``ids``: no other orders owe it; None when they are many, then each order on the way is asked. Left to itself
    the database would look at every clock there ever was."""

    kind: str
    clock: str
    ids: list[int] | None

    def narrow(self, orders: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
        found = orders.filter(kind=self.kind)
        if self.ids is not None:
            return found.filter(among(self.ids, "id"))
        each = _open(self.clock).filter(order=OuterRef("pk"), state__in=OWED).values("clock")[:1]
        return found.alias(owes=Subquery(each)).filter(owes__isnull=False)


def owing(name: str) -> Owing:
    """``name``: type and clock, "repair.arrived_by"."""
    kind, clock = name.split(".")
    if _open(clock).order_by().values("pk")[: FEW + 1].count() > FEW:
        return Owing(kind, clock, None)
    return Owing(kind, clock, list(_open(clock).filter(state__in=OWED).values_list("order_id", flat=True)))


def _open(clock: str) -> QuerySet[Deadline]:
    return Deadline.objects.filter(clock=clock, done_at__isnull=True)
