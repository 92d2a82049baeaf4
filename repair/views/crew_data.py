"""What a crew's phone keeps and shows, as JSON: who, the crew's day, what may be done, and each order."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person, Role
from live.context import stream
from repair.models import DailyCheck
from repair.selectors.crews import current_crew
from repair.selectors.duty import crew_state, duty_of
from repair.selectors.site import SiteOrder, answered_today, in_hand, late_from
from repair.selectors.storms import storms_of
from repair.views.crew_forms import forms_of
from workorders.registry import Verb, registry
from workorders.selectors.masking import contact
from workorders.selectors.words import detail_rows

WAY = ("take", "depart", "arrive", "survey", "restore", "reply")  # the big button, one after the other
ASIDE = ("reveal",)  # shown by the answer alone, so there is nothing to keep for later


def as_json(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def snapshot(request: HttpRequest, actor: Person) -> dict[str, Any]:
    seen = in_hand(actor)
    return {
        "person": {"id": actor.pk, "name": actor.name, "username": actor.username},
        "day": day_of(actor),
        "storms": [{"unit": each.unit.name, "text": each.text, "at": epoch(each.at)} for each in storms_of(actor)],
        "verbs": verbs(),
        "states": registry["repair"].state_labels,
        "orders": [order_card(request, actor, each) for each in seen],
        "forms": forms_of(actor, seen),
        "answered": [
            {
                "number": order.number,
                "title": order.title,
                "place": contact(actor, order)["address"],
                "state": registry["repair"].state_labels[order.state],
                "at": epoch(order.repair.replied_at),
                "href": reverse("workorders:order", args=[order.number]),
            }
            for order in answered_today(actor)
        ],
        "events": stream(request)["events"],
        "pace": settings.SPEED,
    }


def day_of(actor: Person) -> dict[str, Any] | None:
    """The crew, who is there, and whether it has checked; None for somebody of no crew."""
    crew = current_crew(actor)
    if crew is None:
        return None
    state, mine = crew_state(crew, timezone.localdate()), duty_of(actor)
    check = state.check
    return {
        "crew": crew.name,
        "people": [person.name for person, _ in state.people],
        "since": epoch(mine.since) if mine else None,
        "items": list(DailyCheck.ITEMS),
        "check": {
            "day": check.day.isoformat(),
            "at": epoch(check.at),
            "by": check.by.name,
            "missing": state.wanting,
            "remark": check.remark,
        }
        if check
        else None,
    }


def verbs() -> list[dict[str, Any]]:
    """The verbs of a crew: in which states, where they lead, and what the phone must know to offer them."""
    business = registry["repair"]
    return [
        {
            "name": verb.name,
            "label": verb.label,
            "from": sorted(business.sources(verb)),
            "to": {state: targets[0] for state, targets in moves(verb).items()},
            "next": verb.name in WAY,
            "free": verb.always,  # needs no step before it, so it waits for none
            "asks": verb.offered is not None,  # offered where the order says so
            "entered": any(business.clock(clock).entered for clock in verb.meets),
        }
        for verb in business.verbs
        if Role.CREW in verb.roles and verb.name not in ASIDE
    ]


def moves(verb: Verb) -> dict[str, tuple[str, ...]]:
    return registry["repair"].transitions.get(verb.name, {}) if verb.run is None else {}


def order_card(request: HttpRequest, actor: Person, seen: SiteOrder) -> dict[str, Any]:
    order, business = seen.order, registry["repair"]
    shown = contact(actor, order)
    premises = order.premises
    transformer = premises.transformer if premises else None
    offered = {"take": seen.detail.taken_at is None, "hand_over_paperwork": seen.owes_paperwork}
    return {
        "number": order.number,
        "title": order.title,
        "state": order.state,
        "version": order.version,
        "urgent": order.urgency == "urgent",
        "urges": order.urges,
        "breached": order.breached,
        "children": seen.children,
        "place": shown["address"],
        "area": order.get_area_class_display(),
        "network": f"{transformer} · {transformer.feeder}" if transformer else "",
        "content": order.content,
        "name": shown["name"],
        "phones": shown["phones"],
        "masked": shown["masked"],
        "appointment": epoch(seen.detail.appointment_at),
        "clocks": [
            {
                "label": business.clock_labels.get(clock.clock, clock.clock),
                "due": epoch(clock.due_at),
                "warn": epoch(next(iter(clock.marks[: clock.breach_mark - 1]), None)),
                "late": clock.state == "breached",
                "paused": clock.state == "paused",
                "provisional": clock.provisional,
            }
            for clock in seen.owed
        ],
        "offers": [name for name, open_ in offered.items() if open_],
        "done": sorted(seen.done),
        "late": {name: epoch(at) for name, at in late_from(seen, timezone.now()).items()},
        "moment": max(epoch(step.occurred_at) or 0 for step in seen.steps),
        "forms": str(order.unit_id),
        "html": render_to_string(
            "repair/crew/_order.html",
            {
                "seen": seen,
                "order": order,
                "business": business,
                "details": detail_rows(business, seen.detail, open_=not shown["masked"]),
            },
            request,
        ),
    }


def epoch(at: datetime | None) -> int | None:
    return int(at.timestamp() * 1000) if at else None
