"""Taking a call: look the customer up, see what is known, write the order down, send it on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from customers.phones import normalise
from customers.policies import sight_of
from customers.selectors import Found, caller_card, look_up, open_call_of
from workorders.errors import GateError, NotAllowed, NotVisible
from workorders.forms import AcceptForm, KeyField
from workorders.navigation import accepted_by
from workorders.registry import BusinessType, Verb, registry
from workorders.selectors.phrases import STEPS
from workorders.services import drafts
from workorders.services.taking import Following, FollowUpRefused
from workorders.views.order import go
from workorders.views.page import page, wants_part
from workorders.views.posted import above, key_of, new_key, plain, show_errors
from workorders.views.taking import (
    call_of,
    follow_ups,
    following_data,
    form_with,
    giving_away,
    matter,
    reachable,
    rows,
    saying,
    take_typed,
    thens,
)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new(request: HttpRequest, actor: Person, kind: str) -> HttpResponse:
    """One form with three kinds of buttons: look up, choose a find, accept. Only the last writes anything."""
    business = registry.get(kind)
    if business is None:
        raise NotVisible("没有这种业务")
    if not actor.access.has(*business.accept.roles):
        raise NotAllowed(f"您的角色不能受理{business.label}")
    if request.method != "POST":
        return blank(request, actor, business)
    if "_choose" in request.POST:
        return choose(request, actor, business)
    if request.POST.get("_do") in ("find", "matter", "spots"):
        return look(request, actor, business)
    return submit(request, actor, business)


def blank(request: HttpRequest, actor: Person, business: BusinessType) -> HttpResponse:
    """The empty form, or the draft; with a call on the line, its number and who that may be."""
    draft = drafts.kept(actor, f"{business.code}.accept")
    initial: dict[str, Any] = dict(draft.data) if draft else {}
    call = open_call_of(actor)
    finds: list[Found] = []
    if call is not None:
        initial = {**initial, "call": call.call_id}
        initial.setdefault("contact_phones", call.caller)
        finds = caller_card(actor, call).found
    else:
        initial.pop("call", None)
    context = page_context(actor, business, form_with(actor, business, initial), initial)
    context |= {"draft": draft, "call": call, "matches": rows(actor, finds)}
    return render(request, "workorders/new.html", context)


def look(request: HttpRequest, actor: Person, business: BusinessType) -> HttpResponse:
    """What the look-up box finds, or what is known of the place and numbers entered so far."""
    typed = plain(request.POST, business.accept.form)
    text = request.POST.get("_find", "").strip()
    part = wants_part(request)
    if part and request.POST.get("_do") == "spots":
        spots = giving_away(business, actor, typed, call_of(actor, typed))
        return render(request, "workorders/_spots.html", {"spots": spots})
    if part and request.POST.get("_do") == "matter":
        step = request.POST.get("_step", "")
        return render(
            request, "workorders/_known.html", known(actor, business, typed, step if step in dict(STEPS) else "")
        )
    found = look_up(actor, text, limit=8) if text else None
    finds: dict[str, Any] = {"text": text, "found": found}
    if found is not None:
        finds |= {"matches": rows(actor, found.matches), "guesses": rows(actor, found.guesses)}
    if part:
        return render(request, "workorders/_found.html", finds)
    context = page_context(actor, business, form_with(actor, business, typed), typed)
    return render(request, "workorders/new.html", context | finds | {"key": key_of(request) or new_key()})


def choose(request: HttpRequest, actor: Person, business: BusinessType) -> HttpResponse:
    """Fill in the place chosen, and the contact as far as the agent may see it (on the line, they may); everything
    else stays as typed."""
    typed = plain(request.POST, business.accept.form)
    chosen = reachable(actor, request.POST["_choose"])
    if chosen is None:
        raise NotVisible("没有找到这个用电地址，请重新查询客户")
    numbers = [phone.number for phone in chosen.customer.phones.all()]
    asked = [number for number in normalise(request.POST.get("_find", "")) if number in numbers]
    for verb in follow_ups(business, actor):  # where it goes, goes with the place
        typed = {name: value for name, value in typed.items() if not name.startswith(f"{verb.name}-")}
    typed |= {"premises": chosen.pk, "address": chosen.address, "area_class": chosen.area_class}
    if sight_of(actor).of(chosen) == (True, True):
        typed["contact_name"] = chosen.customer.name
        asked = asked or numbers
    typed["contact_phones"] = typed.get("contact_phones") or "、".join(asked)
    context = page_context(actor, business, form_with(actor, business, typed), typed)
    context |= {"key": key_of(request) or new_key(), "chosen": True}
    return render(request, "workorders/_intake.html" if wants_part(request) else "workorders/new.html", context)


def submit(request: HttpRequest, actor: Person, business: BusinessType) -> HttpResponse:
    """Accept, and do at once what ordinarily follows if its button was pressed: both, or neither. Another follow-up asks
    for what is not on this page: its form opens, for the order that is there by then."""
    typed = plain(request.POST, business.accept.form)
    asked = next((verb for verb in follow_ups(business, actor) if verb.name == request.POST.get("_then")), None)
    at_once = asked is not None and asked is follow_ups(business, actor)[0]
    following = Following(asked, following_data(asked, typed)) if asked and at_once else Following()
    try:
        taken = take_typed(request, actor, business, typed, following, f"{business.code}.accept")
    except FollowUpRefused as refused:
        return back(request, actor, business, typed, refused.error, then=refused.verb)
    except GateError as error:
        return back(request, actor, business, typed, error)
    order = taken.order
    again = "（这次提交已经登记过，没有重复建单）" if taken.replayed else ""
    messages.success(request, f"已受理，工单编号 {order.number}{again}")
    if asked and at_once:
        messages.success(request, f"{asked.label}已登记，现由 {order.unit} 处理")
    elif asked and order.state == business.initial:  # not on a second click, when the first has sent it on
        return go(request, reverse("workorders:verb", args=[order.number, asked.name]))
    return go(request, reverse("workorders:order", args=[order.number]))


def back(
    request: HttpRequest,
    actor: Person,
    business: BusinessType,
    typed: dict[str, Any],
    error: GateError,
    then: Verb | None = None,
) -> HttpResponse:
    """The form with everything that was typed, and what is to be put right; ``then``: the follow-up that was refused."""
    if error.status not in (409, 422):
        raise error
    form = form_with(actor, business, typed)
    if then is None:
        form = business.accept.form(typed, request.FILES, order=None, actor=actor, detail=business.detail())  # type: ignore[assignment]
        show_errors(form, error)
    context = page_context(actor, business, form, typed, error if then else None)
    wrong = [each for _title, fields in context["sections"] for each in fields if each.errors]
    context |= {"error": above(error.message, len(wrong)), "key": key_of(request) or new_key()}
    part = "workorders/_intake.html" if wants_part(request) else "workorders/new.html"
    return render(request, part, context, status=error.status)


def page_context(
    actor: Person, business: BusinessType, form: AcceptForm, typed: dict[str, Any], refused: GateError | None = None
) -> dict[str, Any]:
    """``refused``: why what was to follow could not."""
    there = known(actor, business, typed)
    following = thens(actor, business, typed, there["place"])
    if refused:
        following[0].refuse(refused)
    return {
        "business": business,
        "kinds": accepted_by(actor),
        "form": form,
        "sections": sections(business, form, following[0].fields if following else []),
        "seen_by": business.scripts.get("seen_by", ""),
        "follow_ups": [then.verb for then in following],
        "key": new_key(),
        **there,
    }


def known(actor: Person, business: BusinessType, typed: dict[str, Any], step: str = "") -> dict[str, Any]:
    """What is known, what may be said, and what says too much, as things stand in the form."""
    found, call = matter(actor, typed), call_of(actor, typed)
    spots = giving_away(business, actor, typed, call)
    return found | saying(business, actor, found["place"], typed, call, found["hints"], step) | {"spots": spots}


def sections(
    business: BusinessType, form: AcceptForm, then: Sequence[BoundField] = ()
) -> list[tuple[str, list[BoundField]]]:
    """The form in the order of a conversation: what, where, who, the trade's own questions; or as the type puts them.
    ``then``: what the ordinary follow-up asks, which is where the order goes."""
    common = set(AcceptForm.base_fields)
    apart = {*form.FIRST, *form.WHERE, *form.SOURCE}
    own = [name for name in form.fields if name not in common and name not in apart]
    leading = [name for name in own if isinstance(form.fields[name], KeyField)] if form.FIRST else []
    named = {
        "first": ("分类", [*leading, *form.FIRST]),
        "content": ("诉求", ["content", "urgency"]),
        "where": ("地点", ["address", "area_class", *form.WHERE]),
        "who": ("联系", ["contact_name", "contact_phones"]),
        "rest": (f"{business.label}信息", [name for name in own if name not in leading]),
        "source": ("来源", list(form.SOURCE)),
    }
    parts = form.PARTS if form.FIRST else ("content", "where", "who", "rest")
    return [
        (title, [form[name] for name in names if name in form.fields] + list(then if part == "where" else ()))
        for part, (title, names) in ((part, named[part]) for part in (*parts, "source") if part in named)
    ]
