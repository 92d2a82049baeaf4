"""Which clocks wait for a reason before a verb goes through: asked by pages before anything is submitted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from accounts.models import Person
from workorders.acts import Act
from workorders.models import Deadline, WorkOrder
from workorders.registry import Verb, registry
from workorders.services import clocks


def owed_for(
    order: WorkOrder, verb: Verb, actor: Person, detail: Any, deadlines: list[Deadline] | None = None
) -> list[Deadline]:
    """The clocks whose reason ``actor`` would have to give to do ``verb`` now (B4.5). ``deadlines``: the order's, where
    they are at hand."""
    return _owed(order, verb, actor, detail, list(order.deadlines.all()) if deadlines is None else deadlines)


def owed_among(orders: Iterable[WorkOrder], verb: str, actor: Person) -> dict[int, list[Deadline]]:
    """The same for many orders at once, by their ids; those that owe nothing are left out. One query."""
    found = {order.pk: order for order in orders}
    deadlines: dict[int, list[Deadline]] = {}
    for deadline in Deadline.objects.filter(order_id__in=found).order_by("due_at", "pk"):
        deadlines.setdefault(deadline.order_id, []).append(deadline)
    owed = {
        pk: _owed(order, registry[order.kind].by_name[verb], actor, None, deadlines.get(pk, []))
        for pk, order in found.items()
    }
    return {pk: waiting for pk, waiting in owed.items() if waiting}


def _owed(order: WorkOrder, verb: Verb, actor: Person, detail: Any, deadlines: list[Deadline]) -> list[Deadline]:
    now = timezone.now()
    return clocks.owed_reasons(Act(registry[order.kind], verb, order, actor, now, now, {}, detail, deadlines))
