"""Bases for the pages of the three administrators. Each model belongs to exactly one of them:

- ``ConfigurationAdmin``: the system administrator edits, nobody else sees it;
- ``RightsAdmin``: the security administrator edits;
- ``AuditAdmin``: the audit administrator reads; nobody writes.

Nothing can be deleted unless a class sets ``deletable``."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from accounts.actor import actor_of
from accounts.models import Role


class RoleAdmin(admin.ModelAdmin):
    """``editors`` may do everything, ``readers`` besides them may look. Holding the role anywhere is enough to
    come in; where reach matters, the service behind it checks."""

    editors: ClassVar[tuple[str, ...]] = ()
    readers: ClassVar[tuple[str, ...]] = ()
    deletable: ClassVar[bool] = False
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_authenticated and actor_of(request).access.has(*self.editors, *self.readers)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_authenticated and actor_of(request).access.has(*self.editors)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.deletable and self.has_add_permission(request)


class ConfigurationAdmin(RoleAdmin):
    editors = (Role.SYSTEM_ADMIN,)


class RightsAdmin(RoleAdmin):
    editors = (Role.SECURITY_ADMIN,)


class AuditAdmin(RoleAdmin):
    readers = (Role.AUDIT_ADMIN,)
    actions = None
