"""The choice of a unit a case is about: any of thousands, found by its name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.choices import CallableChoiceIterator

from accounts.models import Role, Unit
from accounts.selectors import units_within
from complaints.forms.found_input import FoundInput

ACCEPTING = (Role.AGENT, Role.LEAD)  # who says what a case is about
# What a list shows where nothing is typed; stations and crews are found by name.
UPPER = (Unit.Kind.PROVINCE, Unit.Kind.CITY, Unit.Kind.COUNTY, Unit.Kind.DEPARTMENT)


class UnitInput(FoundInput):
    placeholder = "名称、拼音或首字母"
    wide = False
    units = Unit.objects.none()  # what may be chosen: given by the field

    def url(self) -> str:
        return f"{reverse('complaints:units')}?"

    def meant(self, value: Any) -> tuple[Any, str] | None:
        """Only what may be chosen is told: a forged id shows no name."""
        unit = self.units.filter(pk=value).first() if str(value or "").isdecimal() and len(str(value)) < 19 else None
        return (unit.pk, unit.name) if unit else None

    def hold(self, key: Any, words: str) -> None:
        listed = list(self.choices)
        self.choices = listed if (key, words) in listed else [*listed, (key, words)]


class UnitField(forms.ModelChoiceField):
    """Cleaned to an active ``Unit`` within the paths given to ``within``; None where left empty."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        super().__init__(Unit.objects.none(), label=label, widget=UnitInput(label), required=False, **kwargs)
        self.error_messages["invalid_choice"] = "没有这个单位，请从列表中选择"

    def within(self, paths: list[str] | tuple[str, ...]) -> None:
        """Offer the units with ``paths`` and everything below them but the centres themselves."""
        self.queryset = units_within(paths).filter(active=True).exclude(kind=Unit.Kind.CENTRE).order_by("path")
        self.widget.units = self.queryset
        upper = self.queryset.filter(kind__in=UPPER)
        # Asked for when it is drawn: what is only posted draws nothing.
        self.widget.choices = CallableChoiceIterator(lambda: [("", "未指明"), *upper.values_list("pk", "name")])
