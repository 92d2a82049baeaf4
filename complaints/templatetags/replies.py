"""How a refused reply shows where it was refused, also where no script runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from complaints.forms.reply import one_break

register = template.Library()
Found = Mapping[str, Any]


@register.filter
def summed(findings: Sequence[Found]) -> str:
    """2 处阻断，1 处提醒"""
    counts: dict[str, int] = {}
    for each in findings:
        counts[each["severity_label"]] = counts.get(each["severity_label"], 0) + 1
    return "，".join(f"{count} 处{label}" for label, count in counts.items())


@register.filter
def marked(field: BoundField, findings: Sequence[Found]) -> SafeString | str:
    """The field's text with the spans found in it marked, of several over each other the shortest; empty where none has
    a place."""
    spans = [each for each in findings if each["field"] == field.name and each["end"]]
    if not spans:
        return ""
    text = one_break(str(field.value() or "")).strip()  # as the gate read it
    edges = sorted({0, len(text), *(each["start"] for each in spans), *(each["end"] for each in spans)})
    pieces = []
    for start, end in pairwise(edges):
        over = [each for each in spans if each["start"] <= start < each["end"]]
        shortest = min(over, key=lambda each: each["end"] - each["start"], default=None)
        pieces.append((_mark(text[start:end], shortest) if shortest else format_html("{}", text[start:end]),))
    return format_html_join("", "{}", pieces)


def _mark(words: str, found: Found) -> SafeString:
    note = f"{found['severity_label']}：{found['message']}"
    return format_html('<mark class="mark-{}" title="{}">{}</mark>', found["severity"], note, words)
