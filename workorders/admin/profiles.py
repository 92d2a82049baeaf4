"""Rule profiles, for the system administrator: answering, calling back, keeping recordings, and which units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts.actor import actor_of
from accounts.administration import ConfigurationAdmin
from workorders.admin.refusals import on_form
from workorders.models import RuleProfile
from workorders.services.profiles import change_profile


class Windows(forms.CharField):
    """``08:00-12:00 14:00-21:00``; cleaned to ``[["08:00", "12:00"], …]``."""

    def prepare_value(self, value: Any) -> Any:
        return " ".join("-".join(window) for window in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [window.split("-") for window in super().clean(value).replace("–", "-").split()]


class ProfileForm(forms.ModelForm):
    actor: Any  # set by the page
    calling_hours = Windows(label="回访时段", help_text="用空格隔开，例如 08:00-12:00 14:00-21:00")

    class Meta:
        model = RuleProfile
        fields = ["rings", "calling_hours", "attempt_spacing", "attempts", "recording_days", "units"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            profile = RuleProfile.objects.get(pk=self.instance.pk)
            with on_form(self):
                change_profile(self.actor, profile, **{name: data[name] for name in self.Meta.fields})
        return data


@admin.register(RuleProfile)
class RuleProfileAdmin(ConfigurationAdmin):
    """The profiles that ship are the ones there are: another company's comes with a migration of its rules."""

    form = ProfileForm
    list_display = ["name", "code", "rings", "attempts", "recording_days"]
    autocomplete_fields = ["units"]

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RuleProfile | None = None) -> bool:
        return super().has_view_permission(request)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"actor": actor_of(request)})

    def save_model(self, request: HttpRequest, obj: RuleProfile, form: Any, change: bool) -> None:
        """The form has done it: a refusal had to be shown there."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """So it has."""
