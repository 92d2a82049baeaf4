"""Which orders a person may see. Every list, count, search, file and export begins here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, Q, QuerySet, Value

from accounts.access import Subtree
from accounts.models import Person, Role, Unit
from accounts.selectors import subtree_of, units_within
from customers.selectors import open_call_of
from workorders.models import Involved, Phase, WorkOrder
from workorders.policies import SUBTREE
from workorders.registry import registry

LIVE = (Phase.OPEN, Phase.WAITING)


class Sight(NamedTuple):
    """Many orders somebody sees, as a condition of them, and of the tally's cells."""

    orders: Q
    tally: Q


@dataclass(frozen=True)
class Part:
    """Some of the orders an actor may see: ``few`` of them, or such that the index a list is sorted by finds them.

    ``paths``: below which units they surely are. ``tally``: the cells that count them, as far as they are in hand;
    None where only counting them does. ``whole``: those of all units. ``done``: none of them is in hand.
    """

    rows: QuerySet[WorkOrder]
    paths: tuple[str, ...] = ()
    tally: Q | None = None
    few: bool = False
    whole: bool = False
    done: bool = False


def visible_to(actor: Person) -> QuerySet[WorkOrder]:
    """The orders ``actor`` may see: the subtree of their units; for an agent their own, those waiting for a
    call-back at their centre, and those of the caller on the line; those their department takes part in. Of a type
    that asks for a clearance only those they are cleared for, or accepted themselves."""
    if subtree(actor).whole:
        known = known_to(actor)
        return WorkOrder.objects.filter(known | Q(first_agent=actor)) if known else WorkOrder.objects.all()
    return WorkOrder.objects.filter(reduce(or_, [sight.orders for sight in _wide(actor)] + _personal(actor)))


def parts_visible_to(actor: Person, within: Unit | None = None, live: bool = True) -> list[Part]:
    """The same orders, none in two parts; with ``within`` only what that unit or one below it holds. ``live``: as
    far as they are in hand; what is seen for a reason of its own is then looked up here and now, there is little.

    A long list is read part by part, each along its index: asked for all at once, the database would read every
    order in hand.
    """
    paths = actor.access.paths(*SUBTREE)
    held = among(subtree_of(actor.access, (within.path,)).ids) if within and not _top(actor, within) else Q()
    if subtree(actor).whole or (within is not None and any(within.path.startswith(path) for path in paths)):
        known = known_to(actor)
        all_ = Part(WorkOrder.objects.filter(held & known), paths, held & known, whole=not held)
        if not known or not actor.access.has(Role.AGENT, Role.LEAD):
            return [all_]
        # What they accepted themselves they see in any case.
        return [all_, Part(WorkOrder.objects.filter(held & ~known, first_agent=actor), few=True)]
    parts: list[Part] = []
    seen, counted = Q(), Q()
    for sight in _wide(actor):
        rows = WorkOrder.objects.filter(sight.orders & held & ~seen if seen else sight.orders & held)
        tally = sight.tally & held & ~counted if counted else sight.tally & held
        parts.append(Part(rows, () if parts else paths, tally))
        seen, counted = seen | sight.orders, counted | sight.tally
    if not live:
        for reason in _personal(actor):
            parts.append(Part(WorkOrder.objects.filter(reason & held & ~seen), few=True))
            seen |= reason
        return parts
    personal = [WorkOrder.objects.filter(reason & held & ~seen, phase__in=LIVE) for reason in _personal(actor, live)]
    ids = list(
        personal[0].values_list("pk", flat=True).union(*(each.values_list("pk", flat=True) for each in personal[1:]))
    )
    return [*parts, Part(WorkOrder.objects.filter(among(ids, "id")), few=True)] if ids else parts


