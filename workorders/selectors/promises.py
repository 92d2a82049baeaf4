"""What the customer may be told: the rules' own limits counted from now, or an order's as they run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Person
from customers.models.customers import AreaClass
from customers.selectors.hints import Hint, spoken
from workorders.calendar import Unit
from workorders.clocks.book import book
from workorders.clocks.saying import BY_DAY, said
from workorders.models import Deadline, Rule, WorkOrder
from workorders.policies import desk_of
from workorders.registry import BusinessType

WORDS = {Unit.MINUTES: "分钟", Unit.HOURS: "小时", Unit.DAYS: "天", Unit.WORKDAYS: "个工作日"}
PREFIX = "promise."
NOTHING = "promise"  # what is said instead where a customer's manner leaves nothing to promise


@dataclass(frozen=True)
class Promise:
    """``before`` and ``after`` stand around the time ``said``, which is empty for a promise that begins later.
    ``seconds`` from now where it is a plain span (the page goes on counting), else 0."""

    before: str
    after: str
    said: str
    basis: str
    seconds: int


def restoration(hints: Sequence[Hint], now: datetime) -> list[Promise]:
    """In place of a crew's arrival, where an outage is known: when power is expected back."""
    outages = [hint for hint in hints if hint.outage_id]
    if not outages:
        return []
    expected = [hint.until for hint in outages if hint.until is not None and hint.until > now]
    if len(expected) < len(outages):  # one without a time, or past it: nothing sure can be said
        return [Promise("送电时间正在核实，一有消息即告知您", "", "", "", 0)]
    return [Promise("预计 ", " 恢复送电", spoken(max(expected), now), "已知停电，不另派抢修", 0)]


def promises(
    business: BusinessType,
    actor: Person,
    area_class: str,
    now: datetime,
    manner: str = "",
    order: WorkOrder | None = None,
) -> list[Promise]:
    """A promise for each clock the type has words for ("promise.arrived_by": "抢修人员{time}前到达现场"); ``manner``, as
    the form has it, may have words of its own ("promise.contacted_by.confidential"), or none. Of an ``order`` that is
    there already its own clocks are told, as they run."""
    rules = book()
    profile = rules.profile_at(desk_of(actor, business).path)
    area = area_class if area_class in AreaClass.values else AreaClass.URBAN
    running = _running(order) if order is not None else {}
    found = []
    for clock, words in _worded(business, manner):
        deadline = running.get(clock)
        rule = _ruling(deadline) if deadline else rules.rule(profile.pk, business.code, clock, now, area_class=area)
        if rule is None and deadline is None:
            continue
        measure = Unit(rule.measure) if rule else Unit.MINUTES
        limit = f"{rule.amount} {WORDS[measure]}" if rule else "约定的时限"
        before, counted, after = words.replace("{limit}", limit).partition("{time}")
        if not counted:
            found.append(Promise(before, "", "", "", 0))
            continue
        at = deadline.due_at if deadline else rules.calendar.add(now, rule.amount, measure).at  # type: ignore[union-attr]
        seconds = 0 if deadline or measure in BY_DAY else int((at - now).total_seconds())
        basis = limit + (f" · {AreaClass(area).label}" if rule and rule.area_class else "")
        found.append(Promise(before, after, said(at, measure, now), basis, seconds))
    return found or _none(business, manner)


def _ruling(deadline: Deadline) -> Rule | None:
    """The rule ``deadline`` goes by; None where a date was brought along or agreed on."""
    rule = deadline.rule
    if rule is None:
        return None
    due = book().calendar.add(deadline.started_at, rule.amount, Unit(rule.measure)).at
    return rule if due == deadline.due_at else None


def _running(order: WorkOrder) -> dict[str, Deadline]:
    rows = order.deadlines.filter(state=Deadline.State.RUNNING).select_related("rule").order_by("generation")
    return {each.clock: each for each in rows}


def _worded(business: BusinessType, manner: str) -> Iterator[tuple[str, str]]:
    for name, words in business.scripts.items():
        clock = name.removeprefix(PREFIX)
        if clock == name or clock not in business.clock_labels:
            continue
        own = business.scripts.get(f"{name}.{manner}", words) if manner else words
        if own:
            yield clock, own


def _none(business: BusinessType, manner: str) -> list[Promise]:
    words = business.scripts.get(f"{NOTHING}.{manner}", "")
    return [Promise(words, "", "", "", 0)] if words else []
