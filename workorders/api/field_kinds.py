"""What a form field is to a program. The reading of bodies and the OpenAPI document ask the same."""

from __future__ import annotations

from enum import Enum, auto

from django import forms

from workorders.forms import KeyField, Phones


class Kind(Enum):
    TEXT = auto()
    CHOICE = auto()
    BOOLEAN = auto()
    INTEGER = auto()
    NUMBER = auto()
    TEXTS = auto()
    INTEGERS = auto()
    PHONES = auto()
    KEY = auto()
    INSTANT = auto()
    FILE = auto()


# The first that fits: subclasses stand before what they are made of.
KINDS: tuple[tuple[type[forms.Field], Kind], ...] = (
    (Phones, Kind.PHONES),
    (KeyField, Kind.KEY),
    (forms.BooleanField, Kind.BOOLEAN),
    (forms.ModelMultipleChoiceField, Kind.INTEGERS),
    (forms.ModelChoiceField, Kind.INTEGER),
    (forms.MultipleChoiceField, Kind.TEXTS),
    (forms.ChoiceField, Kind.CHOICE),
    (forms.FloatField, Kind.NUMBER),
    (forms.DecimalField, Kind.NUMBER),
    (forms.IntegerField, Kind.INTEGER),
    (forms.DateTimeField, Kind.INSTANT),
    (forms.FileField, Kind.FILE),
)


def kind_of(field: forms.Field) -> Kind:
    if isinstance(field, forms.TypedChoiceField) and field.coerce is int:
        return Kind.INTEGER
    return next((kind for cls, kind in KINDS if isinstance(field, cls)), Kind.TEXT)
