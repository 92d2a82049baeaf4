"""An order as the people who work on it know it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from simulator.fate import Fate
from simulator.population import Customer, Staff

DONE = frozenset({"archived", "void"})
BEFORE_RESTORED = frozenset({"accepted", "dispatched", "received", "assigned", "en_route", "on_site"})


@dataclass
class Job:
    number: str
    fate: Fate
    customer: Customer
    agent: Staff
    station: int  # the unit of the address; 0: not known
    feeder: str  # the line of the address; empty: not known
    accepted_at: datetime
    hints: list[dict[str, str]] = field(default_factory=list)
    dispatcher: Staff | None = None
    refused: bool = False  # by the unit, once
    crew: int = 0
    round: int = 1
    attempts: int = 0  # call-backs of this round that reached nobody
    _serial: int = 0

    def twice(self) -> bool:
        """Whether the network sends the next request twice."""
        self._serial += 1
        return self.fate.twice(self._serial)
