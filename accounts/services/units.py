"""The one place that shapes the tree of units. Each keeps ``path`` and ``pinyin`` right.

``actor`` must be a system administrator over the units concerned, else ``PermissionDenied``; without one the
installation itself acts (seeds, the first run)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from accounts.models import AccountEvent, Person, Unit
from accounts.pinyin import spell
from accounts.policies import require_system
from accounts.services.events import record


@transaction.atomic
def create_unit(
    *, parent: Unit | None, kind: str, name: str, code: str, function: str = "", actor: Person | None = None
) -> Unit:
    """Add a unit below ``parent`` (``None``: a root). Raises ``ValidationError`` on a wrong or taken field."""
    require_system(actor, *([parent] if parent else []))
    unit = Unit(parent=parent, kind=kind, name=name, code=code, function=function, pinyin=spell(name))
    unit.full_clean(exclude=["path", "pinyin", "parent"])
    if parent:  # the path must be read under the lock that a move takes
        parent = Unit.objects.select_for_update().get(pk=parent.pk)
    unit.save()
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    record(AccountEvent.Kind.UNIT_CREATED, actor=actor, unit=unit.pk, name=name)
    return unit


@transaction.atomic
def rename_unit(unit: Unit, name: str, *, actor: Person | None = None) -> Unit:
    """Give ``unit`` a new name; look-ups by pinyin follow."""
    return change_unit(unit, actor=actor, name=name)


@transaction.atomic
def change_unit(unit: Unit, *, actor: Person | None = None, **fields: Any) -> Unit:
    """Set ``fields`` (name, code, kind, function, active). An inactive unit keeps its orders; roles held there
    stop counting. Raises ``ValidationError``."""
    require_system(actor, unit)
    if unknown := fields.keys() - {"name", "code", "kind", "function", "active"}:
        raise TypeError(f"not changeable here: {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(unit, name, value)
    unit.pinyin = spell(unit.name)
    unit.full_clean(exclude=["path", "pinyin", "parent"])
    unit.save(update_fields=[*fields, "pinyin"])
    record(AccountEvent.Kind.UNIT_CHANGED, actor=actor, unit=unit.pk, **fields)
    return unit


@transaction.atomic
def move_unit(unit: Unit, parent: Unit | None, *, actor: Person | None = None) -> Unit:
    """Hang ``unit`` with all below it under ``parent``. Raises ``ValidationError`` when ``parent`` lies below it."""
    # One move at a time: two crossing moves could each be legal and together make a ring.
    rows = {row.pk: row for row in Unit.objects.select_for_update().order_by("pk")}
    unit.path = old = rows[unit.pk].path
    target = rows[parent.pk] if parent else None
    require_system(actor, unit, *([target] if target else []))
    if target and target.path.startswith(old):
        raise ValidationError({"parent": "上级单位不能是本单位或其下级单位"})
    unit.path = f"{target.path if target else '/'}{unit.pk}/"
    unit.parent = target
    unit.save(update_fields=["parent"])
    tail = Substr(F("path"), len(old) + 1)
    Unit.objects.filter(path__startswith=old).update(path=Concat(Value(unit.path), tail))
    record(AccountEvent.Kind.UNIT_MOVED, actor=actor, unit=unit.pk, before=old, after=unit.path)
    return unit
