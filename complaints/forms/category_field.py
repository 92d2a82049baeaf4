"""The choice of a category: on a page typed and picked, in a program named by its id or its code."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.choices import CallableChoiceIterator
from django.utils.functional import Promise

from complaints.forms.found_input import FoundInput
from complaints.models.categories import JOIN, Category
from complaints.selectors.categories import choices_at, entry, is_leaf, path_of, was_there
from workorders.forms import KeyField

LONGEST = 24  # characters of a code
Choice = tuple[Any, Any]


def grouped(kind: str) -> Iterator[Choice]:
    """The leaves as a plain list shows them, below their first level."""
    for top, leaves in groupby(choices_at(kind), lambda leaf: path_of(leaf)[0]):
        rest = [(leaf.pk, JOIN.join(path_of(leaf)[1:])) for leaf in leaves]
        yield (rest[0][0], top) if rest[0][1] == "" else (top, rest)


class CategoryInput(FoundInput):
    def __init__(self, kind: str, label: str | Promise, attrs: dict[str, Any] | None = None) -> None:
        self.kind = kind
        super().__init__(label, attrs)
        self.choices = CallableChoiceIterator(lambda: [("", "请选择"), *grouped(kind)])

    def url(self) -> str:
        return f"{reverse('complaints:categories')}?kind={self.kind}"

    def meant(self, value: Any) -> tuple[Any, str] | None:
        chosen = leaf_meant(self.kind, value)
        return (chosen.pk, chosen.path_label) if chosen else None


def leaf_meant(kind: str, value: Any) -> Category | None:
    """The leaf in force that ``value`` (a row, its id or its code, as typed) stands for."""
    key = key_of(value)
    row = entry(kind, key) if key != "" else None
    return row if row is not None and is_leaf(row) else None


def key_of(value: Any) -> int | str:
    """What ``value`` says: an id as a number, a code as text."""
    if isinstance(value, Category):
        return value.pk
    text = "" if value is None else str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else text


class CategoryField(KeyField):
    """Cleaned to a ``Category`` of ``kind`` in force, a leaf; None where it is not required and left empty.

    ``category = CategoryField(kind="complaint", label="投诉分类")``
    """

    default_error_messages = {
        "branch": "请选到最末一级",
        "retired": "这个分类已停用，请重新选择",
        "unknown": "没有这个分类，请从列表中选择",
    }

    def __init__(self, *, kind: str, label: str | Promise = "分类", **kwargs: Any) -> None:
        self.kind = kind
        kwargs.setdefault("widget", CategoryInput(kind, label))
        super().__init__(label=label, max_length=LONGEST, listed_at=f"/api/v1/categories/?kind={kind}", **kwargs)

    @property
    def choices(self) -> list[Choice]:
        """Every leaf with its path: what was chosen is spoken of in these words."""
        return [(leaf.pk, leaf.path_label) for leaf in choices_at(self.kind)]

    def prepare_value(self, value: Any) -> Any:
        return value.pk if isinstance(value, Category) else value

    def to_python(self, value: Any) -> Category | None:
        key = key_of(value)
        if key == "":
            return None
        row = entry(self.kind, key)
        if row is None:
            code = "retired" if was_there(self.kind, key) else "unknown"
            raise forms.ValidationError(self.error_messages[code], code=code)
        if not is_leaf(row):
            raise forms.ValidationError(self.error_messages["branch"], code="branch")
        return row

    def has_changed(self, initial: Any, data: Any) -> bool:
        return key_of(initial) != key_of(data)
