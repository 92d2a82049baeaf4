"""The order page, and every verb on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Person
from accounts.selectors import read_posts
from workorders.errors import GateError, NotAllowed, NotVisible, WrongState
from workorders.models import CallBack, Step, WorkOrder
from workorders.parts import Entry, Part, Press
from workorders.policies import may, sees, verbs_for
from workorders.registry import BusinessType, Verb, registry
from workorders.selectors import page as read
from workorders.selectors.clocks import chips_of, explanation, owed
from workorders.selectors.endings import endings
from workorders.selectors.masking import contact
from workorders.selectors.next_steps import next_for
from workorders.selectors.repeats import like, related_to
from workorders.selectors.sent_back import listed, standing
from workorders.selectors.timeline import steps_of, told, track_of
from workorders.selectors.words import detail_rows
from workorders.services import drafts, perform
from workorders.services.gate import check_state
from workorders.views.page import page, wants_part
from workorders.views.panel import Panel, fresh, refused
from workorders.views.posted import key_of, new_key, plain, version_seen

BACK = {"callbacks": "workorders:callbacks"}


@require_safe
@page
def order_page(request: HttpRequest, actor: Person, number: str) -> HttpResponse:
    """The page; for htmx its parts as they are now, without the form somebody may be filling in (that one alone when
    it is what htmx asks for)."""
    return draw(request, actor, found(actor, number))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def verb_page(request: HttpRequest, actor: Person, number: str, verb: str) -> HttpResponse:
    """GET: the verb's form, in place for htmx, on the order page otherwise. POST: does it."""
    order = found(actor, number)
    act = verb_of(actor, order, verb)
    if request.method == "POST":
        return do(request, actor, order, act)
    detail = read.detail_of(order)
    try:
        check_state(registry[order.kind], order, act)
        if act.offered is not None and not act.offered(order, actor):
            raise WrongState(act.withheld(order) if act.withheld else f"这张工单现在不用「{act.label}」")
    except WrongState as error:
        return draw(request, actor, order, error=error.message, status=error.status)
    panel = fresh(actor, order, detail, act, request.GET.get("back", ""), request.GET.get("master", ""))
    if wants_part(request):
        return render(request, "workorders/_panel.html", {"panel": panel, "order": order})
    return draw(request, actor, order, panel)


def found(actor: Person, number: str) -> WorkOrder:
    order = read.order_by_number(actor, number)
    if order is None:
        raise NotVisible("没有找到这张工单，或者它不在您的管辖范围内")
    return order


def verb_of(actor: Person, order: WorkOrder, name: str) -> Verb:
    business = registry[order.kind]
    verb = business.by_name.get(name)
    if verb is None or verb is business.accept:
        raise NotVisible(f"{business.label}工单没有这个操作")
    if not may(actor, order, verb):
        raise NotAllowed(f"您的角色不能对这张工单「{verb.label}」")
    return verb


def do(request: HttpRequest, actor: Person, order: WorkOrder, verb: Verb) -> HttpResponse:
    typed = plain(request.POST, verb.form)
    try:
        with drafts.submitted(actor, f"{order.kind}.{verb.name}", typed, order):
            outcome = perform(
                order.pk,
                verb.name,
                actor,
                typed,
                key=key_of(request),
                version=version_seen(request.POST),
                files=request.FILES,
            )
    except GateError as error:
        if error.status not in (409, 422):
            raise
        return show_refusal(request, actor, order.number, verb, error)
    if verb.reveals:
        return draw(request, actor, found(actor, order.number), revealed="" if outcome.replayed else verb.reveals)
    state = registry[order.kind].state_labels[outcome.order.state]
    done = "已经登记过，没有重复办理" if outcome.replayed else f"已登记，工单现在是「{state}」"
    messages.success(request, f"{verb.label}{done}")
    back = BACK.get(request.POST.get("_back", ""))
    if back:
        return go(request, reverse(back))
    if sees(actor, outcome.order):
        return go(request, reverse("workorders:order", args=[order.number]))
    return go(request, reverse("workorders:queue"))


def show_refusal(request: HttpRequest, actor: Person, number: str, verb: Verb, error: GateError) -> HttpResponse:
    order = found(actor, number)  # as it is now: somebody may have changed it
    panel = refused(request, actor, order, read.detail_of(order), verb, error)
    if wants_part(request):
        return render(request, "workorders/_panel.html", {"panel": panel, "order": order}, status=error.status)
    return draw(request, actor, order, panel, status=error.status)


def go(request: HttpRequest, where: str) -> HttpResponse:
    if wants_part(request):
        return HttpResponse(headers={"HX-Redirect": where})
    return HttpResponseRedirect(where)


