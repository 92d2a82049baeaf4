"""The leaders told by SMS when a complaint comes in, for the system administrator: named and dismissed (D15)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.actor import actor_of
from accounts.administration import ConfigurationAdmin
from accounts.models import Person, Role
from accounts.selectors import people_named, units_within
from customers.phones import mask
from workorders.admin.refusals import on_form
from workorders.models import Watcher
from workorders.registry import registry
from workorders.services.watchers import unwatch, watch, watched_kinds


class People(forms.CharField):
    """工号 as people write them, cleaned to the people: at least one, each known and active."""

    def clean(self, value: Any) -> Any:
        numbers = super().clean(value).replace("、", " ").replace("，", " ").replace(",", " ").split()
        found = {person.username: person for person in people_named(numbers)}
        unknown = [each for each in numbers if each not in found]
        if unknown:
            raise forms.ValidationError(f"没有这个工号，或已停用：{'、'.join(unknown)}")
        return [found[each] for each in dict.fromkeys(numbers)]


class WatcherForm(forms.ModelForm):
    actor: Person  # set by the page
    made: list[Watcher]
    kind = forms.ChoiceField(label="业务类型")
    people = People(label="人员工号", max_length=400, help_text="可以填多个，用空格隔开；须登记手机号")

    class Meta:
        model = Watcher
        fields = ["kind", "unit"]
        help_texts = {"unit": "这个单位及其下级收到投诉时发短信"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.choices = watched_kinds()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            with on_form(self):
                self.made = watch(self.actor, data["kind"], data["unit"], data["people"])
        return data

    def _post_clean(self) -> None:
        """The service writes; nothing typed goes into the row itself."""


@admin.register(Watcher)
class WatcherAdmin(ConfigurationAdmin):
    """Named and dismissed, never changed."""

    form = WatcherForm
    deletable = True
    list_display = ["person", "reached", "business", "unit"]
    list_display_links = None
    list_filter = ["unit"]
    list_select_related = ["person", "unit"]
    search_fields = ["person__username", "person__name", "unit__name"]
    autocomplete_fields = ["unit"]
    ordering = ["kind", "unit__path", "person__username"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Watcher]:
        within = units_within(actor_of(request).access.paths(Role.SYSTEM_ADMIN))
        return super().get_queryset(request).filter(unit__in=within.values("pk"))

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None:  # looked at
            return super().get_form(request, obj, change, form=forms.ModelForm, fields=["kind", "unit", "person"])
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"actor": actor_of(request)})

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["business", "unit", "person"] if obj is not None else ["kind", "unit", "people"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["business", "unit", "person"] if obj is not None else []

    def save_model(self, request: HttpRequest, obj: Watcher, form: Any, change: bool) -> None:
        """The form has done it: a refusal had to be shown there."""
        first = form.made[0]
        obj.pk, obj.kind, obj.unit, obj.person = first.pk, first.kind, first.unit, first.person

    def delete_model(self, request: HttpRequest, obj: Watcher) -> None:
        unwatch(actor_of(request), obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Watcher]) -> None:
        for watcher in queryset.select_related("person", "unit"):
            self.delete_model(request, watcher)

    @admin.display(description="业务", ordering="kind")
    def business(self, watcher: Watcher) -> str:
        return registry[watcher.kind].label if watcher.kind in registry else watcher.kind

    @admin.display(description="手机")
    def reached(self, watcher: Watcher) -> str:
        return mask(watcher.person.phone) if watcher.person.phone else "没有登记"
