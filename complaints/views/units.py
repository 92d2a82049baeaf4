"""The look-up of units a case may be about, while typing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Person, Unit
from accounts.selectors import find_units
from complaints.forms.unit_field import ACCEPTING, UPPER
from workorders.errors import NotAllowed
from workorders.views.page import page

SHOWN = 12


@require_safe
@page
def units(request: HttpRequest, actor: Person) -> HttpResponse:
    """``?q=cd``: the units below the actor's centre that are called so, as options; the upper ones while nothing is typed."""
    if not actor.access.has(*ACCEPTING):
        raise NotAllowed("您的角色不受理投诉")
    text = request.GET.get("q", "").strip()[:40].replace("\0", "")
    found = find_units(text, actor.access.paths(*ACCEPTING)).exclude(kind=Unit.Kind.CENTRE).select_related("parent")
    if not text:
        found = found.filter(kind__in=UPPER).order_by("path")
    return render(request, "complaints/_units.html", {"found": found[:SHOWN], "text": text})
