"""Which clocks wait for a reason before a verb goes through: asked by pages before anything is submitted."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.models import Person
from workorders.acts import Act
from workorders.models import Deadline, WorkOrder
from workorders.registry import Verb, registry
from workorders.services import clocks


def owed_for(order: WorkOrder, verb: Verb, actor: Person, detail: Any) -> list[Deadline]:
    """The clocks whose reason ``actor`` would have to give to do ``verb`` now (B4.5)."""
    now = timezone.now()
    deadlines = list(order.deadlines.all())
    act = Act(registry[order.kind], verb, order, actor, now, now, {}, detail, deadlines)
    return clocks.owed_reasons(act)
