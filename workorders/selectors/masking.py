"""Which fields: who needs a caller's name and number, and what everybody else is shown."""

from __future__ import annotations

from typing import Any

from accounts.models import Person, Role
from customers.masking import mask_address, mask_name
from customers.phones import mask
from workorders.models import Phase, WorkOrder
from workorders.registry import registry


def needs_contact(actor: Person, order: WorkOrder) -> bool:
    """Whoever has to reach the customer: agents and leads, and the type's ``callers`` while the order is open."""
    access = actor.access
    if access.system or order.first_agent_id == actor.pk or access.has(Role.AGENT, Role.LEAD):
        return True
    return order.phase == Phase.OPEN and access.reaches(order.unit.path, registry[order.kind].callers)


def contact(actor: Person, order: WorkOrder, revealed: str = "") -> dict[str, object]:
    """Name, numbers and address of the caller as ``actor`` may see them; ``masked`` says which it is. An order that
    names nobody has no number either, and what stands for the name is no name. ``revealed``: what a step just
    written lets them see (``Verb.reveals``)."""
    read = registry[order.kind].identity
    if revealed == "identity" and read is not None and (found := read(order)) is not None:
        return {
            "name": str(found.get("name", "")),
            "phones": list(found.get("phones", [])),
            "address": str(found.get("address", "")),
            "masked": False,
        }
    open_ = revealed == "contact" or needs_contact(actor, order)
    return {
        "name": order.contact_name if open_ or not order.phone else mask_name(order.contact_name),
        "phones": [number if open_ else mask(number) for number in [order.phone, *order.other_phones] if number],
        "address": order.address if open_ else mask_address(order.address),
        "masked": not open_,
    }


def step_data(data: dict[str, Any], open_: bool) -> dict[str, Any]:
    """A step's data as someone may see it who may (``open_``) or may not know who called and from where."""
    if open_:
        return data
    shown = dict(data)
    if "contact_name" in shown:
        shown["contact_name"] = mask_name(shown["contact_name"])
    if "contact_phones" in shown:
        shown["contact_phones"] = [mask(number) for number in shown["contact_phones"]]
    if "address" in shown:
        shown["address"] = mask_address(shown["address"])
    if "premises" in shown:
        shown["premises"] = {**shown["premises"], "name": mask_address(shown["premises"]["name"])}
    if "consent" in shown:
        shown["consent"] = mask_name(shown["consent"])
    return shown
