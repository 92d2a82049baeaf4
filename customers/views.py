"""The look-up page."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Person
from customers.policies import LOOKERS, Sight, sight_of
from customers.presentation import Shown, shown
from customers.selectors import Found, look_up


@require_safe
@login_required
def look_up_page(request: HttpRequest) -> HttpResponse:
    """``?q=``; htmx asks for the same address and gets the results alone."""
    actor = request.user
    if not isinstance(actor, Person) or not actor.access.has(*LOOKERS):
        raise PermissionDenied("只有座席、值班长和调度可以查询客户")
    text = request.GET.get("q", "")
    context: dict[str, object] = {"text": text.strip()[:200]}
    if text.strip():
        found = look_up(actor, text)
        sight = sight_of(actor)
        matches, guesses = (_rows(actor, rows, sight) for rows in (found.matches, found.guesses))
        masked = any(row["masked"] for row in matches + guesses)
        context |= {"found": found, "matches": matches, "guesses": guesses, "masked": masked}
    asked_by = getattr(request, "htmx", None)  # set by the middleware of django-htmx
    partial = asked_by and not asked_by.history_restore_request
    return render(request, "customers/_results.html" if partial else "customers/look_up.html", context)


def _rows(actor: Person, found: list[Found], sight: Sight) -> list[Shown]:
    return [{**shown(each.premises, actor, sight=sight), "why": each.why} for each in found]
