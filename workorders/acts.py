"""An act: one verb being done to one order. The verb's body reads it and says through it what follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from accounts.models import Person, Unit

if TYPE_CHECKING:
    from workorders.models import Deadline, WorkOrder
    from workorders.registry import BusinessType, Verb


@dataclass(frozen=True)
class Telling:
    circle: str
    topic: str
    text: str
    unit: Unit
    sms: bool = False
    key: str = ""


@dataclass(frozen=True)
class Started:
    clock: str
    at: datetime
    due: datetime | None = None  # a date brought along or promised, instead of the rule's
    latest: datetime | None = None  # the rule's, but no later than this


@dataclass
class Act:
    """``at`` is when it happened, ``now`` when it is entered; ``data`` the form's cleaned data.

    ``detail`` is the type's own row; the gate saves order and detail after the body has run.
    """

    business: BusinessType
    verb: Verb
    order: WorkOrder
    actor: Person
    at: datetime
    now: datetime
    data: dict[str, Any]
    detail: Any = None
    deadlines: list[Deadline] = field(default_factory=list)  # the order's, of every generation
    note: dict[str, Any] = field(default_factory=dict)  # goes into the step beside the form's data
    tellings: list[Telling] = field(default_factory=list)
    started: list[Started] = field(default_factory=list)
    met: list[str] = field(default_factory=list)
    cancelled: dict[str, str] = field(default_factory=dict)

    def tell(
        self, circle: str, topic: str, text: str, *, unit: Unit | None = None, sms: bool = False, key: str = ""
    ) -> None:
        """Put a message to ``circle`` (``Message.Circle``) as seen from ``unit`` (the order's) into the outbox.

        ``key``: told once for all acts that give the same key; without it, once for this act.
        """
        self.tellings.append(Telling(circle, topic, text, unit or self.order.unit, sms, key))

    def start(
        self, clock: str, *, at: datetime | None = None, due: datetime | None = None, latest: datetime | None = None
    ) -> None:
        """Start a new generation of ``clock`` at ``at`` (when the act happened). ``due`` in place of the rule's limit;
        ``latest``: where the rule would end later."""
        self.started.append(Started(clock, at or self.at, due, latest))

    def meet(self, *clocks: str) -> None:
        """What ``clocks`` waited for has happened."""
        self.met.extend(clocks)

    def cancel(self, *clocks: str, why: str) -> None:
        """``clocks`` no longer apply: every open one when none is named."""
        for clock in clocks or self.business.clock_labels:
            self.cancelled[clock] = why
