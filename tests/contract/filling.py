"""Fills any form from its own declaration, as somebody would who only wants to get through."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from complaints.forms.category_field import CategoryField
from workorders.forms import Phones, VerbForm


def filled(form: VerbForm) -> dict[str, Any]:
    """Data for the required fields of ``form``; nobody gives a late reason or a time who is not asked for one."""
    return {name: sample(field) for name, field in form.fields.items() if field.required}


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