def draw(
    request: HttpRequest,
    actor: Person,
    order: WorkOrder,
    panel: Panel | None = None,
    *,
    revealed: str = "",
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    detail, steps = read.detail_of(order), steps_of(order)
    context = parts(actor, order, detail, steps, revealed)
    verbs = verbs_for(actor, order)
    main = [verb for verb in verbs if not verb.core or verb.name == "confirm_support"] or verbs
    opens_at = read.callback_opens(context["rounds"])
    following = next_for(order, steps) if opens_at is None else None
    waiting = waiting_of(verbs, context["own"])
    wanted = {entry.waits_for for entry, _, _ in waiting}
    asked = next((verb for verb in main if verb.name in {"confirm_support", *wanted}), None)
    first = following if following in main else asked
    part = wants_part(request)
    form_alone = part and request.htmx.target == "panel"  # type: ignore[attr-defined]
    # Whoever looked at who the customer is goes on with what they looked for.
    goes_on = not revealed or any(verb.name in wanted for verb in verbs)
    if panel is None and first is not None and goes_on and not (error if form_alone else part):
        panel = fresh(
            actor,
            order,
            detail,
            first,
            deadlines=[chip.deadline for chip, _ in context["chips"] + context["past_chips"]],
        )
    if form_alone:
        context = {"panel": panel, "order": order, "refusal": error}
        return render(request, "workorders/_panel.html", context, status=status)
    context |= {"verbs": main, "more": [verb for verb in verbs if verb not in main], "first": first}
    context["may_relate"] = bool(order.phone) and any(verb.name == "relate" for verb in verbs)
    context |= {"panel": panel, "error": error, "revealed": revealed, "opens_at": opens_at}
    context |= {"waiting": waiting, "key": new_key()}
    context |= {"merged": order.state_before_merge, "may_unmerge": any(verb.name == "unmerge" for verb in verbs)}
    return render(request, "workorders/_order_live.html" if part else "workorders/order.html", context, status=status)


def parts(actor: Person, order: WorkOrder, detail: Any, steps: list[Step], revealed: str) -> dict[str, Any]:
    """What the page shows of the order itself."""
    business = registry[order.kind]
    chips, shown = chips_of(order), contact(actor, order, revealed)
    rounds = read.callbacks_of(order) if business.callback else []
    returns, urgings, support = read.returns_of(order), read.urgings_of(order), read.support_of(order)
    attempts = [attempt.agent for each in rounds for attempt in each.attempts.all()]
    asked = [person for task in support for person in (task.asked_by, task.confirmed_by)]
    acted = [*(step.actor for step in steps), *(back.by for back in returns), *(urge.by for urge in urgings)]
    read_posts([*acted, *attempts, *asked])
    sent_back = listed(order, returns)
    return {
        "order": order,
        "business": business,
        "state": business.state_labels[order.state],
        "contact": shown,
        "chips": [(chip, explanation(chip)) for chip in chips if owed(chip.deadline)],
        "past_chips": [(chip, explanation(chip)) for chip in chips if not owed(chip.deadline)],
        "track": track_of(order, steps),
        "told": told(order, steps),
        "details": detail_rows(business, detail, open_=not shown["masked"]),
        "hints": getattr(detail, "hints", []),
        "own": business.parts(order, actor) if business.parts else [],
        "rounds": rounds,
        "callbacks": in_words(order, rounds) if rounds else [],
        "returns": sent_back,
        "sent_back": standing(order, sent_back, steps),
        "urgings": urgings,
        "support": support,
        "files": read.files_of(order),
        **others(actor, order, business),
        "children": read.children_of(actor, order),
        "master": order.master if order.master and sees(actor, order.master) else None,
    }


def waiting_of(verbs: list[Verb], own: list[Part]) -> list[tuple[Entry, str, list[Press]]]:
    """What the order waits for, each with what is said of it to whoever has ``verbs``, and what they may press for it."""
    names = {verb.name for verb in verbs}
    return [
        (
            entry,
            entry.asks if entry.waits_for in names else entry.tells,
            [press for press in entry.presses if entry.waits_for in names and press.verb in names],
        )
        for part in own
        for entry in part.entries
        if entry.waits_for
    ]


def others(actor: Person, order: WorkOrder, business: BusinessType) -> dict[str, Any]:
    """The orders linked with this one, and those of the same customer or address that are not; each with how it ended."""
    linked = related_to(actor, order) if "relate" in business.by_name else []
    known = {each.pk for each in linked}
    earlier = [each for each in like(actor, order)[:10] if each.pk not in known]
    ends = endings([*linked, *earlier])
    return {
        "related": [(each, ends.get(each.pk, "")) for each in linked],
        "earlier": [(each, ends.get(each.pk, "")) for each in earlier],
    }


def in_words(order: WorkOrder, rounds: list[CallBack]) -> list[dict[str, Any]]:
    """Rounds with their attempts, answers in the words of the type's questions."""
    plan = registry[order.kind].callback
    assert plan is not None
    questions = {question.code: (question.text, dict(question.choices)) for question in plan.questions}
    why = dict(plan.dissatisfied)
    return [
        {
            "round": each,
            "attempts": [
                {
                    "attempt": attempt,
                    "answers": [
                        (questions[code][0], questions[code][1].get(answer, answer))
                        for code, answer in attempt.answers.items()
                        if code in questions
                    ],
                    "dissatisfied": "、".join(why.get(code, code) for code in attempt.dissatisfied),
                }
                for attempt in each.attempts.all()
            ],
        }
        for each in rounds
    ]
