"""What happened to an order, told; and where on its way it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Person
from schema.ready import Ready
from workorders.models import Step, WorkOrder
from workorders.registry import BusinessType, registry
from workorders.selectors.orders import known_to
from workorders.selectors.words import described

CLOCK_STEPS = {"warn": ("临期提醒", "alert-triangle"), "breach": ("超时", "clock-exclamation")}
SYSTEM_STEPS = {**CLOCK_STEPS, "recompute": ("重算时限", "refresh"), "purge": ("录音到期清除", "x")}
CIRCLES = {
    "handler": "处理人",
    "lead": "值班长、调度",
    "supervisor": "主管",
    "above": "上级单位主管",
}


@dataclass(frozen=True)
class Told:
    """A step in words. ``tone`` is set for clock steps only: colour is for time."""

    step: Step
    label: str
    icon: str
    tone: str
    state: str  # the state it led to, when it changed
    rows: list[tuple[str, str]]

    @property
    def late_entry(self) -> bool:
        """Entered noticeably later than it happened."""
        return (self.step.recorded_at - self.step.occurred_at).total_seconds() >= 60


@dataclass(frozen=True)
class Stop:
    """A state on the track: ``phase`` is done, now, ahead or skipped."""

    label: str
    at: datetime | None
    phase: str


STEPS = Ready(lambda pk: Step.objects.filter(order_id=pk).select_related("actor").order_by("seq"))


def steps_of(order: WorkOrder) -> list[Step]:
    """All steps, oldest first, each with its actor."""
    steps = STEPS(order.pk)
    for step in steps:
        step.order = order
    return steps


def steps_known_to(actor: Person) -> QuerySet[Step]:
    """Everybody's steps, for whoever audits the log: of types that ask for a clearance only where ``actor`` holds it."""
    known = known_to(actor)
    return Step.objects.filter(order__in=WorkOrder.objects.filter(known).values("pk")) if known else Step.objects.all()


def told(order: WorkOrder, steps: list[Step]) -> list[Told]:
    """The steps in words, newest first."""
    business = registry[order.kind]
    missed: set[tuple[str, int]] = set()
    found = []
    for step in steps:
        clock = (step.data.get("clock", ""), step.data.get("generation", 0))
        found.append(_tell(business, step, still="超时后仍未完成" if clock in missed else "即将到期"))
        if step.verb == "breach":
            missed.add(clock)
    return found[::-1]


def _tell(business: BusinessType, step: Step, still: str) -> Told:
    moved = step.from_state != step.to_state
    state = business.state_labels.get(step.to_state, step.to_state) if moved else ""
    if step.verb in SYSTEM_STEPS:
        label, icon = SYSTEM_STEPS[step.verb]
        tone = {"warn": "late" if still.startswith("超时") else "warn", "breach": "late"}.get(step.verb, "")
        rows = described(business.code, step.verb, step.data)
        if step.verb in CLOCK_STEPS:
            clock = business.clock_labels.get(step.data.get("clock", ""), "")
            label = f"「{clock}」{'超时' if step.verb == 'breach' else still}"
            circle = CIRCLES.get(step.data.get("tell", ""))
            rows = [("告知", circle)] if circle else []
        return Told(step, label, icon, tone, state, rows)
    verb = business.by_name.get(step.verb)
    return Told(
        step,
        verb.label if verb else step.verb,
        ICONS.get(step.verb, "circle-check" if moved else "edit"),
        "",
        state,
        described(business.code, step.verb, step.data),
    )


ICONS = {
    "urge": "speakerphone",
    "supervise": "urgent",
    "attach": "paperclip",
    "reveal": "eye",
    "merge": "git-merge",
    "call_back": "phone-outgoing",
    "refuse": "arrow-back-up",
    "send_back": "arrow-back-up",
    "contact": "phone",
    "ask_relay": "arrows-exchange",
    "relay": "arrows-exchange",
    "extend": "calendar-time",
    "decide_extension": "calendar-time",
    "look": "eye",
    "relate": "link",
    "pause": "player-pause",
    "resume": "player-play",
}


def track_of(order: WorkOrder, steps: list[Step]) -> list[Stop]:
    """The states of an ordinary life with the time this round entered each. Going back forgets what came after."""
    business = registry[order.kind]
    place = {state: index for index, state in enumerate(business.track)}
    entered: dict[str, datetime] = {}
    current = ""
    for step in steps:
        if step.to_state in place and (step.from_state != step.to_state or not step.from_state):
            entered = {state: at for state, at in entered.items() if place[state] < place[step.to_state]}
            entered[step.to_state] = step.occurred_at
            current = step.to_state
    now_at = place.get(order.state, place.get(current, -1))
    stops = []
    for index, state in enumerate(business.track):
        if index < now_at:
            phase = "done" if state in entered else "skipped"
        elif index == now_at:
            phase = "now"
        else:
            phase = "ahead"
        stops.append(Stop(business.state_labels[state], entered.get(state), phase))
    return stops
