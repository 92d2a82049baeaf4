"""The tree of units, for the system administrator."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.actor import actor_of
from accounts.administration import ConfigurationAdmin
from accounts.models import Role, Unit
from accounts.selectors import units_within
from accounts.services.units import change_unit, create_unit, move_unit


class UnitForm(forms.ModelForm):
    class Meta:
        model = Unit
        fields = ["parent", "kind", "function", "name", "code", "active"]

    def clean_parent(self) -> Unit | None:
        parent = self.cleaned_data["parent"]
        if self.instance.pk and parent and self.instance.contains(parent):
            raise ValidationError("上级单位不能是本单位或其下级单位")
        return parent


@admin.register(Unit)
class UnitAdmin(ConfigurationAdmin):
    form = UnitForm
    readers = (Role.SECURITY_ADMIN,)  # who picks units when granting roles
    list_display = ["name", "kind", "function", "code", "parent", "active"]
    list_filter = ["kind", "active"]
    list_select_related = ["parent"]
    search_fields = ["name", "pinyin", "code"]
    autocomplete_fields = ["parent"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        return units_within(actor_of(request).access.paths(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN))

    def save_model(self, request: HttpRequest, obj: Unit, form: UnitForm, change: bool) -> None:
        data, actor = form.cleaned_data, actor_of(request)
        if not change:
            parent = data.pop("parent")
            data.pop("active")
            obj.pk = create_unit(parent=parent, actor=actor, **data).pk
        else:
            changed = {name: data[name] for name in form.changed_data if name != "parent"}
            if changed:
                change_unit(obj, actor=actor, **changed)
            if "parent" in form.changed_data:
                move_unit(obj, data["parent"], actor=actor)
        obj.refresh_from_db()
