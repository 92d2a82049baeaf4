"""What is whose turn: in each state of an ordinary life one verb moves the order on, and some roles hold it."""

from __future__ import annotations

from collections.abc import Container
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.lookups import IsNull
from django.utils import timezone

from accounts.models import Person, Role
from accounts.selectors import subtree_of
from workorders.models import CallBack, Step, SupportTask, WorkOrder
from workorders.registry import BusinessType, Verb, registry
from workorders.selectors.orders import Part, among


def next_verb(business: BusinessType, state: str) -> Verb | None:
    """The verb that moves an order on from ``state``; none where an ordinary life ends or has been left."""
    return next(iter(moves_from(business, state)), None)


def moves_from(business: BusinessType, state: str) -> list[Verb]:
    """The verbs that move an order on from ``state``, in the order of their declaration."""
    if state not in business.track or business.phases[state] not in ("open", "waiting"):
        return []
    moves = (verb for verb in business.verbs if verb.run is None and not verb.danger and not verb.core)
    return [verb for verb in moves if state in business.sources(verb)]


def turns_of(
    actor: Person, part: Part, held: Container[tuple[str, str]] | None = None, passing: bool = False
) -> list[Q]:
    """The orders of ``part`` waiting for ``actor``: their next verb is one of ``actor``'s and may be used now, or they
    wait for what ``actor``'s department was asked for. A call-back counts from the instant its round opens.

    One condition for each index that finds them; together they may overlap. ``held``: the types' states in which there
    are orders at all, the others are not asked for. ``passing``: one condition, asked of each order on the way.
    """
    if part.done:
        return _asked(actor)
    passing = passing or part.few
    ready: list[Q] = []
    calling: list[Q] = []
    for (kind, paths, called), names in _states_of(actor, held).items():
        here = _here(actor, paths, part.paths)
        # Of all units' orders each state's lie sorted in an index; of several states at once they would have to be sorted.
        for states in [[name] for name in names] if part.whole else [names]:
            (calling if called else ready).append(Q(kind=kind, state__in=states) & here)
    rounds = CallBack.objects.filter(order=OuterRef("pk"), state=CallBack.State.OPEN, opens_at__lte=timezone.now())
    # The first form keeps the database from reading all rounds that are due to learn of a few.
    due = Q(IsNull(Subquery(rounds.values("pk")[:1]), False) if passing else Exists(rounds))
    if part.whole and not passing:
        return [*ready, *(turn & due for turn in calling), *_asked(actor)]
    found = [reduce(or_, ready)] if ready else []
    found += [reduce(or_, calling) & due] if calling else []
    found += _asked(actor)
    return [reduce(or_, found)] if passing and found else found


def _states_of(
    actor: Person, held: Container[tuple[str, str]] | None
) -> dict[tuple[str, tuple[str, ...], bool], list[str]]:
    """The states whose next verb is ``actor``'s, by type, where it is theirs, and whether it is a call-back."""
    found: dict[tuple[str, tuple[str, ...], bool], list[str]] = {}
    for business in registry:
        calls = business.callback.states if business.callback else frozenset()
        for state in business.track:
            if held is not None and (business.code, state) not in held:
                continue
            verb = next_verb(business, state)
            paths = actor.access.paths(*verb.roles) if verb and verb.roles else ()
            if paths:
                found.setdefault((business.code, paths, state in calls), []).append(state)
    return found


def _here(actor: Person, paths: tuple[str, ...], within: tuple[str, ...]) -> Q:
    """Whether the order is below one of ``paths``; nothing to ask where it is known to be."""
    units = subtree_of(actor.access, paths)
    if units.whole or (within and all(known.startswith(paths) for known in within)):
        return Q()
    return among(units.ids)


def _asked(actor: Person) -> list[Q]:
    """Support a department was asked for and has not confirmed: its to do, though the crew holds the order."""
    paths = actor.access.paths(Role.HANDLER)
    if not paths:
        return []
    tasks = SupportTask.objects.filter(among(subtree_of(actor.access, paths).ids), confirmed_at__isnull=True)
    return [Q(pk__in=tasks.values("order_id"))]


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
