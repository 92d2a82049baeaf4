"""What of a return rate or a weekly report is asked for, as addresses and programs write it: unit, days, type, levels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from accounts.models import Person, Unit
from supervision.navigation import judges
from workorders.errors import Invalid, NotAllowed, NotVisible
from workorders.models import Return
from workorders.periods import FIRST_YEAR, LAST_YEAR, LONGEST, Period, Week
from workorders.registry import registry
from workorders.selectors.returns import COUNTED, Asked, unit_of, units_of

USUAL = "month"
LEVELS = (
    (",".join(COUNTED), "省退市和国退"),
    *((level.value, str(level.label)) for level in (Return.Level.PROVINCE, Return.Level.NATIONAL)),
    *((level.value, str(level.label)) for level in (Return.Level.CALLBACK, Return.Level.UNIT)),
)


def periods(today: date) -> dict[str, tuple[str, Period]]:
    """The periods that have a name: code → words and days, up to today."""
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    return {
        "week": ("本周", Week.of(today).up_to(today)),
        USUAL: ("本月", Period(month, today)),
        "last_month": ("上月", Period(before.replace(day=1), before)),
        "year": ("今年", Period(today.replace(month=1, day=1), today)),
    }


def read(actor: Person, asked: Mapping[str, str], today: date) -> Asked:
    """Raises ``NotAllowed`` for who judges nothing, ``NotVisible`` for a unit out of reach, ``Invalid`` for the rest."""
    judge(actor, "退单分析")
    return Asked(
        read_unit(actor, asked.get("unit", "")),
        read_period(asked, today),
        read_levels(asked.get("level", "")),
        read_kind(asked.get("kind", "")),
    )


def judge(actor: Person, page: str) -> None:
    """Raises ``NotAllowed`` for who judges nothing."""
    if not judges(actor):
        raise NotAllowed(f"{page}对值班长、省审核、调度和主管开放")


def read_unit(actor: Person, text: str) -> Unit:
    """The unit with this id; of none named, the topmost of ``actor``'s own."""
    found: Unit | None = None
    if not text:
        found = next(iter(units_of(actor)), None)
    elif text.isascii() and text.isdigit() and len(text) < 10:
        found = unit_of(actor, int(text))
    if found is None:
        raise NotVisible("没有这个单位，或者它不在您的管辖范围内")
    return found


def read_period(asked: Mapping[str, str], today: date) -> Period:
    """``from`` and ``to``, each a day and both included; one alone is that day. Else the ``period`` that has a name."""
    first, last = asked.get("from", ""), asked.get("to", "")
    if not first and not last:
        named = periods(today)
        return named.get(asked.get("period", ""), named[USUAL])[1]
    begin, end = _day("from", first or last), _day("to", last or first)
    if end < begin:
        raise Invalid("结束日期早于开始日期，请对调", fields={"to": ["早于开始日期"]})
    if end - begin >= LONGEST:
        raise Invalid(f"一次最多统计 {LONGEST.days} 天，请缩短", fields={"to": [f"最多 {LONGEST.days} 天"]})
    return Period(begin, end)


def _day(name: str, text: str) -> date:
    try:
        found = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Invalid("日期应写成 2026-11-24 这样", fields={name: ["应为日期，如 2026-11-24"]})
    return found


def read_week(text: str, today: date) -> Week:
    """The week written as 2026-W48; of none named, the one ``today`` is in."""
    if not text:
        return Week.of(today)
    found = Week.read(text)
    if found is None:
        raise Invalid("周应写成 2026-W48 这样，指 2026 年第 48 周", fields={"week": ["应为一周，如 2026-W48"]})
    if found.monday > today:
        raise Invalid(f"{found.words}还没有开始，最晚看到本周", fields={"week": ["还没有开始"]})
    return found


def read_levels(text: str) -> tuple[str, ...]:
    levels = tuple(dict.fromkeys(text.split(","))) if text else COUNTED
    if not set(levels) <= set(Return.Level.values):
        known = "、".join(f"{value} {label}" for value, label in Return.Level.choices)
        raise Invalid("没有这种退单级别", fields={"level": [f"应为 {known}，几种用逗号隔开"]})
    return levels


def read_kind(text: str) -> str:
    if text and text not in registry:
        known = "、".join(f"{each.code} {each.label}" for each in registry)
        raise Invalid("没有这种业务", fields={"kind": [f"应为 {known}"]})
    return text
