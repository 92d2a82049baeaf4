"""How a refused reply shows where it was refused, also where no script runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """The field's text with the spans found in it marked; empty where none has a place."""
    spans = sorted(((each["start"], each["end"], each) for each in findings if each["field"] == field.name and each["end"]), key=lambda span: span[:2])
    if not spans:
        return ""
    text = one_break(str(field.value() or "")).strip()  # as the gate read it
    pieces: list[tuple[SafeString]] = []
    done = 0
    for start, end, each in spans:
        if start < done:
            continue  # inside one already marked
        note = f"{each['severity_label']}：{each['message']}"
        mark = format_html('<mark class="mark-{}" title="{}">{}</mark>', each["severity"], note, text[start:end])
        pieces += [(format_html("{}", text[done:start]),), (mark,)]
        done = end
    return format_html_join("", "{}", [*pieces, (format_html("{}", text[done:]),)])
