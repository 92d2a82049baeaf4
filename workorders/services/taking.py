"""受理 and what follows it at once, as one act: both are written, or neither is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from accounts.models import Person
from workorders.errors import GateError
from workorders.models import WorkOrder
from workorders.policies import may
from workorders.registry import Verb, registry
from workorders.services import accept, perform


class FollowUpRefused(Exception):
    """The order could have been accepted, but not sent on; nothing was written. ``error`` says why."""

    def __init__(self, verb: Verb, error: GateError) -> None:
        super().__init__(error.message)
        self.verb, self.error = verb, error


@dataclass(frozen=True)
class Following:
    """What is done with the order once it is accepted. ``related``: numbers of orders it belongs with."""

    verb: Verb | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    related: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taken:
    """``replayed``: the key had come before, nothing was written now. ``related``: what it was linked with."""

    order: WorkOrder
    replayed: bool
    related: tuple[str, ...] = ()


def take(
    kind: str,
    actor: Person,
    data: Mapping[str, Any],
    following: Following,
    *,
    key: str | None = None,
    files: Mapping[str, Any] | None = None,
) -> Taken:
    """Accept an order of ``kind`` and do what follows. Raises what ``accept`` raises, and ``FollowUpRefused``."""
    business = registry[kind]
    with transaction.atomic():
        outcome = accept(kind, actor, data, key=key, files=files)
        order = outcome.order
        if following.verb is not None:
            try:
                order = _then(order, following.verb.name, actor, following.data, key)
            except GateError as error:
                raise FollowUpRefused(following.verb, error) from error
        related = following.related
        if related and business.accept.form.withheld(data):
            related = ()  # beside an order that names them one would tell who called
        for place, number in enumerate(related):
            _relate(order, actor, number, f"{key}:{place}" if key else None)
    return Taken(order, outcome.replayed, related)


def _then(order: WorkOrder, verb: str, actor: Person, data: Mapping[str, Any], key: str | None) -> WorkOrder:
    return perform(order.pk, verb, actor, data, key=f"{key}:{verb}" if key else None).order


def _relate(order: WorkOrder, actor: Person, number: str, key: str | None) -> None:
    """Link the two (D17); where they would share a cause, hang the order under the one named if the actor may merge,
    else it is noted, and whoever may sees it."""
    business = registry[order.kind]
    if "relate" in business.by_name:
        _then(order, "relate", actor, {"number": number}, key)
        return
    merge = business.by_name.get("merge")
    same = "受理时与工单 {} 疑似同一故障"
    if merge is not None and may(actor, order, merge) and order.state in business.sources(merge):
        _then(order, "merge", actor, {"master": number, "reason": same.format(number)}, key)
    else:
        _then(order, "note", actor, {"kind": "more", "text": same.format(number) + "，请核对是否合并"}, key)
