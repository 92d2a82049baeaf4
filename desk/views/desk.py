"""The desk itself: one page for a whole shift."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Person
from desk.selectors.line import line_of
from desk.views.room import at_desk, kinds_for
from desk.views.sheet import context, opened
from workorders.registry import registry


@require_safe
@at_desk
def desk(request: HttpRequest, actor: Person) -> HttpResponse:
    """``?kind=`` chooses the tab, ``?slot=`` a form begun on an earlier call."""
    kinds = kinds_for(actor)
    asked = registry.get(request.GET.get("kind", ""))
    business = asked if asked in kinds else kinds[0]
    assert business is not None
    made = opened(actor, business, None)
    return render(request, "desk/desk.html", {"line": line_of(actor), **context(actor, made)})
