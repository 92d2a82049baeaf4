"""The trees of categories, for the system administrator: looked at by business, added to, followed, retired."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.actor import actor_of
from accounts.administration import ConfigurationAdmin
from complaints.admin.category_forms import AddForm, ChangeForm
from complaints.models import Category
from complaints.selectors.categories import in_tree_order
from workorders.configurators import may_configure_all


class InForce(admin.SimpleListFilter):
    """What holds now, unless asked for the rest."""

    title, parameter_name = "状态", "ended"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "已停用或已改"), ("all", "全部")]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [{**first, "display": "在用"}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Category]) -> QuerySet[Category]:
        return queryset if self.value() == "all" else queryset.filter(until__isnull=self.value() != "yes")


@admin.register(Category)
class CategoryAdmin(ConfigurationAdmin):
    """A tree as a list, each entry further in than the one it hangs on. Nothing is saved here: the services write."""

    list_display = ["tree", "kind", "level", "code", "basis", "since", "until"]
    list_display_links = ["tree"]
    list_filter = ["kind", InForce]
    search_fields = ["path_label", "code", "pinyin"]
    list_per_page = 200
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        return in_tree_order()

    def get_ordering(self, request: HttpRequest) -> Any:
        return ["kind", "place", "pk"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request) and may_configure_all(actor_of(request))

    def has_change_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        return super().has_change_permission(request) and (obj is None or obj.until is None)

    def get_fields(self, request: HttpRequest, obj: Category | None = None) -> Any:
        if obj is not None and obj.until is not None:
            return ["path_label", "kind", "code", "basis", "since", "until"]
        return list(ChangeForm.base_fields) if obj else list(AddForm.base_fields)

    def get_readonly_fields(self, request: HttpRequest, obj: Category | None = None) -> list[str]:
        return self.get_fields(request, obj) if obj is not None and obj.until is not None else []

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None and obj.until is not None:
            return super().get_form(request, obj, change, **kwargs)
        form: type[forms.ModelForm] = ChangeForm if obj else AddForm
        return type(form.__name__, (form,), {"actor": actor_of(request)})

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        """The form has done it: a refusal had to be shown there."""
        if not change:
            obj.pk, obj.path_label = form.made.pk, form.made.path_label

    @admin.display(description="分类", ordering="place")
    def tree(self, category: Category) -> str:
        return "\u3000" * (category.level - 1) + category.label
