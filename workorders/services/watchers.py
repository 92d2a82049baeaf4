"""Naming the leaders a complaint's text goes to by SMS (D15). Each change stands in the account log."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from accounts.models import AccountEvent, Person, Unit
from accounts.services.events import record
from workorders import errors
from workorders.configurators import may_configure_units
from workorders.models import Watcher
from workorders.registry import registry


def watched_kinds() -> list[tuple[str, str]]:
    """The businesses whose arrival is told to leaders, as choices."""
    return [(business.code, business.label) for business in registry if business.watched]


@transaction.atomic
def watch(actor: Person, kind: str, unit: Unit, people: Iterable[Person]) -> list[Watcher]:
    """Have ``people`` told when an order of ``kind`` comes in for ``unit`` or one below it. Who is already stays.

    Raises ``NotAllowed`` unless ``actor`` is a system administrator over ``unit``, ``Invalid`` naming the field for a
    business nobody is told of, and for people who cannot be reached or work neither above, at nor below the unit.
    """
    _configures(actor, unit)
    if kind not in dict(watched_kinds()):
        raise errors.Invalid("这种业务不抄送领导", fields={"kind": ["请选择投诉"]})
    chosen = list(people)
    wrong = [why for person in chosen if (why := _unfit(person, unit))]
    if wrong:
        raise errors.Invalid(wrong[0], fields={"people": wrong})
    named = []
    for person in chosen:
        watcher, made = Watcher.objects.get_or_create(kind=kind, unit=unit, person=person)
        named.append(watcher)
        if made:
            _log(actor, watcher, "name")
    return named


@transaction.atomic
def unwatch(actor: Person, watcher: Watcher) -> None:
    """Tell this one no more. Raises ``NotAllowed`` as ``watch``."""
    _configures(actor, watcher.unit)
    _log(actor, watcher, "dismiss")
    watcher.delete()


def _configures(actor: Person, unit: Unit) -> None:
    if not may_configure_units(actor, [unit]):
        raise errors.NotAllowed("只有管到这个单位的系统管理员可以指定抄送领导")


def _unfit(person: Person, unit: Unit) -> str:
    if not person.is_active:
        return f"{person.name}（{person.username}）已停用"
    if not person.phone:
        return f"{person.name}（{person.username}）没有登记手机号，收不到短信"
    line = (grant.path for grant in person.access.grants)
    if not any(unit.path.startswith(path) or path.startswith(unit.path) for path in line):
        return f"{person.name}（{person.username}）在{unit}及其上下级没有任何角色"
    return ""


def _log(actor: Person, watcher: Watcher, act: str) -> None:
    label = registry[watcher.kind].label if watcher.kind in registry else watcher.kind
    record(
        AccountEvent.Kind.WATCHER_CHANGED,
        actor=actor,
        person=watcher.person,
        act=act,
        business=label,
        at=watcher.unit.name,
        unit=watcher.unit_id,
    )
