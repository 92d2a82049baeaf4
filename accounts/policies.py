"""Who may change whose rights. Services ask here before they write."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import Person, Role, RoleAt, Unit


def administers(actor: Person, unit: Unit) -> bool:
    """Whether ``actor`` is a security administrator whose reach covers ``unit``. The system is."""
    return actor.access.system or actor.access.reaches(unit.path, [Role.SECURITY_ADMIN])


def require_security(actor: Person, *units: Unit) -> None:
    """Raise ``PermissionDenied`` unless ``actor`` is a security administrator over each of ``units``
    (with none named: anywhere)."""
    if not (actor.access.system or actor.access.has(Role.SECURITY_ADMIN)):
        raise PermissionDenied("只有安全管理员可以管理人员和权限")
    for unit in units:
        if not administers(actor, unit):
            raise PermissionDenied(f"{unit.name}不在您的管理范围内，请联系上级单位的安全管理员")


def require_security_over(actor: Person, person: Person) -> None:
    """Raise ``PermissionDenied`` unless every role of ``person`` lies within the reach of ``actor``; a person
    without roles belongs to any security administrator. The system's own account belongs to nobody."""
    if person.username == Person.SYSTEM:
        raise PermissionDenied("系统账号不能修改")
    require_security(actor, *[role.unit for role in RoleAt.objects.filter(person=person).select_related("unit")])


def require_system(actor: Person | None, *units: Unit) -> None:
    """Raise ``PermissionDenied`` unless ``actor`` is a system administrator over ``units``. ``None`` is the
    installation itself (seeds, the first run): it may."""
    if actor is None or actor.access.system:
        return
    if not actor.access.has(Role.SYSTEM_ADMIN):
        raise PermissionDenied("只有系统管理员可以调整单位")
    for unit in units:
        if not actor.access.reaches(unit.path, [Role.SYSTEM_ADMIN]):
            raise PermissionDenied(f"{unit.name}不在您的管理范围内，请联系上级单位的系统管理员")


def barred(person: Person) -> str:
    """Why this person may not come in at all, in words for them; empty when they may."""
    if not person.is_active:
        return "账号已停用，请联系安全管理员"
    if person.demo and settings.PRODUCTION:
        return "演示账号不能在生产环境使用，请联系安全管理员开通正式账号"
    return ""


def password_expired(person: Person) -> bool:
    """Whether the password must be changed before anything else: so ordered, or too old."""
    changed = person.password_changed_at
    return person.must_change_password or (
        not person.demo and changed is not None and timezone.now() - changed > settings.PASSWORD_MAX_AGE
    )
