"""Who a circle is, seen from a unit. Looked up when a message leaves, so that who came on duty since is told."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import Person, Role, Unit
from accounts.selectors import holders, nearest_holders, nearest_posts
from workorders.models import Message

Circle = Message.Circle


def people(message: Message) -> Iterable[Person]:
    """The people of the message's circle; nobody twice. A circle nobody fills falls to the next wider one."""
    unit = message.unit
    if message.circle == Circle.AGENT:
        return [message.order.first_agent] if message.order else []
    found = list(_members(message, unit))
    if found or message.circle == Circle.ABOVE:
        return found
    return list(nearest_holders(unit.path, [Role.SUPERVISOR, Role.LEAD]))


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
