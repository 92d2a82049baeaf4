"""What a type's declaration says of an order."""

from __future__ import annotations

from collections.abc import Callable

from django import template
from django.utils.safestring import SafeString

from accounts.models import Person
from workorders.models import WorkOrder
from workorders.registry import registry
from workorders.selectors.masking import contact
from workorders.selectors.saved_views import COLUMNS, USUAL
from workorders.templatetags.pages import icon, moment

register = template.Library()


@register.filter
def kind_label(order: WorkOrder) -> str:
    return registry[order.kind].label


@register.filter
def kind_icon(order: WorkOrder) -> SafeString:
    return icon(registry[order.kind].icon)


@register.filter
def state_label(order: WorkOrder) -> str:
    return registry[order.kind].state_labels[order.state]


@register.filter
def address_for(order: WorkOrder, person: Person) -> str:
    """The address as far as ``person`` may see it."""
    return str(contact(person, order)["address"])


@register.inclusion_tag("workorders/_cells.html", takes_context=True)
def cells(context: template.Context, order: WorkOrder) -> dict[str, object]:
    """The second line of an order in a list: the columns the page's ``columns`` names, or the usual ones."""
    person: Person = context["request"].user
    asked = context.get("columns")
    chosen = USUAL if asked is None else asked
    return {"cells": [(code, COLUMNS[code], CELLS[code](order, person)) for code in chosen if code in CELLS]}


CELLS: dict[str, Callable[[WorkOrder, Person], object]] = {
    "time": lambda order, person: moment(order.accepted_at),
    "unit": lambda order, person: order.unit.name,
    "place": lambda order, person: contact(person, order)["address"],
    "content": lambda order, person: order.content[:80],
    "agent": lambda order, person: order.first_agent.name,
    "channel": lambda order, person: order.get_channel_display(),
    "area": lambda order, person: order.get_area_class_display(),
}
