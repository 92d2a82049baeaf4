"""回访台: the call-backs due, the order that is being called about, and its questions. One page, many calls."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from workorders.errors import GateError, Invalid, NotAllowed, NotVisible
from workorders.models import CallBack
from workorders.registry import registry
from workorders.selectors.callbacks_due import (
    CAP,
    CallBacks,
    callbacks_for,
    calling_hours,
    calls_back,
    following,
    hours_of,
    made_today,
    open_round_of,
    opening,
)
from workorders.selectors.clocks import owed_of
from workorders.selectors.conflicts import changes_since
from workorders.selectors.masking import contact
from workorders.selectors.page import order_by_number
from workorders.selectors.timeline import steps_of
from workorders.services import drafts, perform
from workorders.services.gate import Outcome
from workorders.views.callback_desk import VERBS, about, calling, desk, gone, look_for
from workorders.views.page import page, wants_part
from workorders.views.posted import key_of, plain, version_seen

LOOKED = "回访"  # why the agent looks


@require_safe
@page
def callbacks(request: HttpRequest, actor: Person) -> HttpResponse:
    """``order``: the number of the one to call about; else the first due that nobody else is calling about. htmx
    gets the list (#callback-list), the order (#call), or what is known of it now (#callee, with the version ``seen``)."""
    demand_caller(actor)
    target = request.htmx.target if wants_part(request) else ""  # type: ignore[attr-defined]
    number = request.GET.get("order", "")
    if target == "callee":
        return callee(request, actor, number)
    found = callbacks_for(actor, request.GET.get("after", ""))
    if target == "callback-list":
        return render(request, "workorders/_callbacks.html", listed(request, actor, found, number))
    chosen = open_round_of(actor, number) if number else first_free(actor, found)
    context = desk(actor, chosen) if chosen else {}
    if number and chosen is None:
        context = gone(actor, number)
    context |= listed(request, actor, found, number or (chosen.order.number if chosen else ""))
    return render(request, "workorders/_call.html" if target == "call" else "workorders/callbacks.html", context)


@require_POST
@page
def record(request: HttpRequest, actor: Person, number: str) -> HttpResponse:
    """Write what came of the call, and go on with the next one. Refused, everything stays as it was filled in."""
    demand_caller(actor)
    order = order_by_number(actor, number)
    if order is None:
        raise NotVisible("这张工单已经由别人办完，没有再登记。您填的内容还在，按 j 看下一张")
    name = VERBS[request.POST.get("_verb") == "give_up"]
    verb = registry[order.kind].by_name[name]
    if request.POST.get("_discard"):
        drafts.discard(actor, f"{order.kind}.{name}", order)
        return HttpResponseRedirect(f"{reverse('workorders:callbacks')}?order={number}")
    typed = plain(request.POST, verb.form)
    try:
        with drafts.submitted(actor, f"{order.kind}.{name}", typed, order):
            outcome = perform(order.pk, name, actor, typed, key=key_of(request), version=version_seen(request.POST))
    except GateError as error:
        if error.status not in (409, 422):
            raise
        return again(request, actor, number, error)
    calling.leave(order.pk, actor)
    said = told(outcome)
    if not wants_part(request):
        messages.success(request, said)
        return HttpResponseRedirect(reverse("workorders:callbacks"))
    found = callbacks_for(actor)
    chosen = following(actor, order, set(calling.others([each.order_id for each in found.due], actor)))
    context = {**(desk(actor, chosen) if chosen else {}), "said": said, "swapped": True}
    at = chosen.order.number if chosen else ""
    answer = render(request, "workorders/_call.html", context | listed(request, actor, found, at))
    answer["HX-Push-Url"] = f"{reverse('workorders:callbacks')}{f'?order={at}' if at else ''}"
    return answer


@require_POST
@page
def look(request: HttpRequest, actor: Person, number: str) -> HttpResponse:
    """Who the customer is, where that is kept apart: for this call, and on record. What is filled in stays."""
    demand_caller(actor)
    chosen = open_round_of(actor, number)
    order = order_by_number(actor, number) if chosen else None
    verb = look_for(actor, order) if order else None
    if chosen is None or order is None or verb is None:
        raise NotVisible("没有可以查看的来电人身份，请刷新本页")
    outcome = perform(order.pk, verb.name, actor, {"reason": LOOKED}, key=key_of(request))
    revealed = "" if outcome.replayed else verb.reveals
    if not wants_part(request):
        found = callbacks_for(actor)
        context = desk(actor, chosen, revealed=revealed) | listed(request, actor, found, number)
        return render(request, "workorders/callbacks.html", context)
    order = order_by_number(actor, number)
    assert order is not None
    context = about(actor, order, steps_of(order), revealed) | {"version": order.version, "looked": True}
    context["gives_up"] = chosen.attempts_made >= order.profile.attempts
    return render(request, "workorders/_callee.html", context)


@require_POST
@page
def hold(request: HttpRequest, actor: Person, number: str) -> HttpResponse:
    """The page is still open on the order (or, with ``leave``, no longer)."""
    demand_caller(actor)
    chosen = open_round_of(actor, number)
    if chosen is not None:
        if request.POST.get("leave"):
            calling.leave(chosen.order_id, actor)
        else:
            calling.take(chosen.order_id, actor)
    return HttpResponse(status=204)


def again(request: HttpRequest, actor: Person, number: str, error: GateError) -> HttpResponse:
    chosen = open_round_of(actor, number)
    if chosen is None:
        raise NotVisible(
            error.message
            if isinstance(error, Invalid)
            else "这张工单已经由别人办完，没有再登记。您填的内容还在，按 j 看下一张"
        )
    found = callbacks_for(actor)
    context = desk(actor, chosen, request, error) | {"swapped": True} | listed(request, actor, found, number)
    template = "workorders/_call.html" if wants_part(request) else "workorders/callbacks.html"
    return render(request, template, context, status=error.status)


def callee(request: HttpRequest, actor: Person, number: str) -> HttpResponse:
    """The order as it is now, beside a form that stays as it is."""
    chosen = open_round_of(actor, number)
    order = order_by_number(actor, number) if chosen else None
    if chosen is None or order is None:
        return render(request, "workorders/_callee.html", gone(actor, number))
    seen = request.GET.get("seen", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else order.version
    holder = calling.take(order.pk, actor)
    context = about(actor, order, steps_of(order)) | {"holder": holder.name if holder else "", "version": version}
    if order.version > version:
        context["moves"] = changes_since(order, version, actor)
    return render(request, "workorders/_callee.html", context)


def demand_caller(actor: Person) -> None:
    if not calls_back(actor):
        raise NotAllowed("回访由座席和值班长进行，您没有这个角色")


def first_free(actor: Person, found: CallBacks) -> CallBack | None:
    """The first due whom nobody else is calling; it is theirs from here."""
    for each in found.due:
        if calling.take(each.order_id, actor) is None:
            return each
    return None


def told(outcome: Outcome) -> str:
    """What was written, in one sentence."""
    order = outcome.order
    if outcome.replayed:
        return f"{order.number} 已经登记过，没有重复登记"
    state = registry[order.kind].state_labels[order.state]
    waiting = order.callbacks.filter(state=CallBack.State.OPEN).first()
    if waiting is not None:
        return f"{order.number} 没有接通，已登记第 {waiting.attempts_made} 次回访"
    return f"{order.number} 回访已登记，工单现在是「{state}」"


def listed(request: HttpRequest, actor: Person, found: CallBacks, number: str) -> dict[str, Any]:
    """What the list shows; ``number``: the order that is open beside it."""
    chips = owed_of([each.order for each in found.due])
    others = calling.others([each.order_id for each in [*found.due, *found.later]], actor)

    def row(each: CallBack) -> dict[str, Any]:
        return {
            "callback": each,
            "order": each.order,
            "label": registry[each.order.kind].label,
            "icon": registry[each.order.kind].icon,
            "contact": contact(actor, each.order),
            "last": max(each.attempts.all(), key=lambda attempt: attempt.number, default=None),
            "needed": each.order.profile.attempts,
            "chips": chips.get(each.order_id, []),
            "by": others.get(each.order_id, ""),
        }

    return {
        "due": [row(each) for each in found.due],
        "later": [row(each) for each in found.later],
        "waiting": f"{CAP}+" if found.waiting > CAP else str(found.waiting),
        "after": found.after,
        "continued": bool(request.GET.get("after")),
        "at": number,
        "today": made_today(actor),
        **closed_hours(actor, found),
    }


def closed_hours(actor: Person, found: CallBacks) -> dict[str, Any]:
    """When it is no time to call people: until when, and the hours in which it is. Empty inside them."""
    if found.due:
        return {}
    hours = calling_hours(found.later[0].order) if found.later else hours_of(actor)
    until = opening(hours)
    return (
        {"shut": "、".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in hours), "shut_until": until} if until else {}
    )
