"""How the desk hands data to its scripts."""

from __future__ import annotations

import json
from typing import Any

from django import template

register = template.Library()


@register.filter(name="json")
def as_json(value: Any) -> str:
    """For a ``data-`` attribute; the template escapes it."""
    return json.dumps(value, ensure_ascii=False)


@register.filter
def letters(found: str) -> str:
    """The initials of a pinyin key: what is quickest to type."""
    return found.split(" ")[-1] if found else ""
