"""How pages draw icons, times and form fields."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from workorders.models import Attachment

register = template.Library()
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
WEEKDAYS = "一二三四五六日"
CHOSEN = {True: SafeString(" selected"), False: SafeString("")}
FEW = 6  # so many choices stand side by side instead of in a list to open


@register.simple_tag
@lru_cache(maxsize=512)  # a list draws a hundred of the same few
def icon(name: str, label: str = "") -> SafeString:
    """An outline from the sprite; with ``label`` it speaks, otherwise it is decoration."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}#{}"></use></svg>', spoken, static("icons.svg"), name)


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """14:05 today, 11-21 14:05 this year; the whole of it on hover."""
    if at is None:
        return ""
    local, today = timezone.localtime(at), timezone.localdate()
    if local.date() == today:
        text = f"{local:%H:%M}"
    else:
        text = f"{local:%m-%d %H:%M}" if local.year == today.year else f"{local:%Y-%m-%d %H:%M}"
    return format_html('<time class="num" datetime="{}" title="{}">{}</time>', local.isoformat(), full(at), text)


@register.filter
def stamp(text: str) -> SafeString | str:
    """A ``moment`` from how the log writes it."""
    return moment(datetime.fromisoformat(text)) if text else ""


@register.filter
def minute(at: datetime | None) -> str:
    """2026-11-22 14:05, for paper: nobody can hover there."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


@register.filter
def full(at: datetime | None) -> str:
    """2026-11-22 周日 14:05:09"""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{local:%Y-%m-%d} 周{WEEKDAYS[local.weekday()]} {local:%H:%M:%S}"


@register.filter
def epoch(at: datetime | None) -> str:
    """Milliseconds for the page's script."""
    return str(int(at.timestamp() * 1000)) if at else ""


@register.filter
def number(text: str) -> SafeString:
    """An order's number, its last six bold."""
    return format_html('<span class="order-number">{}<b>{}</b></span>', text[:-6], text[-6:])


@register.filter
def drawn_as(field: BoundField) -> str:
    """check, choices (few, side by side), select, file, area or line."""
    widget, kind = field.field.widget, field.field
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(kind, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        return "choices"
    if isinstance(kind, forms.ChoiceField) and not isinstance(kind, forms.ModelChoiceField):
        choices: Any = kind.choices
        named = [value for value, _ in choices if value != ""]
        return "choices" if 0 < len(named) <= FEW else "select"
    if isinstance(widget, forms.Select):
        return "select"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "area" if isinstance(widget, forms.Textarea) else "line"


@register.filter
def chosen_before(field: BoundField) -> str:
    """The name of a file that came with a form now refused: a page cannot put it into its field again."""
    came = field.data if field.form.is_bound and isinstance(field.field, forms.FileField) else None
    return getattr(came, "name", "")


@register.filter
def styled(field: BoundField, extra: str = "") -> SafeString:
    """The field's own control in the house's style."""
    shape = {"check": "form-check-input", "select": "form-select"}.get(drawn_as(field), "form-control")
    wrong = " is-invalid" if field.errors else ""
    attrs: dict[str, Any] = {"class": f"{shape}{wrong} {extra}".strip()}
    if drawn_as(field) == "line" and any(word in field.name for word in ("phone", "number", "master")):
        attrs["inputmode"] = "text"
        attrs["autocomplete"] = "off"
    return field.as_widget(attrs=attrs)


@register.filter
def options(field: BoundField) -> list[dict[str, Any]]:
    """The choices of a field drawn side by side."""
    kind: Any = field.field
    several = isinstance(kind, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
    value = field.value()
    chosen = (
        {str(getattr(each, "pk", each)) for each in value or []} if several else {"" if value is None else str(value)}
    )
    found = []
    meanings = getattr(kind, "meanings", {})
    for place, (each, label) in enumerate(kind.choices):
        raw = str(getattr(each, "value", each))
        if raw == "" and kind.required:
            continue
        meaning = meanings.get(raw)
        found.append(
            {
                "id": f"{field.auto_id}_{place}",
                "value": raw,
                "label": "不填" if label in ("—", "---------") else label,
                "chosen": raw in chosen,
                "type": "checkbox" if several else "radio",
                "means": meaning.words if meaning else "",
                "follows": json.dumps(meaning.follows) if meaning else "",
            }
        )
    return found


@register.simple_tag
@lru_cache(maxsize=256)  # of the same few a list draws a hundred with every page
def choices(pairs: tuple[tuple[str, str], ...], chosen: str = "") -> SafeString:
    """The options of a list to choose from: (value, words), one of them ``chosen``."""
    return format_html_join(
        "", '<option value="{}"{}>{}</option>', ((value, CHOSEN[value == chosen], words) for value, words in pairs)
    )


@register.filter
def pictures(files: Iterable[Attachment]) -> list[Attachment]:
    """The files a browser shows as a picture."""
    return [file for file in files if file.content_type in PICTURES and file.purged_at is None]


@register.filter
def papers(files: Iterable[Attachment]) -> list[Attachment]:
    """The others."""
    return [file for file in files if file.content_type not in PICTURES or file.purged_at is not None]


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    return mapping.get(key)


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: Any) -> str:
    """The page's own query with some parts changed; an empty value drops a part, and the page mark always goes."""
    query = context["request"].GET.copy()
    query.pop("after", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, "", False):
            query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def without(context: template.Context, name: str) -> str:
    """The page's own query without one part."""
    query = context["request"].GET.copy()
    for each in (name, "after"):
        query.pop(each, None)
    return f"?{query.urlencode()}"
