"""Crews: who may be sent, who is out, who has not checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import Person
from repair.selectors.crews import crews_for
from repair.selectors.duty import CrewState, crews_states
from supervision.figures import Figure, query
from workorders.registry import registry
from workorders.selectors.counts import Cell

ORDER = ("unfit", "busy", "free", "off")
SHOWN = 40  # lines; all of them stand on the page of duties


@dataclass(frozen=True)
class CrewLine:
    state: CrewState
    work: Figure  # orders it has in hand

    @property
    def stand(self) -> str:
        """One of ``off`` (nobody there), ``unfit`` (there, and must not be sent), ``busy``, ``free``."""
        if not self.state.people:
            return "off"
        if self.state.lacking:
            return "unfit"
        return "busy" if self.work.n else "free"


@dataclass(frozen=True)
class Crews:
    lines: list[CrewLine]

    @property
    def counts(self) -> dict[str, int]:
        """How many stand how: ``free``, ``busy``, ``unfit`` and ``off`` add up to all."""
        found = Counter(line.stand for line in self.lines)
        return {stand: found[stand] for stand in ORDER}

    @property
    def on_duty(self) -> int:
        return len(self.lines) - self.counts["off"]

    @property
    def shown(self) -> list[CrewLine]:
        """Those that need a look first: there but not to be sent, then the fullest hands; nobody there comes last."""
        lines = sorted(self.lines, key=lambda line: (ORDER.index(line.stand), -line.work.n, line.state.crew.path))
        return lines[:SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.lines) - SHOWN)


def crews(actor: Person, today: date, cells: Iterable[Cell]) -> Crews:
    """``cells``: of ``live_counts``."""
    open_: Counter[int] = Counter()
    for cell in cells:
        if registry[cell.kind].phases[cell.state] == "open":
            open_[cell.unit_id] += cell.n
    states = crews_states(crews_for(actor), today)
    return Crews(
        [CrewLine(state, Figure(open_[state.crew.pk], query(phase="open", unit=state.crew.pk))) for state in states]
    )
