"""Call-backs due."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Person
from workorders.clocks.book import book
from workorders.errors import NotAllowed
from workorders.models import CallBack
from workorders.registry import registry
from workorders.selectors.callbacks_due import callbacks_for, calls_back
from workorders.selectors.clocks import owed_of
from workorders.selectors.masking import contact
from workorders.services.callbacks import windows
from workorders.views.page import page, wants_part


@require_safe
@page
def callbacks(request: HttpRequest, actor: Person) -> HttpResponse:
    if not calls_back(actor):
        raise NotAllowed("回访由座席和值班长进行，您没有这个角色")
    found = callbacks_for(actor, request.GET.get("after", ""))
    chips = owed_of([each.order for each in found.due])
    context = {
        "due": [row(actor, each, chips) for each in found.due],
        "later": [row(actor, each, {}) for each in found.later],
        "after": found.after,
        "continued": bool(request.GET.get("after")),
        "hours": closed_hours(found.due),
    }
    return render(
        request, "workorders/_callbacks.html" if wants_part(request) else "workorders/callbacks.html", context
    )


def row(actor: Person, each: CallBack, chips: dict[int, Any]) -> dict[str, Any]:
    attempts = sorted(each.attempts.all(), key=lambda attempt: attempt.number)
    return {
        "callback": each,
        "order": each.order,
        "label": registry[each.order.kind].label,
        "icon": registry[each.order.kind].icon,
        "contact": contact(actor, each.order),
        "attempts": attempts,
        "needed": each.order.profile.attempts,
        "chips": chips.get(each.order_id, []),
    }


def closed_hours(due: list[CallBack]) -> str:
    """When it is no time to call people: the hours in which it is. Empty inside them."""
    now = timezone.now()
    for each in due:
        hours = windows(each.order)
        if book().calendar.next_open(now, hours) > now:
            return "、".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in hours)
    return ""
