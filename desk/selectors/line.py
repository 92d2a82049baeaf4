"""The agent's line: what the call bar shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from accounts.models import Person
from customers.models import Call
from customers.phones import mask
from customers.selectors import open_call_of
from customers.selectors.calls import RING_LIMIT
from customers.selectors.desk import Colleague, colleagues, rings_by, times_called, waiting_calls
from customers.services.demo_ring import CALLERS, may_ring
from customers.telephone import telephone

HOLD_PROMPT = 15  # seconds: A1.3, C5
DISPOSALS = (
    (Call.Disposal.ANSWERED, "当场答复"),
    (Call.Disposal.SILENT, "无声电话"),
    (Call.Disposal.HARASSING, "骚扰电话"),
)


@dataclass(frozen=True)
class Ringing:
    """A call nobody has taken; ``late``: beyond the rings it must be answered within (B4.1)."""

    call: Call
    number: str
    rings: int
    late: bool


@dataclass
class Line:
    """``state``: idle, talking, held, wrapping. ``controls``: whether a telephone system can be asked."""

    state: str
    call: Call | None
    number: str = ""
    times: int = 0
    waiting: list[Ringing] = field(default_factory=list)
    colleagues: list[Colleague] = field(default_factory=list)
    controls: bool = False
    callers: tuple[tuple[str, str], ...] = ()  # who may ring in a demo
    disposals: tuple[tuple[str, str], ...] = DISPOSALS
    hold_prompt: int = HOLD_PROMPT
    ring_limit: int = RING_LIMIT
    error: str = ""

    @property
    def ordered(self) -> bool:
        """An order was made from the call: nothing more need be said of it."""
        return self.call is not None and self.call.disposal == Call.Disposal.ORDER


def line_of(agent: Person, error: str = "") -> Line:
    """The call on the agent's desk, and those that wait."""
    now = timezone.now()
    call = open_call_of(agent)
    line = Line(_state(call), call, controls=telephone() is not None, error=error)
    if call is not None:
        line.number, line.times = shown_number(call), times_called(call)
    on_line = call is not None and call.ended_at is None
    if on_line and line.controls:
        line.colleagues = colleagues(agent)
    line.waiting = [_ringing(each, now) for each in waiting_calls(agent)]
    line.callers = CALLERS if may_ring() else ()
    return line


def shown_number(call: Call) -> str:
    return mask(call.caller) if call.caller else "号码未显示"


def _state(call: Call | None) -> str:
    if call is None:
        return "idle"
    if call.ended_at is not None:
        return "wrapping"
    return "held" if call.held_at is not None else "talking"


def _ringing(call: Call, now: datetime) -> Ringing:
    rings = rings_by(call, now)
    return Ringing(call, shown_number(call), rings, rings > RING_LIMIT)
