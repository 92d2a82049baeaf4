"""Two people on one order: who else has it open, and what they did while somebody was typing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from live import doorbell
from workorders.errors import NotVisible
from workorders.models import WorkOrder
from workorders.registry import registry
from workorders.selectors.conflicts import changes_since
from workorders.selectors.presence import order_seen, people_named
from workorders.services import presence as services
from workorders.views.page import page


@require_POST
@page
def presence(request: HttpRequest, actor: Person, number: str) -> HttpResponse:
    """A beat of an open order page; ``doing``: the verb whose form is being filled in; ``leave``: it was closed.
    Answers with the others."""
    order = seen(actor, number)
    if request.POST.get("leave"):
        services.leave(order, actor)
        doorbell.ring("presence", order.pk)
        return HttpResponse(status=204)
    verbs = registry[order.kind].by_name
    doing = request.POST.get("doing", "")
    if services.come(order, actor, doing if doing in verbs else ""):
        doorbell.ring("presence", order.pk)
    others = services.others_at(order, actor)
    people = [
        (person.placed, verbs[others[person.pk]].label if others[person.pk] in verbs else "")
        for person in people_named(others)
    ]
    return render(request, "workorders/_presence.html", {"people": people})


@require_safe
@page
def changes(request: HttpRequest, actor: Person, number: str) -> HttpResponse:
    """What others did since the version ``since``: one line above a form that is being filled in."""
    order = seen(actor, number)
    since = request.GET.get("since", "")
    known = since.isascii() and since.isdigit() and len(since) < 10
    found = changes_since(order, int(since), actor) if known and int(since) < order.version else []
    return render(request, "workorders/_news.html", {"changes": found, "order": order})


def seen(actor: Person, number: str) -> WorkOrder:
    order = order_seen(actor, number)
    if order is None:
        raise NotVisible("没有找到这张工单，或者它不在您的管辖范围内")
    return order
