"""What every page of people at work has: someone signed in, and the gate's refusals in plain words."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.actor import actor_of
from accounts.models import Person
from workorders.errors import GateError

View = Callable[..., HttpResponseBase]


def page(view: View) -> View:
    """Calls ``view(request, actor, …)`` for whoever is signed in; a ``GateError`` it raises becomes an error page."""

    @wraps(view)
    @never_cache
    @login_required
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = actor_of(request)
        try:
            return view(request, actor, *args, **kwargs)
        except GateError as error:
            return refuse(request, error)

    return answer


def refuse(request: HttpRequest, error: GateError) -> HttpResponse:
    """The error's page, with its status; for htmx the sentence alone."""
    if wants_part(request):
        return render(request, "workorders/_refused.html", {"message": error.message}, status=error.status)
    template = {403: "403.html", 404: "404.html"}.get(error.status, "400.html")
    return render(request, template, {"message": error.message}, status=error.status)


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for the part alone."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.history_restore_request


__all__ = ["Person", "page", "refuse", "wants_part"]
