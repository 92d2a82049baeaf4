"""Who may change limits, profiles and the calendar. Services ask here before they write."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import Person, Role, Unit
from workorders.models import RuleProfile


def may_configure_units(actor: Person, units: Iterable[Unit]) -> bool:
    """Whether ``actor`` is a system administrator whose reach covers each of ``units``. The system is."""
    access = actor.access
    if access.system:
        return True
    return access.has(Role.SYSTEM_ADMIN) and all(access.reaches(unit.path, [Role.SYSTEM_ADMIN]) for unit in units)


def may_configure_all(actor: Person) -> bool:
    """Whether ``actor``'s reach covers every unit there is."""
    return may_configure_units(actor, Unit.objects.filter(parent=None))


def may_configure(actor: Person, profile: RuleProfile) -> bool:
    """Whether ``actor`` is a system administrator over everything ``profile`` serves: its units; all units where it
    names none, and for the first profile, which serves whoever has no other."""
    first = not RuleProfile.objects.filter(pk__lt=profile.pk).exists()
    units = list(profile.units.all())
    return may_configure_units(actor, units) if units and not first else may_configure_all(actor)
