"""From what a browser posted to what ``accept`` and ``perform`` take."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import HttpRequest, QueryDict

from workorders.errors import GateError
from workorders.forms import VerbForm

ASIDE = ("csrfmiddlewaretoken",)


def plain(post: QueryDict, form: type[forms.Form]) -> dict[str, Any]:
    """The form's own data: one value a name, a list where the form takes several. What begins with ``_`` is the page's."""
    several = {
        name
        for name, field in form.base_fields.items()
        if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
    }
    return {
        name: post.getlist(name) if name in several else post[name]
        for name in post
        if not name.startswith("_") and name not in ASIDE
    }


def key_of(request: HttpRequest) -> str | None:
    """The page's idempotency key: a double click makes one order."""
    return request.POST.get("_key") or None


def version_seen(post: QueryDict) -> int | None:
    """The order's version as the page showed it; None where the page named none. One that cannot be read is older than
    any: nothing is done unseen."""
    text = post.get("_version", "")
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def new_key() -> str:
    return str(uuid.uuid4())


def show_errors(form: VerbForm, error: GateError) -> None:
    """Put the gate's refusal onto the bound form: each at its field, what belongs to none stays in the message."""
    form.is_valid()
    for name, found in error.fields.items():
        if name in form.fields and name not in form.errors:
            for text in found:
                form.add_error(name, text)


def above(message: str, wrong: int) -> str:
    """What stands above a form that comes back: how many places are marked below, each with its own sentence, which is
    not said twice; the refusal's ``message`` where none is."""
    return f"没有提交成功，有 {wrong} 处要改，已在下面标出" if wrong else message


def forget_errors(form: VerbForm) -> None:
    """A bound form that only keeps what was typed (after a conflict nothing was judged)."""
    form._errors = ErrorDict()  # type: ignore[attr-defined]  # Django judges when this is None
    form.cleaned_data = {}
