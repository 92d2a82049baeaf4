"""Which businesses somebody can know of at all."""

from __future__ import annotations

from accounts.models import Person, Unit
from workorders.registry import BusinessType


def hears_of(actor: Person, business: BusinessType, unit: Unit | None = None) -> bool:
    """Whether orders of this type, in ``unit`` or below it where one is named, can be ``actor``'s to know of."""
    if not business.clearance or actor.access.system:
        return True
    held = actor.access.paths(*business.clearance)
    return any(unit is None or path.startswith(unit.path) or unit.path.startswith(path) for path in held)
