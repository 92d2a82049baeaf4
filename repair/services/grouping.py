"""From the dispatch board: hang many faults under one master, and let them go again. One order at a time through the
gate, so that one that is refused stops no other."""

from __future__ import annotations

from accounts.models import Person
from repair.services.sending import Sent, said_of
from workorders.errors import GateError
from workorders.models import WorkOrder
from workorders.services import perform


def merge_all(actor: Person, master: WorkOrder, children: list[WorkOrder], reason: str, key: str) -> list[Sent]:
    """合并 each of ``children`` under ``master``; the same ``key`` again changes nothing."""
    data = {"master": master.number, "reason": reason}
    return [_do(actor, child, "merge", data, f"{key}:{child.pk}") for child in children]


def unmerge_all(actor: Person, children: list[WorkOrder], key: str) -> list[Sent]:
    """拆分 each of ``children`` from its master."""
    return [_do(actor, child, "unmerge", {}, f"{key}:{child.pk}") for child in children]


def _do(actor: Person, order: WorkOrder, verb: str, data: dict[str, str], key: str) -> Sent:
    try:
        return Sent(perform(order.pk, verb, actor, data, key=key).order)
    except GateError as error:
        return Sent(order, error.message, said_of(error))