def held_where(actor: Person, kinds: Iterable[str], *roles: str) -> Q:
    """The orders of ``kinds`` held where ``actor`` has one of ``roles``, each of which sees its whole subtree: of those
    they may see what waits for them in that role. A condition of orders, and of the tally's cells.

    Told by the units' paths and not by their ids: along an index this is asked of a few rows, while a thousand ids are
    weighed one by one before the first is read.
    """
    if not SUBTREE.issuperset(roles):
        raise ValueError(f"{roles}: not all of them see their subtree")
    known = Q()
    for kind in kinds:
        clearance = registry[kind].clearance
        known |= Q(kind=kind) & (_below(actor, clearance) if clearance else Q())
    return _below(actor, roles) & known if known else Q(pk__in=[])


def _below(actor: Person, roles: Iterable[str]) -> Q:
    return Q(unit_id__in=units_within(actor.access.paths(*roles)).values("pk"))


def known_to(actor: Person, column: str = "unit_id") -> Q:
    """Of types that ask for a clearance, only where ``actor`` holds it; empty where that leaves nothing out. Fits orders,
    the tallies' cells, and whatever else has a ``kind`` and, in ``column``, who holds the order."""
    known = Q()
    for business in registry:
        if business.clearance and not actor.access.system:
            cleared = subtree_of(actor.access, actor.access.paths(*business.clearance))
            if not cleared.whole:
                known &= ~Q(kind=business.code) | among(cleared.ids, column) if cleared.ids else ~Q(kind=business.code)
    return known


def subtree(actor: Person) -> Subtree:
    """The units all of whose orders ``actor`` may see."""
    if actor.access.system:
        return Subtree([], True)
    return subtree_of(actor.access, actor.access.paths(*SUBTREE))


class Ids(ArrayField):
    """Ids as the one literal ``among`` makes of them."""

    def get_db_prep_value(self, value: str, connection: Any, prepared: bool = False) -> str:
        return value


class Among(Func):
    """``column = ANY(array)``."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = BooleanField()


def among(ids: list[int], column: str = "unit_id") -> Q:
    """Whether ``column`` is one of ``ids``, however many. They are one literal: a list would be written as an expression, of
    which the database reads, types and folds a thousand parts one by one, each time it is asked."""
    return Q(Among(F(column), as_ids(ids)))


def as_ids(ids: Iterable[int]) -> Value:
    """Ids as one value."""
    return Value(literal(ids), output_field=Ids(BigIntegerField()))


def literal(ids: Iterable[int]) -> str:
    """Ids as PostgreSQL reads them."""
    return f"{{{','.join(map(str, ids))}}}"


def _top(actor: Person, within: Unit) -> bool:
    return subtree_of(actor.access, (within.path,)).whole


def _wide(actor: Person) -> list[Sight]:
    """The subtree before all; it may be of no unit."""
    known = known_to(actor)
    units = among(subtree(actor).ids) & known
    centres = _centres(actor)
    at_centre = Sight(
        Q(centre_id__in=centres, phase=Phase.WAITING) & known, Q(_waiting(), centre_id__in=centres) & known
    )
    return [Sight(units, units), *([at_centre] if centres else [])]


def _personal(actor: Person, live: bool = False) -> list[Q]:
    """Orders seen for what somebody once did, or does now, wherever these are held; ``live``: those in hand do."""
    found, known = [Q(first_agent=actor)], known_to(actor)
    centres = _centres(actor)
    call = open_call_of(actor) if centres else None
    if call is not None:
        if call.caller:  # a withheld number is like no order's: those without a number are nobody's in particular
            found.append(Q(phone=call.caller, centre_id__in=centres) & known)
        if call.customer_id:
            found.append(Q(customer_id=call.customer_id, centre_id__in=centres) & known)
    units = subtree(actor).ids
    if units:
        elsewhere = Involved.objects.filter(among(units)).exclude(among(units, "held_by"))
        involved = elsewhere.filter(live=True) if live else elsewhere
        found.append(Q(pk__in=involved.values("order_id")) & known)
    return found


def _centres(actor: Person) -> list[int]:
    return [grant.unit_id for grant in actor.access.grants if grant.role == Role.AGENT]


def _waiting() -> Q:
    states = [
        (business.code, state)
        for business in registry
        for state, phase in business.phases.items()
        if phase == Phase.WAITING
    ]
    return reduce(or_, (Q(kind=kind, state=state) for kind, state in states), Q(kind=""))
