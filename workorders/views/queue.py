"""The queue, the units it may be narrowed to, and the search box."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Person
from accounts.selectors import find_units
from workorders.models import Phase
from workorders.navigation import home_for
from workorders.registry import registry
from workorders.selectors.bulk import progress_of, unseen_run
from workorders.selectors.page import search as find_orders
from workorders.selectors.queue import CAP, Filters, listing, units_to_filter
from workorders.selectors.saved_views import COLUMNS, READY_MADE, Shelf, habit_of, opening_view, removed_view, shelf
from workorders.views.page import page, wants_part
from workorders.views.saved_views import link

SHOWN = 12  # units offered before anything is typed, and found at once


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where this person's work is."""
    person = request.user
    return redirect(home_for(person) if isinstance(person, Person) else "workorders:queue")


@require_safe
@page
def queue(request: HttpRequest, actor: Person) -> HttpResponse:
    """My work first, then the rest. htmx asks the same address and gets the list alone."""
    part = wants_part(request)
    habit = habit_of(actor)
    opening = None if request.GET or part else opening_view(actor, habit)
    if opening is not None:
        return HttpResponseRedirect(link(opening))
    filters = Filters.read(request.GET.dict())
    above = shelf(actor, filters, request.GET.get("view", ""), habit)
    found = listing(actor, filters, request.GET.get("after", ""))
    accepted = [business.code for business in registry if actor.access.has(*business.accept.roles)]
    context = {"listing": found, "filters": filters, "cap": CAP, "continued": bool(request.GET.get("after"))}
    context |= {"columns": above.columns, "may_accept": bool(accepted), "first_kind": next(iter(accepted), "")}
    if part:
        return render(request, "workorders/_list.html", context)
    return render(request, "workorders/queue.html", context | around(actor, filters, above, request))


def around(actor: Person, filters: Filters, above: Shelf, request: HttpRequest) -> dict[str, Any]:
    """What stands above the list: views, columns, filters, and what somebody left half done."""
    named = list(find_units("", actor.access.paths()).filter(pk=filters.unit)) if filters.unit else []
    run = unseen_run(actor)
    return {
        "shelf": above,
        "ready_made": READY_MADE,
        "all_columns": list(COLUMNS.items()),
        "offered": _offered(filters.kind),
        "units": units_to_filter(actor, SHOWN),
        "unit": next(iter(named), None),
        "sortable": filters.sort or not filters.newest_first,
        "removed": removed_view(actor, request.GET.get("removed", "")),
        "unseen": progress_of(run) if run else None,
        "too_short": request.GET.get("text", "").strip() if not filters.text else "",
    }


@cache
def _offered(kind: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """What the lists above the queue offer: (value, words); of states and clocks those of ``kind``, or of every type."""
    chosen = [business for business in registry if kind in ("", business.code)]
    return {
        "kinds": tuple((business.code, business.label) for business in registry),
        "phases": (("", "在办"), *Phase.choices, ("all", "全部")),
        "states": tuple((f"{b.code}.{name}", registry.state_name(b, name)) for b in chosen for name in b.state_labels),
        "clocks": tuple((f"{b.code}.{name}", registry.clock_name(b, name)) for b in chosen for name in b.clock_labels),
    }


@require_safe
@page
def units(request: HttpRequest, actor: Person) -> HttpResponse:
    """The units below mine that are called like this: by characters, pinyin or initials."""
    text = request.GET.get("q", "").strip()[:40]
    found = list(find_units(text.replace("\0", ""), actor.access.paths())[:SHOWN])
    context = {"units": found, "text": text, "filters": Filters()}
    return render(request, "workorders/_units.html", context)


@require_safe
@page
def search(request: HttpRequest, actor: Person) -> HttpResponse:
    """An order's number, its last six, a phone or a 户号. A single find opens at once."""
    text = request.GET.get("q", "").strip()[:100]
    found = find_orders(actor, text) if text else []
    if len(found) == 1:
        return HttpResponseRedirect(reverse("workorders:order", args=[found[0].number]))
    return render(request, "workorders/search.html", {"text": text, "orders": found})
