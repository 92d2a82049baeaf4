"""The look-up of places while typing: address, 户号, name, number, or a few letters."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.models import Person
from customers.policies import sight_of
from customers.presentation import shown
from customers.selectors import Found, look_up
from desk.selectors.caller import filling
from desk.views.room import at_desk

LIMIT = 8


@require_POST
@at_desk
def places(request: HttpRequest, actor: Person) -> HttpResponse:
    """``q``: what was typed. A POST, because addresses and names do not belong into logs."""
    text = request.POST.get("q", "").strip()
    found = look_up(actor, text, limit=LIMIT) if len(text) > 1 else None
    sight = sight_of(actor)

    def row(each: Found) -> dict[str, object]:
        return {
            **shown(each.premises, actor, sight=sight),
            "why": each.why,
            "fill": filling(each.premises, actor, sight),
        }

    matches = [row(each) for each in found.matches] if found else []
    guesses = [row(each) for each in found.guesses][: LIMIT - len(matches)] if found else []
    return render(request, "desk/_places.html", {"matches": matches, "guesses": guesses, "found": found})
