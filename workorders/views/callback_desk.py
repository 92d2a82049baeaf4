"""One order to call about: what was reported, what was done, and the questions as they are put."""

from __future__ import annotations

from typing import Any

from django.forms import BoundField, Textarea
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Person
from workorders.errors import GateError
from workorders.holding import Holding
from workorders.models import CallBack, Step, WorkOrder
from workorders.policies import verbs_for
from workorders.registry import BusinessType, Verb, registry
from workorders.selectors.callbacks_due import calling_hours, closed_until, next_try, rounds_of
from workorders.selectors.clocks import owed_of
from workorders.selectors.conflicts import changes_since
from workorders.selectors.masking import contact
from workorders.selectors.page import detail_of, order_by_number
from workorders.selectors.timeline import Told, steps_of, told
from workorders.selectors.words import described
from workorders.views.panel import Panel, fresh, refused

calling = Holding("calling")
VERBS = ("call_back", "give_up")
REACHED = ["reached", ""]  # until the outcome is known every question may be looked at
# When a question is put at all: of these fields one of these answers.
ASKED_WHEN = {
    "satisfaction": {"outcome": REACHED},
    "dissatisfied": {"outcome": REACHED, "satisfaction": ["4", "5"]},
    "solved": {"outcome": REACHED},
    "fault": {"outcome": REACHED, "solved": ["no"]},
    "return_codes": {"outcome": REACHED, "solved": ["no"], "fault": ["utility"]},
    "words": {"outcome": REACHED},
}
AREAS = ("words",)
SEVERAL = ("dissatisfied", "return_codes")


def desk(
    actor: Person,
    chosen: CallBack,
    request: HttpRequest | None = None,
    error: GateError | None = None,
    revealed: str = "",
) -> dict[str, Any]:
    """Everything the page says of the order. With ``error``: the form refused, as it was filled in."""
    holder = calling.take(chosen.order_id, actor)
    order = order_by_number(actor, chosen.order.number)
    assert order is not None
    business = registry[order.kind]
    detail, steps = detail_of(order), steps_of(order)
    name = VERBS[bool(request and request.POST.get("_verb") == "give_up")]
    panels = {each: fresh(actor, order, detail, business.by_name[each]) for each in VERBS}
    if request is not None and error is not None:
        panels[name] = refused(request, actor, order, detail, business.by_name[name], error)
    panel = panels["call_back"]
    made, needed = chosen.attempts_made, order.profile.attempts
    return {
        **about(actor, order, steps, revealed),
        "callback": chosen,
        "early": chosen.opens_at if chosen.opens_at > timezone.now() else None,
        "closed": closed_until(order),
        "hours": "、".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in calling_hours(order)),
        "holder": holder.name if holder else "",
        "panel": panel,
        "questions": [question(panel, field) for field in panel.form.own_fields],
        "scripts": business.callback.scripts if business.callback else {},
        "try": made + 1,
        "needed": needed,
        "next_try": next_try(order),
        "last_try": made + 1 >= needed,
        "give_up": panels["give_up"] if made >= needed else None,
        "version": order.version,
    }


def about(actor: Person, order: WorkOrder, steps: list[Step], revealed: str = "") -> dict[str, Any]:
    """The order itself: who called about what, what was done, how it went. ``revealed``: what a step just written
    lets ``actor`` see."""
    business = registry[order.kind]
    answered = answer_among(business, steps)
    return {
        "order": order,
        "business": business,
        "state": business.state_labels[order.state],
        "contact": contact(actor, order, revealed),
        "revealed": revealed,
        "look": None if revealed else look_for(actor, order),
        "chips": owed_of([order]).get(order.pk, []),
        "answer": answer_rows(business, answered) if answered else [],
        "answered": answered,
        "told": [each for each in told(order, steps)[::-1] if in_short(each)],
        "rounds": rounds_of(order),
    }


def answer_among(business: BusinessType, steps: list[Step]) -> Step | None:
    """The step that says what was done about the matter."""
    plan = business.callback
    if plan is None:
        return None
    if plan.answers:
        return next((step for step in reversed(steps) if step.verb in plan.answers), None)
    states = plan.states
    return next((step for step in reversed(steps) if step.to_state in states and step.from_state not in states), None)


def answer_rows(business: BusinessType, step: Step) -> list[tuple[str, str]]:
    """What the step says, its long texts first, else as the form asks for it."""
    rows = described(business.code, step.verb, step.data)
    verb = business.by_name.get(step.verb)
    fields = list(verb.form.base_fields.values()) if verb else []
    labels = [str(each.label) for each in sorted(fields, key=lambda each: not isinstance(each.widget, Textarea))]
    return sorted(rows, key=lambda row: labels.index(row[0]) if row[0] in labels else len(labels))


def look_for(actor: Person, order: WorkOrder) -> Verb | None:
    """The verb that shows ``actor`` who the customer is, where that is kept apart and theirs to see."""
    return next((verb for verb in verbs_for(actor, order) if verb.reveals == "identity"), None)


def in_short(each: Told) -> bool:
    """What the short story of an order tells: moves, and promises broken."""
    return bool(each.state) or each.step.verb in ("breach", "urge", "supervise")


def question(panel: Panel, field: BoundField) -> dict[str, Any]:
    """A field as the agent asks it. ``when``: what must have been answered before it is asked."""
    business = registry[panel.order.kind]
    assert business.callback is not None
    asked = field.name in {each.code for each in business.callback.questions}
    when = {"outcome": REACHED} if asked else ASKED_WHEN.get(field.name, {})
    return {
        "field": field,
        "when": when,
        "several": field.name in SEVERAL,
        "area": field.name in AREAS,
        "groups": business.callback.return_groups if field.name == "return_codes" else (),
        "script": business.callback.scripts.get(field.name, ""),
    }


def gone(actor: Person, number: str) -> dict[str, Any]:
    """The order somebody chose does not wait for a call-back: what became of it, as far as they may see."""
    order = order_by_number(actor, number[:16]) if number.isascii() and number.isdigit() else None
    if order is None:
        return {"gone": "没有找到待回访的这张工单，可能别人已经办完，或者它不在您的管辖范围内"}
    state = registry[order.kind].state_labels[order.state]
    last = changes_since(order, 0, actor)[-1:]
    by = f"：{last[0]['by']} {last[0]['label']}" if last else ""
    return {"gone": f"这张工单现在是「{state}」，不用再回访{by}", "gone_order": order}
