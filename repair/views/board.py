"""派工台: faults by clock, the map, and the crews for the chosen fault. One page; htmx asks it for its parts again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Person, Role
from repair.selectors.board import MERGERS, SENDERS, SHOWS, WATCHERS, Asked, Board, board, watched
from repair.selectors.network import stamp
from repair.selectors.storms import COMMANDERS, commanded
from repair.services.sending import WAYS
from workorders.errors import NotAllowed
from workorders.models import LateCause, WorkOrder
from workorders.views.page import page, wants_part
from workorders.views.posted import new_key


@dataclass
class Said:
    """What is told after an act, and how it is taken back. ``undo``: reassign, send_back or unmerge."""

    text: str
    good: bool = True
    lines: list[str] = field(default_factory=list)
    undo: str = ""
    orders: list[WorkOrder] = field(default_factory=list)  # what the undoing is about
    crew: int | None = None  # the one to send back


@require_safe
@page
def show(request: HttpRequest, actor: Person) -> HttpResponse:
    return draw(request, actor, Asked.read(request.GET.dict()))


def draw(
    request: HttpRequest,
    actor: Person,
    asked: Asked,
    said: Said | None = None,
    status: int = 200,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    """The board; for htmx its moving part, with what was ``said`` beside it and what was ``typed`` still there."""
    only_for(actor, *WATCHERS)
    found = board(actor, asked)
    by_group = bool(asked.group and found.cluster)
    context: dict[str, Any] = {
        "board": found,
        "asked": asked,
        "query": query_of(asked, found),
        "shows": [(show, label, found.counts[show]) for show, (label, _) in SHOWS.items()],
        "title": SHOWS[asked.show][0],
        "said": said,
        "key": new_key(),
        "may_send": actor.access.has(*SENDERS),
        "may_merge": actor.access.has(*MERGERS),
        "may_command": actor.access.has(*COMMANDERS),
        "owes": owes_reason(found),
        "late_causes": LateCause.choices,
        "typed": typed or {},
        "again": not by_group and found.chosen is not None and WAYS.get(found.chosen.state) == ("reassign",),
        "can_send": bool(found.cluster and found.cluster.waiting)
        if by_group
        else found.chosen is not None and found.chosen.state in WAYS,
    }
    units = commanded(actor) if context["may_command"] and not found.storms else []
    context |= {"storm_units": units, "storm_unit": own_unit(actor, units)}
    if wants_part(request):
        return render(request, "repair/board/_answer.html", context, status=status)
    context["map_version"] = stamp(watched(actor))
    return render(request, "repair/board/board.html", context, status=status)


def only_for(actor: Person, *roles: str) -> None:
    if not actor.access.has(*roles):
        raise NotAllowed("派工台只对调度、值班长和主管开放")


def query_of(asked: Asked, found: Board) -> str:
    """The address's query that shows the same again; what is no longer there is left out."""
    parts = [
        f"show={asked.show}" if asked.show else "",
        "urgent=1" if asked.urgent else "",
        "late=1" if asked.late else "",
    ]
    parts.append("rows=1" if asked.rows else "")
    if asked.group and found.cluster:
        parts.append(f"group={found.cluster.key}")
    elif found.chosen:
        parts.append(f"fault={found.chosen.number}")
    return "&".join(filter(None, parts))


def owes_reason(found: Board) -> bool:
    """Whether sending a crew to what is chosen ends a clock already missed, for which a reason is asked (B4.5)."""
    chosen = found.cluster.waiting if found.asked.group and found.cluster else [found.chosen] if found.chosen else []
    now = timezone.now()
    return any(
        chip.deadline.clock == "received_by" and not chip.deadline.late_cause and chip.deadline.due_at < now
        for order in chosen
        if order.state == "dispatched"
        for chip in found.chips.get(order.pk, [])
    )


def own_unit(actor: Person, units: list[Any]) -> int | None:
    """The unit whose storm the actor would begin: where they dispatch."""
    held = {grant.unit_id for grant in actor.access.grants if grant.role in (Role.DISPATCHER, Role.LEAD)}
    return next((unit.pk for unit in units if unit.pk in held), units[0].pk if units else None)
