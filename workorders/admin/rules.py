"""Limits, for the system administrator: looked at, and followed by a new one. None is edited or removed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.http import HttpRequest
from django.utils import timezone

from accounts.actor import actor_of
from accounts.administration import ConfigurationAdmin
from customers.models import AreaClass
from workorders.admin.levels import CIRCLES, Levels
from workorders.admin.refusals import on_form
from workorders.clocks.book import REACH
from workorders.models import Rule
from workorders.registry import registry
from workorders.services.rules import change_rule


class RuleForm(forms.ModelForm):
    actor: Any  # set by the page
    levels = Levels(label="预警与告知", help_text=f"每行一级：80% 或 -1d（提前一天），空格，{'、'.join(CIRCLES)}")
    valid_from = forms.SplitDateTimeField(
        label="新规则生效", widget=AdminSplitDateTime(), help_text="此刻起受理的工单按新规则计时"
    )

    class Meta:
        model = Rule
        fields = ["amount", "measure", "levels", "basis", "valid_from"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["valid_from"] = (timezone.localtime() + 5 * REACH).replace(second=0, microsecond=0)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            with on_form(self):
                self.successor = change_rule(
                    self.actor, self.instance, **{name: data[name] for name in self.Meta.fields}
                )
        return data

    def _post_clean(self) -> None:
        """The instance is the old rule: nothing typed goes into it."""


class ByBusiness(admin.SimpleListFilter):
    title, parameter_name = "业务类型", "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(business.code, business.label) for business in registry]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Rule)
class RuleAdmin(ConfigurationAdmin):
    form = RuleForm
    list_display = ["profile", "business", "promise", "area", "grade", "limit", "basis", "valid_from", "valid_to"]
    list_display_links = ["promise"]
    list_filter = ["profile", ByBusiness, ("valid_to", admin.EmptyFieldListFilter)]
    list_select_related = ["profile"]
    ordering = ["profile", "kind", "clock", "area_class", "grade", "valid_from"]

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Rule | None = None) -> bool:
        return super().has_view_permission(request) and (obj is None or obj.valid_to is None)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"actor": actor_of(request)})

    def save_model(self, request: HttpRequest, obj: Rule, form: Any, change: bool) -> None:
        """The form has done it: a refusal had to be shown there."""

    @admin.display(description="业务")
    def business(self, rule: Rule) -> str:
        return registry[rule.kind].label if rule.kind in registry else rule.kind

    @admin.display(description="时限", ordering="clock")
    def promise(self, rule: Rule) -> str:
        return registry[rule.kind].clock_labels.get(rule.clock, rule.clock) if rule.kind in registry else rule.clock

    @admin.display(description="地区（空为全部）", ordering="area_class")
    def area(self, rule: Rule) -> str:
        return dict(AreaClass.choices).get(rule.area_class, rule.area_class) or "全部"

    @admin.display(description="限值")
    def limit(self, rule: Rule) -> str:
        return f"{rule.amount} {rule.get_measure_display()}"
