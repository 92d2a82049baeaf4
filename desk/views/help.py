"""What helps the agent along: what is known of the place, what is said, what may be promised."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from customers.models import Call, Premises
from customers.selectors import hints_for
from customers.selectors.hints import Hint
from desk.selectors.caller import Links, caller_of, links_of
from desk.selectors.sheets import call_in, slot_of
from desk.sheet import Sheet, sheet_with
from desk.views.room import at_desk
from workorders.forms import AcceptForm, recorded
from workorders.models import WorkOrder
from workorders.registry import BusinessType, registry
from workorders.selectors.nearby import Nearby, nearby
from workorders.selectors.phrases import STEPS, lines
from workorders.selectors.words import described
from workorders.views.posted import plain
from workorders.views.taking import accepting_data, follow_ups, giving_away, reachable, saying

ALIKE = 5  # orders of the same matter shown


@require_POST
@at_desk
def matter(request: HttpRequest, actor: Person, business: BusinessType) -> HttpResponse:
    """The help, the caller and the place as they go with what the form says by now. Writes nothing."""
    typed = plain(request.POST, business.accept.form)
    chosen = request.POST.get("_chosen", "").split()
    call = call_in(actor, slot_of(request.POST.get("_slot", "")))
    spots = giving_away(business, actor, typed, call)
    if request.POST.get("_part") == "spots":
        return render(request, "workorders/_spots.html", {"spots": spots, "oob": True})
    place = reachable(actor, str(typed.get("premises") or ""))
    step = request.POST.get("_step", "")
    asked = step if step in dict(STEPS) else ""
    context = {
        # Where it goes follows the place until somebody says otherwise.
        "sheet": sheet_with(
            actor, business, {name: value for name, value in typed.items() if "-" not in name or name in chosen}, ""
        ),
        "place": place,
        "spots": spots,
        "caller": caller_of(actor, call, place, str(typed.get("contact_phones") or ""), links_for(business, typed)),
        **help_context(actor, business, place, typed, call, asked),
    }
    return render(request, "desk/_matter.html", context)


@require_safe
@at_desk
def caller(request: HttpRequest, actor: Person) -> HttpResponse:
    """The caller card alone, for the live page: ``slot`` the call, ``place`` the premises chosen, ``kind`` and
    ``secret`` what is being written beside it."""
    call = call_in(actor, slot_of(request.GET.get("slot", "")))
    place = reachable(actor, request.GET.get("place", ""))
    business = registry.get(request.GET.get("kind", ""))
    links = links_of(business, bool(request.GET.get("secret"))) if business else None
    return render(request, "desk/_caller.html", {"caller": caller_of(actor, call, place, links=links)})


@require_POST
@at_desk
def confirm(request: HttpRequest, actor: Person, business: BusinessType) -> HttpResponse:
    """确认内容: what would be written, in words to be read out; or what is still missing. Writes nothing."""
    typed = accepting_data(business, plain(request.POST, business.accept.form))
    form = business.accept.form(typed, request.FILES, order=None, actor=actor, detail=business.detail())
    missing = []
    assert isinstance(form, AcceptForm)
    if not form.is_valid():
        drawn = [each.name for each in Sheet(business, form, "").drawn]
        names = sorted(form.errors, key=lambda name: drawn.index(name) if name in drawn else len(drawn))
        missing = [(form.fields[name].label if name in form.fields else "", form.errors[name][0]) for name in names]
        return render(request, "desk/_confirm.html", {"missing": missing, "business": business})
    order = business.proxy(kind=business.code)
    form.describe(order, business.detail())
    data = form.cleaned_data
    words = {
        "title": order.title or data["content"][:40],
        "address": data["address"],
        "phones": "、".join(data["contact_phones"]),
        "name": data["contact_name"],
    }
    own = lines(business, f"confirming.{form.manner(typed)}", actor)
    said = [_fill(line, words) for line in own or lines(business, "confirming", actor)]
    context = {
        "business": business,
        "said": said,
        "data": data,
        "rows": described(business.code, business.accept.name, recorded(data)),
    }
    return render(request, "desk/_confirm.html", context)


def links_for(business: BusinessType, typed: Mapping[str, Any]) -> Links:
    return links_of(business, bool(business.accept.form.withheld(typed)))


def _fill(line: str, words: dict[str, str]) -> str:
    for name, value in words.items():
        line = line.replace(f"{{{name}}}", value)
    return line


def help_context(
    actor: Person,
    business: BusinessType,
    place: Premises | None,
    typed: Mapping[str, Any],
    call: Call | None,
    step: str = "",
    taken: WorkOrder | None = None,
) -> dict[str, Any]:
    """``typed``: what the form says by now. ``taken``: the order just made of it, which is no other report of the same
    fault, and whose own clocks are what was promised."""
    now = timezone.now()
    hints = hints_for(place, now) if place else []
    alike = nearby(business.code, place, now, apart_from=taken) if place and "merge" in business.by_name else Nearby()
    found = business.alike(actor, business.code, typed, place) if business.alike else WorkOrder.objects.none()
    return {
        "business": business,
        "hints": [(hint, _explained(actor, business, hint)) for hint in hints],
        "nearby": alike,
        "alike": list(found[:ALIKE]),
        "links": links_for(business, typed),
        "near_place": place,
        "seen_by": business.scripts.get("seen_by", ""),
        **saying(business, actor, place, typed, call, hints, step, taken),
    }


def _explained(actor: Person, business: BusinessType, hint: Hint) -> dict[str, str]:
    """Which drawer explains the hint, and what goes into it: the first follow-up that has words for the customer."""
    for verb in follow_ups(business, actor):
        if {"reason", "said"} <= set(verb.form.base_fields):
            fill = {f"{verb.name}-reason": hint.kind, f"{verb.name}-said": hint.text}
            return {"verb": verb.name, "label": verb.label, "fill": json.dumps(fill, ensure_ascii=False)}
    return {}
