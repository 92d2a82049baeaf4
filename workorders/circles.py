"""Who a circle is, seen from a unit. Looked up when a message leaves, so that who came on duty since is told."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import Person, Role, Unit
from accounts.selectors import holders, nearest_holders
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
            return nearest_holders(unit.parent.path, [Role.SUPERVISOR]) if unit.parent else []
        case Circle.UNIT | Circle.SAFETY:
            return holders(unit.path, [Role.HANDLER, Role.SUPERVISOR, Role.DISPATCHER, Role.CREW], up=False)
        case _:
            return []
