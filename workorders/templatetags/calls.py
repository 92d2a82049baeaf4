"""How the call-back desk draws its questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django import template
from django.forms import BoundField
from django.utils import timezone

from workorders.templatetags.pages import options

register = template.Library()


@register.filter
def answers(field: BoundField) -> list[dict[str, Any]]:
    """What may be answered; leaving it open is no answer."""
    return [option for option in options(field) if option["value"] != ""]


@register.filter
def answer_groups(
    field: BoundField, groups: Sequence[tuple[str, Sequence[str]]]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The answers below the titles of ``groups``, numbered through; all below none where there are no groups."""
    found = answers(field)
    by_value = {option["value"]: option for option in found}
    titled = [(title, [by_value[code] for code in codes if code in by_value]) for title, codes in groups]
    numbers = count(1)
    return [
        (title, [{**option, "number": next(numbers)} for option in options])
        for title, options in titled or [("", found)]
    ]


@register.filter
def spoken_time(at: datetime) -> str:
    """16:05 today, else 11-25 08:00: for sentences a script puts together."""
    local = timezone.localtime(at)
    return f"{local:%H:%M}" if local.date() == timezone.localdate() else f"{local:%m-%d %H:%M}"


@register.filter
def span(length: timedelta) -> str:
    """2 小时, 90 分钟"""
    minutes = int(length.total_seconds() // 60)
    return f"{minutes} 分钟" if minutes % 60 else f"{minutes // 60} 小时"


@register.filter
def read_out(number: str) -> str:
    """138 1234 5678, as a number is read out; anything that is not a whole mobile number stays."""
    if len(number) == 11 and number[0] == "1" and number.isascii():
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    return number
