"""What the customer may be told: the rules' own limits, counted from now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Person
from customers.models.customers import AreaClass
from customers.selectors.hints import Hint, spoken
from workorders.calendar import Unit
from workorders.clocks.book import book
from workorders.registry import BusinessType
from workorders.services.accept import desk_of

WORDS = {Unit.MINUTES: "分钟", Unit.HOURS: "小时", Unit.DAYS: "天", Unit.WORKDAYS: "个工作日"}
PREFIX = "promise."


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


def promises(business: BusinessType, actor: Person, area_class: str, now: datetime) -> list[Promise]:
    """A promise for each clock the type has words for ("promise.arrived_by": "抢修人员{time}前到达现场")."""
    rules = book()
    profile = rules.profile_at(desk_of(actor, business).path)
    area = area_class if area_class in AreaClass.values else AreaClass.URBAN
    found = []
    for name, words in business.scripts.items():
        if not name.startswith(PREFIX):
            continue
        rule = rules.rule(profile.pk, business.code, name.removeprefix(PREFIX), now, area_class=area)
        if rule is None:
            continue
        measure = Unit(rule.measure)
        limit = f"{rule.amount} {WORDS[measure]}"
        before, counted, after = words.replace("{limit}", limit).partition("{time}")
        basis = limit + (f" · {AreaClass(area).label}" if rule.area_class else "")
        if not counted:
            found.append(Promise(before, "", "", "", 0))
            continue
        at = rules.calendar.add(now, rule.amount, measure).at
        seconds = 0 if measure == Unit.WORKDAYS else int((at - now).total_seconds())
        found.append(Promise(before, after, spoken(at, now), basis, seconds))
    return found
