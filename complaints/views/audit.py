"""省审核台: what waits, the case that is open, and its decision. One page, a sitting of many cases."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from complaints.selectors.audit import (
    CAP,
    PILES,
    Waiting,
    audits,
    counts,
    decided_today,
    following,
    kinds_for,
    waiting,
)
from complaints.views.audit_desk import WORDS, Where, about, auditing, desk, gone, opened, says_no
from workorders.errors import GateError, NotAllowed, NotVisible
from workorders.models import WorkOrder
from workorders.registry import registry
from workorders.selectors.conflicts import changes_since
from workorders.selectors.keyset import BY_CLOCK
from workorders.selectors.page import order_by_number
from workorders.services import drafts, perform
from workorders.services.gate import Outcome
from workorders.views.page import page, wants_part
from workorders.views.panel import filled_in
from workorders.views.posted import key_of, plain


@require_safe
@page
def audit(request: HttpRequest, actor: Person) -> HttpResponse:
    """``order``: the number of the case to open; else the first nobody else has. htmx gets the list (#audit-list), the
    case with its decision (#audit), or the case as it is now (#audit-case, with the version ``seen``)."""
    demand_auditor(actor)
    where, number = Where.read(request.GET, actor), request.GET.get("order", "")
    target = request.htmx.target if wants_part(request) else ""  # type: ignore[attr-defined]
    if target == "audit-case":
        return case(request, actor, where, number)
    found = waiting(actor, where.pile, where.kind, where.after)
    if target == "audit-list":
        return render(request, "complaints/audit/_list.html", listed(actor, where, found, number))
    one = opened(actor, where.pile, number or first_free(actor, where, found))
    if one is not None and not one.over:
        context = desk(actor, where, one)
    else:
        context = gone(actor, one, number) if number else {}
    context |= listed(actor, where, found, number or (one.order.number if one else ""))
    return render(request, "complaints/audit/_desk.html" if target == "audit" else "complaints/audit/page.html", context)


@require_POST
@page
def decide(request: HttpRequest, actor: Person, number: str) -> HttpResponse:
    """Decide the case, or put it aside (``_skip``), and go on with the next. Refused, everything stays as filled in."""
    demand_auditor(actor)
    where = Where.read(request.POST, actor, "_")
    one = opened(actor, where.pile, number)
    if one is None:
        raise NotVisible("没有找到这张工单，或者它已不在您的管辖范围内，没有登记。按 j 看下一张")
    order, name = one.order, request.POST.get("_verb", "")
    if request.POST.get("_skip"):
        auditing.put_aside(order.pk, actor)
        return onwards(request, actor, where, order, f"{order.number} 先放一放，别的办完再给您")
    verb = registry[order.kind].by_name.get(name) if name in where.pile.verbs else None
    if verb is None:
        raise NotVisible("审核台没有这个操作")
    if request.POST.get("_discard"):
        drafts.discard(actor, f"{order.kind}.{name}", order)
        return HttpResponseRedirect(where.address(order=number))
    version = request.POST.get("_version", "")[:9]
    try:
        outcome = perform(
            order.pk,
            name,
            actor,
            plain(request.POST, verb.form),
            key=key_of(request),
            version=int(version) if version.isascii() and version.isdigit() else None,
        )
    except GateError as error:
        if error.status not in (409, 422):
            raise
        return again(request, actor, where, order, error)
    drafts.discard(actor, f"{order.kind}.{name}", order)
    auditing.leave(order.pk, actor)
    return onwards(request, actor, where, order, told(where, outcome, says_no(request.POST)))


@require_POST
@page
def hold(request: HttpRequest, actor: Person, number: str) -> HttpResponse:
    """The page is still open on the case (or, with ``leave``, no longer)."""
    demand_auditor(actor)
    order = order_by_number(actor, number)
    if order is not None:
        if request.POST.get("leave"):
            auditing.leave(order.pk, actor)
        else:
            auditing.take(order.pk, actor)
    return HttpResponse(status=204)


def demand_auditor(actor: Person) -> None:
    if not audits(actor):
        raise NotAllowed("回复由省审核人员审核，您没有这个角色")


def case(request: HttpRequest, actor: Person, where: Where, number: str) -> HttpResponse:
    """The case as it is now, above a decision that stays as it is."""
    one = opened(actor, where.pile, number)
    if one is None or one.over:
        return render(request, "complaints/audit/_case.html", gone(actor, one, number))
    seen = request.GET.get("seen", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else one.order.version
    holder = auditing.take(one.order.pk, actor)
    context = about(actor, one) | {"where": where, "holder": holder.name if holder else "", "version": version}
    if one.order.version > version:
        context["moves"] = changes_since(one.order, version, actor)
    return render(request, "complaints/audit/_case.html", context)


def first_free(actor: Person, where: Where, found: Waiting) -> str:
    """The number of the first that nobody else has, and that was not put aside; empty when nothing waits."""
    taken = set(auditing.others([order.pk for order in found.orders], actor))
    aside = auditing.aside(actor)
    for order in found.orders:
        if order.pk not in taken and order.pk not in aside:
            return str(order.number)
    return following(actor, where.pile, where.kind, None, taken, aside) if found.orders else ""


def onwards(
    request: HttpRequest,
    actor: Person,
    where: Where,
    order: WorkOrder,
    said: str,
    lost: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    """The next case after ``order`` as it stood, in the same answer; without a script, the desk again. ``lost``: what
    was filled in for a case that somebody else decided meanwhile."""
    if not wants_part(request):
        messages.add_message(request, messages.WARNING if lost is not None else messages.SUCCESS, said)
        return HttpResponseRedirect(where.here)
    found = waiting(actor, where.pile, where.kind, where.after)
    taken = set(auditing.others([each.pk for each in found.orders], actor))
    number = following(actor, where.pile, where.kind, order, taken, auditing.aside(actor))
    for after in (BY_CLOCK.mark(order), ""):  # it may stand on another page of the list
        if not number or number in {each.number for each in found.orders}:
            break
        where = Where(where.pile, where.kind, after)
        found = waiting(actor, where.pile, where.kind, after)
    one = opened(actor, where.pile, number)
    context = desk(actor, where, one) if one is not None and not one.over else {}
    context |= {"said": said, "lost": lost, "swapped": True} | listed(actor, where, found, number)
    answer = render(request, "complaints/audit/_desk.html", context, status=200 if lost is None else 409)
    answer["HX-Push-Url"] = where.address(order=number)
    return answer


def again(request: HttpRequest, actor: Person, where: Where, before: WorkOrder, error: GateError) -> HttpResponse:
    """Refused: the form as it was filled in; or, where somebody else was faster, on with the next."""
    one = opened(actor, where.pile, before.number)
    if one is None or one.over:
        verb = registry[before.kind].by_name[request.POST["_verb"]]
        form = verb.form(plain(request.POST, verb.form), order=before, actor=actor, detail=one.detail if one else None)
        said = gone(actor, one, before.number)["gone"]
        return onwards(request, actor, where, before, f"{before.number} 没有登记：{said}", filled_in(form))
    found = waiting(actor, where.pile, where.kind, where.after)
    context = desk(actor, where, one, request, error) | {"swapped": True} | listed(actor, where, found, before.number)
    template = "complaints/audit/_desk.html" if wants_part(request) else "complaints/audit/page.html"
    return render(request, template, context, status=error.status)


def told(where: Where, outcome: Outcome, no: bool) -> str:
    """What was decided, in one sentence."""
    order, words = outcome.order, WORDS[where.pile.code]
    if outcome.replayed:
        return f"{order.number} 已经登记过，没有重复登记"
    more = outcome.step.data.get("no_callback", "")
    return f"{order.number} {words.no_done if no else words.yes_done}{f'，{more}' if more else ''}"


def listed(actor: Person, where: Where, found: Waiting, number: str) -> dict[str, Any]:
    """What the list shows; ``number``: the case that is open beside it."""
    others, aside = auditing.others([order.pk for order in found.orders], actor), set(auditing.aside(actor))
    rows = [
        {
            "order": order,
            "business": registry[order.kind],
            "chips": found.chips.get(order.pk, [])[:1],
            "times": found.returned.get(order.pk, 0) + 1,
            "by": others.get(order.pk, ""),
            "aside": order.pk in aside,
            "href": where.address(order=order.number),
        }
        for order in found.orders
    ]
    counted = counts(actor, where.pile)
    piles = [
        {"pile": pile, "n": in_figures(counted.piles.get(pile.code, 0)), "href": Where(pile).here, "here": pile == where.pile}
        for pile in PILES.values()
    ]
    kinds = [
        {
            "business": business,
            "n": in_figures(counted.kinds.get(business.code, 0)) if counted.kinds.get(business.code) else "",
            "href": Where(where.pile, "" if business.code == where.kind else business.code).here,
            "here": business.code == where.kind,
        }
        for business in kinds_for(actor)
    ]
    return {
        "rows": rows,
        "piles": piles,
        "kinds": kinds,
        "where": where,
        "at": number,
        "all_kinds": Where(where.pile).here,
        "next_page": where.address(after=found.after) if found.after else "",
        "first_page": where.address(after="") if where.after else "",
        "today": decided_today(actor),
    }


def in_figures(n: int | None) -> str:
    """12,345; "1,000+" where nobody counted further."""
    return f"{CAP:,}+" if n is None else f"{n:,}"
