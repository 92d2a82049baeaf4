"""A clock, as every page draws it. Lists draw hundreds, so it is put together here in a tenth of a template's time."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from workorders.selectors.clocks import Chip
from workorders.templatetags.pages import epoch, icon

register = template.Library()


@register.filter
def chip(each: Chip | None) -> SafeString:
    """``each`` with its icon, its word and what is left of it; nothing for none. ``clocks.js`` counts it."""
    return mark_safe(_drawn(each) if each else "")  # noqa: S308  escaped below


@register.filter
def chips(several: Iterable[Chip]) -> SafeString:
    """One after another."""
    return mark_safe("".join(map(_drawn, several or ())))  # noqa: S308  escaped below


def _drawn(each: Chip) -> str:
    left = f' <b class="num chip-left">{each.text}</b>' if each.text else ""
    provisional = " <span>暂定</span>" if each.deadline.provisional else ""
    return (
        f'<span class="chip chip-{each.tone}"{_times(each)}>{icon(each.icon)}'
        f'<span class="chip-label">{escape(each.label)}</span> <span class="chip-word">{escape(each.word)}</span>'
        f"{left}{provisional}</span>"
    )


def _times(each: Chip) -> str:
    """What the script counts to."""
    if not each.counts:
        return ""
    warn = f' data-warn="{epoch(each.warn_at)}"' if each.warn_at else ""
    return f' data-due="{epoch(each.deadline.due_at)}"{warn}'
