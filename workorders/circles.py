"""Who a circle is, seen from a unit. Looked up when a message leaves, so that who came on duty since is told."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import Person, Role, Unit
from accounts.selectors import holders, holding_within, nearest_holders, nearest_posts
from workorders.models import Delivery, Message, Watcher
from workorders.registry import registry

Circle = Message.Circle


def people(message: Message) -> Iterable[Person]:
    """The people of the message's circle; nobody twice. A circle nobody fills falls to the next wider one. Of an order
    that asks for a clearance only those hear who hold it; where the circle has none, the nearest who do."""
    unit = message.unit
    if message.circle == Circle.AGENT:
        return [message.order.first_agent] if message.order else []
    clearance = registry[message.order.kind].clearance if message.order else frozenset()
    found = _cleared(_members(message, unit), unit, clearance, message)
    if found or message.circle in (Circle.ABOVE, Circle.WATCHERS):
        return found
    wider = _cleared(nearest_holders(unit.path, [Role.SUPERVISOR, Role.LEAD]), unit, clearance, message)
    return wider or (list(nearest_holders(unit.path, clearance)) if clearance else [])


def _cleared(found: Iterable[Person], unit: Unit, clearance: frozenset[str], message: Message) -> list[Person]:
    people = list(found)
    if not clearance:
        return people
    held = holding_within(people, clearance, unit.path)
    return [each for each in people if each.pk in held or (message.order and each.pk == message.order.first_agent_id)]


def _watchers(message: Message, unit: Unit) -> Iterable[Person]:
    """D15: those named for this kind of order at the unit or above it; nobody a second time when it goes on to another
    unit below theirs."""
    kind = message.order.kind if message.order else ""
    named = Watcher.objects.filter(kind=kind, unit_id__in=unit.ancestor_ids)
    told = Delivery.objects.filter(
        message__order=message.order, message__circle=Circle.WATCHERS, message__topic=message.topic
    ).exclude(message=message)
    found = Person.objects.filter(is_active=True, pk__in=named.values("person_id"))
    return found.exclude(pk__in=told.filter(person__isnull=False).values("person_id")).order_by("pk")


def _members(message: Message, unit: Unit) -> Iterable[Person]:
    match message.circle:
        case Circle.HANDLER:
            if unit.kind == Unit.Kind.CENTRE and message.order is not None:
                return [message.order.first_agent]
            return nearest_holders(unit.path, [Role.CREW, Role.HANDLER, Role.DISPATCHER])
        case Circle.LEAD:
            return nearest_holders(unit.path, [Role.DISPATCHER, Role.LEAD])
        case Circle.SUPERVISOR:
            return nearest_holders(unit.path, [Role.SUPERVISOR])
        case Circle.ABOVE:
            return _above(unit)
        case Circle.AUDITOR:
            return nearest_holders(unit.path, [Role.AUDITOR])
        case Circle.WATCHERS:
            return _watchers(message, unit)
        case Circle.UNIT | Circle.SAFETY:
            return holders(unit.path, [Role.HANDLER, Role.SUPERVISOR, Role.DISPATCHER, Role.CREW], up=False)
        case _:
            return []


def _above(unit: Unit) -> Iterable[Person]:
    """The supervisors of the unit above the one whose supervisors were told before."""
    told = nearest_posts(unit.path, [Role.SUPERVISOR])
    if told is None or told.parent is None:
        return []
    return nearest_holders(told.parent.path, [Role.SUPERVISOR])
