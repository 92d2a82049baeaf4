"""Orders in hand: by type and state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Person
from supervision.figures import Figure, query
from supervision.knowing import hears_of
from workorders.registry import BusinessType, registry
from workorders.selectors.counts import Cell


@dataclass(frozen=True)
class Stand:
    """A type's orders in hand: ``states`` are all it has, and ``total`` their sum."""

    business: BusinessType
    total: Figure
    states: list[tuple[str, Figure]]


@dataclass(frozen=True)
class Standing:
    total: Figure  # the sum of the kinds
    breached: Figure  # of these, marked for life
    kinds: list[Stand]


def total(cells: Iterable[Cell]) -> Figure:
    return Figure(sum(cell.n for cell in cells))


def standing(cells: Iterable[Cell], actor: Person) -> Standing:
    """``cells``: of ``live_counts`` for ``actor``. A type of which they may know nothing is not named. States of an ordinary life stand in its order; others only where there are any."""
    found = list(cells)
    count: Counter[tuple[str, str]] = Counter()
    for cell in found:
        count[cell.kind, cell.state] += cell.n
    kinds = []
    for business in registry:
        live = [state for state, phase in business.phases.items() if phase in ("open", "waiting")]
        shown = [state for state in live if state in business.track or count[business.code, state]]
        states = [
            (
                business.state_labels[state],
                Figure(count[business.code, state], query(state=f"{business.code}.{state}")),
            )
            for state in shown
        ]
        of_kind = sum(figure.n for _, figure in states)
        if not of_kind and not hears_of(actor, business):
            continue
        kinds.append(Stand(business, Figure(of_kind, query(kind=business.code)), states))
    return Standing(Figure(sum(count.values())), Figure(sum(cell.breached for cell in found), query(breached=1)), kinds)
