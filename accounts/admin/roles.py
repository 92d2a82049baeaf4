"""Roles at units and the second factor they demand, for the security administrator."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.actor import actor_of
from accounts.administration import RightsAdmin
from accounts.models import ADMINISTRATORS, Person, Role, RoleAt, SecondFactorRule
from accounts.policies import administers
from accounts.selectors import units_within
from accounts.services.roles import grant_role, require_second_factor, revoke_role


class RoleForm(forms.ModelForm):
    actor: Person  # set by the page

    class Meta:
        model = RoleAt
        fields = ["person", "role", "unit"]

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        person, unit = data.get("person"), data.get("unit")
        if unit and not administers(self.actor, unit):
            self.add_error("unit", "不在您的管理范围内")
        if person == self.actor:
            self.add_error("person", "不能变更自己的角色，请由另一位安全管理员办理")
        if person and data.get("role") in ADMINISTRATORS and person.access.has(*ADMINISTRATORS):
            raise ValidationError("系统、安全、审计三种管理员不能由一人兼任")
        return data


@admin.register(RoleAt)
class RoleAtAdmin(RightsAdmin):
    """Granted and revoked, never changed."""

    form = RoleForm
    deletable = True
    list_display = ["person", "role", "unit", "given_by", "given_at"]
    list_filter = ["role"]
    list_select_related = ["person", "unit", "granted_by"]
    search_fields = ["person__username", "person__name", "unit__name"]
    autocomplete_fields = ["person", "unit"]

    @admin.display(description="授予人", ordering="granted_by", empty_value="系统")
    def given_by(self, granted: RoleAt) -> str | None:
        return granted.granted_by.name if granted.granted_by else None

    @admin.display(description="授予时间", ordering="granted_at")
    def given_at(self, granted: RoleAt) -> datetime:
        return granted.granted_at

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoleAt]:
        within = units_within(actor_of(request).access.paths(Role.SECURITY_ADMIN))
        return super().get_queryset(request).filter(unit__in=within.values("pk"))

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RoleAt | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.person_id != actor_of(request).pk)

    def get_form(
        self, request: HttpRequest, obj: RoleAt | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"actor": actor_of(request)})

    def save_model(self, request: HttpRequest, obj: RoleAt, form: RoleForm, change: bool) -> None:
        obj.pk = grant_role(actor_of(request), obj.person, obj.role, obj.unit).pk
        obj.refresh_from_db()

    def delete_model(self, request: HttpRequest, obj: RoleAt) -> None:
        revoke_role(actor_of(request), obj.person, obj.role, obj.unit)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[RoleAt]) -> None:
        for granted in queryset.select_related("person", "unit"):
            self.delete_model(request, granted)


@admin.register(SecondFactorRule)
class SecondFactorRuleAdmin(RightsAdmin):
    deletable = True
    list_display = ["role"]

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: SecondFactorRule, form: forms.ModelForm, change: bool) -> None:
        require_second_factor(actor_of(request), obj.role)
        obj.pk = SecondFactorRule.objects.get(role=obj.role).pk

    def delete_model(self, request: HttpRequest, obj: SecondFactorRule) -> None:
        require_second_factor(actor_of(request), obj.role, required=False)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[SecondFactorRule]) -> None:
        for rule in queryset:
            self.delete_model(request, rule)
