"""班长总览: how things stand now, and how promises were kept today and this week."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Person
from accounts.selectors import roles_of
from supervision.chart import draw
from supervision.navigation import WATCHERS, watches
from supervision.selectors.calls import telephones
from supervision.selectors.crews import crews
from supervision.selectors.promises import promises
from supervision.selectors.risk import SOON, risk
from supervision.selectors.standing import standing, total
from supervision.selectors.today import accepted_on, day, hours
from supervision.selectors.voices import voices
from workorders.errors import NotAllowed
from workorders.periods import Period
from workorders.selectors.counts import live_counts
from workorders.views.page import page, wants_part

WEEK = 7  # days, today among them


Part = Callable[[Person, date], dict[str, Any]]


def now(actor: Person, today: date) -> dict[str, Any]:
    """What moves with each step."""
    return {"total": total(live_counts(actor)), "risk": risk(actor), "soon": SOON, "day": day(actor, today)}


def days(actor: Person, today: date) -> dict[str, Any]:
    """What is reckoned over today and the last seven days."""
    one, seven = Period.day(today), Period(today - timedelta(days=WEEK - 1), today)
    by_hour = hours(actor, today)
    return {
        "promises": promises(actor, one, seven),
        "voices": [("今天", voices(actor, one)), ("近 7 天", voices(actor, seven))],
        "chart": draw(by_hour, timezone.localtime().hour),
        "accepted": accepted_on(today, sum(each.now.n for each in by_hour)),
    }


def side(actor: Person, today: date) -> dict[str, Any]:
    """Where the orders are, and who is there for them."""
    cells = live_counts(actor)
    return {
        "standing": standing(cells, actor),
        "crews": crews(actor, today, cells),
        "telephones": telephones(actor, Period.day(today)),
    }


PARTS: dict[str, tuple[str, Part]] = {
    "overview-now": ("supervision/_now.html", now),
    "overview-days": ("supervision/_days.html", days),
    "overview-side": ("supervision/_side.html", side),
}


@require_safe
@page
def overview(request: HttpRequest, actor: Person) -> HttpResponse:
    """htmx gets one of its ``PARTS``, by the id of the element that asks."""
    if not watches(actor):
        raise NotAllowed("班长总览对值班长、调度和主管开放")
    today = timezone.localdate()
    target = request.htmx.target if wants_part(request) else ""  # type: ignore[attr-defined]
    if target in PARTS:
        template, part = PARTS[target]
        return render(request, template, part(actor, today))
    units = dict.fromkeys(held.unit.name for held in roles_of(actor) if held.role in WATCHERS)
    context: dict[str, Any] = {"units": list(units)}
    for _, part in PARTS.values():
        context |= part(actor, today)
    return render(request, "supervision/overview.html", context)
