"""Template tags that tell who reported: what a careless hand might write, for the proof that the walk would see it."""

from __future__ import annotations

from django import template

from complaints.services.secrecy import identity_of
from workorders.models import WorkOrder

register = template.Library()


@register.filter
def who_reported(order: WorkOrder) -> str:
    found = identity_of(order)
    return "、".join(found["phones"]) if found else ""
