"""What is whose turn: in each state of an ordinary life one verb moves the order on, and some roles hold it."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Person
from workorders.models import CallBack, Step, WorkOrder
from workorders.registry import BusinessType, Verb, registry


def next_verb(business: BusinessType, state: str) -> Verb | None:
    """The verb that moves an order on from ``state``; none where an ordinary life ends or has been left."""
    return next(iter(moves_from(business, state)), None)


def moves_from(business: BusinessType, state: str) -> list[Verb]:
    """The verbs that move an order on from ``state``, in the order of their declaration."""
    if state not in business.track or business.phases[state] not in ("open", "waiting"):
        return []
    moves = (verb for verb in business.verbs if verb.run is None and not verb.danger and not verb.core)
    return [verb for verb in moves if state in business.sources(verb)]


def turn_of(actor: Person) -> Q:
    """The orders waiting for ``actor``: their next verb is one of ``actor``'s, and it may be used now.

    To be applied to ``visible_to(actor)``. A call-back counts from the instant its round opens.
    """
    parts: list[Q] = []
    due = Exists(CallBack.objects.filter(order=OuterRef("pk"), state=CallBack.State.OPEN, opens_at__lte=timezone.now()))
    for business in registry:
        calls = business.callback.states if business.callback else frozenset()
        for state in business.track:
            verb = next_verb(business, state)
            paths = actor.access.paths(*verb.roles) if verb and verb.roles else ()
            if not paths:
                continue
            here = reduce(or_, (Q(unit__path__startswith=path) for path in paths))
            part = Q(kind=business.code, state=state) & here
            parts.append(part & Q(due) if state in calls else part)
    return reduce(or_, parts) if parts else Q(pk__in=[])


def next_for(order: WorkOrder, steps: list[Step]) -> Verb | None:
    """The one thing to do next on ``order``. What may be repeated in its state (现场勘查) is behind it once done."""
    business = registry[order.kind]
    done: set[str] = set()
    for step in steps:
        done = done | {step.verb} if step.from_state == step.to_state else set()
    for verb in moves_from(business, order.state):
        stays = business.transitions[verb.name].get(order.state) == (order.state,)
        if not (stays and verb.name in done):
            return verb
    return None
