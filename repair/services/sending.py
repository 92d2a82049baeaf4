"""From the dispatch board: send a crew to a fault, in as many steps as the gate wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import Person, Unit
from workorders.errors import GateError, WrongState
from workorders.models import WorkOrder
from workorders.services import perform

# From the state the board showed: the verbs that lead to a crew on its way.
WAYS = {
    "dispatched": ("receive", "assign"),
    "received": ("assign",),
    "assigned": ("reassign",),
    "en_route": ("reassign",),
}
LATE = ("late_cause", "late_text")
ASKED = {"receive": LATE, "assign": ("crew", *LATE), "reassign": ("crew", "reason", *LATE)}


@dataclass(frozen=True)
class Sent:
    """What came of one order. ``why``: the gate's words when it was refused."""

    order: WorkOrder
    why: str = ""
    changes: tuple[str, ...] = ()


def send_crew(
    actor: Person,
    order: WorkOrder,
    crew: Unit,
    *,
    shown: str,
    version: int | None = None,
    reasons: Mapping[str, str] | None = None,
    key: str | None = None,
) -> WorkOrder:
    """Send ``crew`` to ``order`` as the board showed it (state ``shown``, ``version``): 接单 and 派工 in one go, 派工, or
    改派. Either all of it happens or nothing. ``reasons``: what 改派 and a clock missed ask for (``reason``, ``late_cause``,
    ``late_text``).

    Raises what ``perform`` raises; ``WrongState`` where nobody can be sent any more.
    """
    steps = WAYS.get(shown)
    if steps is None:
        raise WrongState("这张工单现在不能派班组，请打开工单查看")
    given: dict[str, Any] = {**(reasons or {}), "crew": crew.pk}
    with transaction.atomic():
        for verb in steps:
            outcome = perform(
                order.pk,
                verb,
                actor,
                {name: given[name] for name in ASKED[verb] if given.get(name)},
                key=f"{key}:{verb}" if key else None,
                version=version,
            )
            version = None if version is None else version + 1
    return outcome.order


def send_to_all(
    actor: Person,
    orders: list[tuple[WorkOrder, str, int | None]],
    crew: Unit,
    reasons: Mapping[str, str],
    key: str,
) -> list[Sent]:
    """Send ``crew`` to each of ``orders`` (with the state and version shown); one that is refused stops no other."""
    results = []
    for order, shown, version in orders:
        try:
            done = send_crew(
                actor, order, crew, shown=shown, version=version, reasons=reasons, key=f"{key}:{order.pk}:{crew.pk}"
            )
        except GateError as error:
            results.append(Sent(order, error.message, said_of(error)))
        else:
            results.append(Sent(done))
    return results


def said_of(error: GateError) -> tuple[str, ...]:
    """Who did what meanwhile, in words."""
    return tuple(f"{change['by']}已{change['label']}" for change in error.detail.get("changes", []))
