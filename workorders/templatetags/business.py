"""What a type's declaration says of an order."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from accounts.models import Person
from workorders.models import WorkOrder
from workorders.registry import registry
from workorders.selectors.masking import contact
from workorders.templatetags.pages import icon

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
