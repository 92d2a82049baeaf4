"""Granting and revoking rights. Each raises ``PermissionDenied`` when ``actor`` has no say over the unit."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import ADMINISTRATORS, AccountEvent, Person, Role, RoleAt, SecondFactorRule, Unit
from accounts.policies import require_security
from accounts.services.events import record


@transaction.atomic
def grant_role(actor: Person, person: Person, role: str, unit: Unit) -> RoleAt:
    """Let ``person`` act as ``role`` at ``unit`` and below. Granting twice changes nothing.
    Raises ``ValidationError`` when it would make one person two of the three administrators (三员分立)."""
    _refuse(actor, person, unit)
    Person.objects.select_for_update().get(pk=person.pk)  # two grants at once must see each other
    held = RoleAt.objects.filter(person=person)
    if existing := held.filter(role=role, unit=unit).first():
        return existing
    if role in ADMINISTRATORS and held.filter(role__in=ADMINISTRATORS).exists():
        raise ValidationError("系统、安全、审计三种管理员不能由一人兼任，一人也只能在一个单位担任")
    granted = RoleAt(person=person, role=role, unit=unit, granted_by=actor)
    granted.full_clean()
    granted.save()
    person.__dict__.pop("access", None)
    record(AccountEvent.Kind.ROLE_GRANTED, actor=actor, person=person, role=role, unit=unit.pk, at=unit.name)
    return granted


@transaction.atomic
def revoke_role(actor: Person, person: Person, role: str, unit: Unit) -> None:
    """Take the role at ``unit`` away; harmless when it is not held."""
    _refuse(actor, person, unit)
    if RoleAt.objects.filter(person=person, role=role, unit=unit).delete()[0]:
        person.__dict__.pop("access", None)
        record(AccountEvent.Kind.ROLE_REVOKED, actor=actor, person=person, role=role, unit=unit.pk, at=unit.name)


def _refuse(actor: Person, person: Person, unit: Unit) -> None:
    require_security(actor, unit)
    if person.username == Person.SYSTEM:
        raise PermissionDenied("系统账号不能修改")
    if actor.pk == person.pk:
        raise PermissionDenied("不能变更自己的角色，请由另一位安全管理员办理")


@transaction.atomic
def require_second_factor(actor: Person, role: str, required: bool = True) -> None:
    """Demand a second factor of everyone with ``role`` from their next sign-in on, or stop demanding it."""
    require_security(actor)
    if required:
        _, changed = SecondFactorRule.objects.get_or_create(role=Role(role))
        kind = AccountEvent.Kind.SECOND_FACTOR_REQUIRED
    else:
        changed = bool(SecondFactorRule.objects.filter(role=role).delete()[0])
        kind = AccountEvent.Kind.SECOND_FACTOR_WAIVED
    if changed:
        record(kind, actor=actor, role=str(role))
