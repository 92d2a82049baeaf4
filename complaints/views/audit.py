"""省审核台: what waits, the case that is open, and its decision. One page, a sitting of many cases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from complaints.models import CaseDetail
from complaints.selectors.audit import (
    CAP,
    PILES,
    Waiting,
    audits,
    case_of,
    counts,
    decided_today,
    kinds_for,
    mark_before,
    order_of,
    upcoming,
    waiting,
)
from complaints.views.audit_desk import WORDS, Open, Where, about, auditing, desk, gone, opened, says_no
from workorders.errors import GateError, NotAllowed, NotVisible
from workorders.models import WorkOrder
from workorders.registry import registry
from workorders.selectors.conflicts import changes_since
from workorders.services import drafts, perform
from workorders.services.gate import Outcome
from workorders.views.page import page, wants_part
from workorders.views.panel import filled_in
from workorders.views.posted import key_of, plain, version_seen

Taken = tuple[dict[int, str], list[int]]  # what others have open, with their names; what one put aside oneself


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
    one = opened(actor, where.pile, case_of(actor, number)) if number else None
    if target == "audit" and one is not None and not one.over:  # the list beside it stays
        return render(request, "complaints/audit/_desk.html", desk(actor, where, one))
    found = waiting(actor, where.pile, where.kind, where.after)
    if target == "audit-list":
        where, found = beside(actor, where, found, one)
        return render(request, "complaints/audit/_list.html", listed(actor, where, found, number))
    taken = auditing.others([order.pk for order in found.orders], actor), auditing.aside(actor)
    if not number:
        one = opened(actor, where.pile, first_free(actor, where, found, taken))
    if one is not None and not one.over:
        context = desk(actor, where, one)
    else:
        context = gone(actor, one, number) if number else {}
    context |= listed(actor, where, found, number or (one.order.number if one else ""), taken)
    return render(request, f"complaints/audit/{'_desk' if target == 'audit' else 'page'}.html", context)


@require_POST
@page
def decide(request: HttpRequest, actor: Person, number: str) -> HttpResponse:
    """Decide the case, or put it aside (``_skip``), and go on with the next. Refused, everything stays as filled in."""
    demand_auditor(actor)
    where = Where.read(request.POST, actor, "_")
    order, name = order_of(actor, number), request.POST.get("_verb", "")
    if order is None:
        raise NotVisible("没有找到这张工单，或者它已不在您的管辖范围内，没有登记。按 j 看下一张")
    if request.POST.get("_skip"):
        auditing.put_aside(order.pk, actor)
        return onwards(request, actor, where, order, f"{order.number} 先放一放，别的办完再给您", relist=True)
    verb = registry[order.kind].by_name.get(name) if name in where.pile.verbs else None
    if verb is None:
        raise NotVisible("审核台没有这个操作")
    if request.POST.get("_discard"):
        drafts.discard(actor, f"{order.kind}.{name}", order)
        return HttpResponseRedirect(where.address(order=number))
    typed, no = plain(request.POST, verb.form), says_no(request.POST)
    try:
        with drafts.submitted(actor, f"{order.kind}.{name}", typed if no else None, order):
            outcome = perform(order.pk, name, actor, typed, key=key_of(request), version=version_seen(request.POST))
    except GateError as error:
        if error.status not in (409, 422):
            raise
        return again(request, actor, where, order, error)
    auditing.leave(order.pk, actor)
    return onwards(request, actor, where, order, told(where, outcome, no))


@require_POST
@page
def hold(request: HttpRequest, actor: Person, number: str) -> HttpResponse:
    """The page is still open on the case (or, with ``leave``, no longer)."""
    demand_auditor(actor)
    found = order_of(actor, number)
    if found is not None:
        if request.POST.get("leave"):
            auditing.leave(found.pk, actor)
        else:
            auditing.take(found.pk, actor)
    return HttpResponse(status=204)


def demand_auditor(actor: Person) -> None:
    if not audits(actor):
        raise NotAllowed("回复由省审核人员审核，您没有这个角色")


def case(request: HttpRequest, actor: Person, where: Where, number: str) -> HttpResponse:
    """The case as it is now, above a decision that stays as it is."""
    one = opened(actor, where.pile, case_of(actor, number))
    if one is None or one.over:
        return render(request, "complaints/audit/_case.html", gone(actor, one, number))
    seen = request.GET.get("seen", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else one.order.version
    holder = auditing.take(one.order.pk, actor)
    context = about(actor, one) | {"where": where, "holder": holder.name if holder else "", "version": version}
    if one.order.version > version:
        context["moves"] = changes_since(one.order, version, actor)
    return render(request, "complaints/audit/_case.html", context)


def beside(actor: Person, where: Where, found: Waiting, one: Open | None) -> tuple[Where, Waiting]:
    """The page of the list on which the open case stands, if it waits there at all."""
    if one is None or one.over or one.order.pk in {order.pk for order in found.orders}:
        return where, found
    if where.kind and one.order.kind != where.kind:
        return where, found
    where = replace(where, after=mark_before(one.order))
    return where, waiting(actor, where.pile, where.kind, where.after)


def first_free(actor: Person, where: Where, found: Waiting, taken: Taken) -> CaseDetail | None:
    """The first of the list that nobody else has open, and that was not put aside; else the next that there is."""
    passed = {*taken[0], *taken[1]}
    chosen = next((order.pk for order in found.orders if order.pk not in passed), 0)
    return case_of(actor, pk=chosen) if chosen else next_free(actor, where)


def next_free(actor: Person, where: Where, after: WorkOrder | None = None) -> CaseDetail | None:
    """The next case that nobody else has open; None when there is none."""
    ids = upcoming(actor, where.pile, where.kind, after, auditing.aside(actor))
    taken = auditing.others(ids, actor)
    chosen = next((pk for pk in ids if pk not in taken), 0)
    return case_of(actor, pk=chosen) if chosen else None


def onwards(
    request: HttpRequest,
    actor: Person,
    where: Where,
    order: WorkOrder,
    said: str,
    lost: list[tuple[str, str]] | None = None,
    relist: bool = False,
) -> HttpResponse:
    """The next case after ``order`` as it stood, in the same answer; without a script, the desk again. ``lost``: what
    was filled in for a case that somebody else decided meanwhile."""
    if not wants_part(request):
        messages.add_message(request, messages.WARNING if lost is not None else messages.SUCCESS, said)
        return HttpResponseRedirect(where.here)
    one = opened(actor, where.pile, next_free(actor, where, order))
    context: dict[str, Any] = {"said": said, "lost": lost, "where": where}
    if one is not None and not one.over:
        context |= desk(actor, where, one)
    number = one.order.number if one else ""
    if one is None or relist:
        context |= listed(actor, where, waiting(actor, where.pile, where.kind, where.after), number) | {"swapped": True}
    else:  # the list needs only lose a row, which the page knows to have or not; it renews itself when the step is told
        context |= {"decided": order.number, "today": decided_today(actor)}
    answer = render(request, "complaints/audit/_desk.html", context, status=200 if lost is None else 409)
    answer["HX-Push-Url"] = where.address(order=number)
    return answer


def again(request: HttpRequest, actor: Person, where: Where, before: WorkOrder, error: GateError) -> HttpResponse:
    """Refused: the form as it was filled in; or, where somebody else was faster, on with the next."""
    one = opened(actor, where.pile, case_of(actor, pk=before.pk))
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


def listed(actor: Person, where: Where, found: Waiting, number: str, taken: Taken | None = None) -> dict[str, Any]:
    """What the list shows; ``number``: the case that is open beside it."""
    others, aside = taken or (auditing.others([order.pk for order in found.orders], actor), auditing.aside(actor))
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
        {
            "pile": pile,
            "n": in_figures(counted.piles.get(pile.code, 0)),
            "href": Where(pile).here,
            "here": pile == where.pile,
        }
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
