"""The centre's telephones, for those who watch over them."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Person, Role, Unit
from accounts.selectors import units_within
from customers.selectors.calls import RingFigures, ring_figures
from customers.selectors.traffic import CallsNow, calls_now
from workorders.clocks.book import book
from workorders.periods import Period


@dataclass(frozen=True)
class Telephones:
    centre: Unit
    now: CallsNow
    today: RingFigures

    @property
    def percent(self) -> str:
        """Answered within the promised rings, rounded down; empty while nobody called."""
        rate = self.today.rate
        return "" if rate is None else f"{1000 * self.today.within // self.today.answered / 10:g}%"


def telephones(actor: Person, today: Period) -> list[Telephones]:
    """The centres ``actor`` is lead or supervisor of: calls now, and how soon they were answered today."""
    held = actor.access.paths(Role.LEAD, Role.SUPERVISOR)
    centres = units_within(held).filter(kind=Unit.Kind.CENTRE, active=True) if held else []
    return [
        Telephones(
            centre,
            calls_now(centre),
            ring_figures(centre, today.begin, today.end, book().profile_for(centre).rings),
        )
        for centre in centres
    ]
