"""The order on paper: A4, 工单 as they are filed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Person
from workorders.selectors import page as read
from workorders.selectors.timeline import steps_of
from workorders.views.order import found, parts
from workorders.views.page import page


@require_safe
@page
def sheet(request: HttpRequest, actor: Person, number: str) -> HttpResponse:
    """What the order page shows, as far as this person may see it, laid out for printing and filing."""
    order = found(actor, number)
    context = parts(actor, order, read.detail_of(order), steps_of(order), revealed="")
    for part in ("told", "callbacks", "returns"):
        context[part] = context[part][::-1]  # on paper a story begins at its beginning
    return render(request, "workorders/sheet.html", context)
