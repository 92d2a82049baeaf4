"""Fills any form from its own declaration, as somebody would who only wants to get through."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from complaints.forms.category_field import CategoryField
from workorders.forms import Phones, VerbForm

# A name or an address that stood in the matter as well would give its reporter away.
SAID = {"contact_name": "林晓", "content": "客户来电反映情况，请核实处理。"}


def filled(form: VerbForm) -> dict[str, Any]:
    """Data for the required fields of ``form``; nobody gives a late reason or a time who is not asked for one."""
    needed = {name: field for name, field in form.fields.items() if field.required}
    return {name: SAID.get(name) or sample(field) for name, field in needed.items()}


def sample(field: forms.Field) -> Any:
    """Something ``field`` takes."""
    if isinstance(field, Phones):
        return "138 1234 5678"
    if isinstance(field, CategoryField):
        return field.choices[0][0]
    if isinstance(field, forms.BooleanField):
        return True
    if isinstance(field, forms.ModelMultipleChoiceField):
        return [field.queryset[0].pk]
    if isinstance(field, forms.ModelChoiceField):
        return field.queryset[0].pk
    if isinstance(field, forms.MultipleChoiceField):
        return [first_choice(field)]
    if isinstance(field, forms.ChoiceField):
        return first_choice(field)
    if isinstance(field, forms.DateTimeField):
        return (timezone.now() + timedelta(hours=1)).isoformat()
    if isinstance(field, forms.IntegerField | forms.DecimalField | forms.FloatField):
        return 1
    return "如实填写，不少于十个字。"[: getattr(field, "max_length", None) or 100]


def first_choice(field: Any) -> str:
    return next(str(value) for value, _ in field.choices if value not in ("", None))
