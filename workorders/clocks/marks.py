"""When a clock announces itself: from a rule's levels to instants. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from workorders.calendar import Calendar, Unit


@dataclass(frozen=True)
class Marks:
    """``at``: the instants in order; ``tell``: the circle for each; ``breach``: which of them (from 1) is the limit."""

    at: tuple[datetime, ...]
    tell: tuple[str, ...]
    breach: int


def marks(
    levels: Sequence[Sequence[str]], started_at: datetime, due_at: datetime, measure: Unit, calendar: Calendar
) -> Marks:
    """The instants of ``levels`` between ``started_at`` and after ``due_at``; those not after the start are left out.

    A level is ``("80%", circle)``, a share of the time, or ``("-2d", circle)``, days before the end (working
    days where the limit counts those). ``"100%"`` is added when the levels forget it.
    Raises ValueError for a level that is neither.
    """
    found: list[tuple[datetime, str, bool]] = []
    for when, circle in levels:
        if when.endswith("%"):
            share = float(when[:-1]) / 100
            found.append((started_at + (due_at - started_at) * share, circle, share == 1.0))
        elif when.startswith("-") and when.endswith("d"):
            days = int(when[1:-1])
            before = (
                calendar.subtract_workdays(due_at, days) if measure is Unit.WORKDAYS else due_at - timedelta(days=days)
            )
            found.append((before, circle, False))
        else:
            raise ValueError(f"a level is '80%' or '-1d', not {when!r}")
    if not any(limit for _, _, limit in found):
        found.append((due_at, "supervisor", True))
    found.sort(key=lambda level: (level[0], level[2]))
    kept = [level for level in found if level[2] or level[0] > started_at]
    breach = next(place for place, level in enumerate(kept, 1) if level[2])
    return Marks(tuple(level[0] for level in kept), tuple(level[1] for level in kept), breach)
