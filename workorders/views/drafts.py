"""Keeping and dropping what was typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Person
from workorders.errors import GateError
from workorders.services import drafts as services
from workorders.views.page import page
from workorders.views.posted import plain


@require_POST
@page
def drafts(request: HttpRequest, actor: Person) -> HttpResponse:
    """``_form``, ``_order`` (its number) and the fields: kept. With ``_discard`` the draft goes, and the form opens empty."""
    name, number = request.POST.get("_form", ""), request.POST.get("_order", "")
    if request.POST.get("_discard"):
        services.discard_by_number(actor, name, number)
        kind, _, verb = name.partition(".")
        if number:
            return HttpResponseRedirect(reverse("workorders:verb", args=[number, verb]))
        return HttpResponseRedirect(reverse("workorders:new", args=[kind]))
    asked = services.verb_named(name)
    try:
        kept = services.keep(actor, name, plain(request.POST, asked.form) if asked else {}, number)
    except GateError as error:
        return JsonResponse(error.body(), status=error.status)
    return JsonResponse({"kept_at": f"{timezone.localtime(kept.updated_at):%H:%M}" if kept else ""})
