"""Crews as the dispatcher weighs them: where each is, what it has in hand, how far it is from a fault, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import hypot
from typing import Any

from django.utils import timezone

from accounts.models import Unit
from repair.selectors.duty import CrewState, crews_states
from repair.selectors.network import Point, near
from repair.selectors.thresholds import THRESHOLDS
from workorders.models import Phase, WorkOrder

BUSY_AT = ("on_site", "restored", "en_route", "assigned")  # where a crew is, the surest first
DOING = {"on_site": "在现场", "restored": "在现场", "en_route": "在途中", "assigned": "待出发"}


@dataclass
class Choice:
    """A crew for the chosen fault. ``digit``: the key that sends it, 0 for none. ``barred``: why it cannot be sent."""

    state: CrewState
    load: int = 0
    doing: str = ""
    place: Point | None = None
    metres: float | None = None
    barred: str = ""
    here: bool = False  # it is this crew that has the fault now
    digit: int = 0

    @property
    def crew(self) -> Unit:
        return self.state.crew

    @property
    def minutes(self) -> float:
        """A rough time until it could be there: what orders the list, never shown."""
        drive = (self.metres or 0) / 1000 / THRESHOLDS.drive_km_h * 60
        return drive + self.load * THRESHOLDS.minutes_a_fault

    @property
    def reasons(self) -> list[str]:
        """Why it stands where it stands, in words: 在岗 2 人, 空闲, 1.2 km, 今日已检查."""
        words = [f"在岗 {len(self.state.people)} 人", f"在办 {self.load} 张" if self.load else "空闲"]
        if self.doing:
            words.append(self.doing)
        if self.metres is not None:
            words.append(distance(self.metres))
        words.append(f"检查缺{self.state.wanting}" if self.state.wanting else "今日已检查")
        return words


def distance(metres: float) -> str:
    """850 m, 1.2 km"""
    return f"{round(metres / 50) * 50} m" if metres < 975 else f"{metres / 1000:.1f} km"


def choices(
    crews: Iterable[Unit],
    places: dict[int, Point],
    fault: WorkOrder | None = None,
) -> list[Choice]:
    """Each of ``crews``, the best for ``fault`` first, those that cannot be sent last. ``places``: where stations
    are. Four queries, however many crews."""
    units = list(crews)
    found = {state.crew.pk: Choice(state, barred=state.lacking) for state in crews_states(units, timezone.localdate())}
    for row in _in_hand(units):
        _count(found[row["unit_id"]], row)
    target = place_of(fault)
    desk = fault.repair.dispatched_to if fault is not None else None
    for choice in found.values():
        choice.place = choice.place or near(places, choice.crew.path)
        if target and choice.place:
            choice.metres = hypot(target[0] - choice.place[0], target[1] - choice.place[1])
        if desk is not None and not desk.contains(choice.crew):
            choice.barred = choice.barred or f"不在{desk.name}的辖区"
        choice.here = fault is not None and fault.unit_id == choice.crew.pk
    ranked = sorted(
        found.values(), key=lambda each: (bool(each.barred), each.here, each.minutes, each.load, each.crew.path)
    )
    free = [choice for choice in ranked if not choice.barred and not choice.here]
    for digit, choice in enumerate(free[:9], start=1):
        choice.digit = digit
    return ranked


def place_of(order: WorkOrder | None) -> Point | None:
    """Where a fault is: its transformer."""
    if order is None or order.premises is None:
        return None
    return (order.premises.transformer.x, order.premises.transformer.y)


def _in_hand(units: list[Unit]) -> list[Mapping[str, Any]]:
    """What the crews have in hand, the surest sign of where each is first. Orders that follow a master are its."""
    found = WorkOrder.objects.filter(unit__in=units, phase=Phase.OPEN, master=None).order_by("-pk")
    rows: Iterable[Mapping[str, Any]] = found.values(
        "unit_id", "state", "premises__transformer__x", "premises__transformer__y"
    )
    return sorted(rows, key=lambda row: BUSY_AT.index(row["state"]) if row["state"] in BUSY_AT else len(BUSY_AT))


def _count(choice: Choice, row: Mapping[str, Any]) -> None:
    choice.load += 1
    if not choice.doing:
        choice.doing = DOING.get(row["state"], "")
    x, y = row["premises__transformer__x"], row["premises__transformer__y"]
    if choice.place is None and row["state"] in ("on_site", "restored", "en_route") and x is not None and y is not None:
        choice.place = (x, y)
