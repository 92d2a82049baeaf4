"""Changing limits. A rule is never edited: a new one takes its place from an instant on, and the old one ends there.

An order lives by the rules of the instant it was accepted, so nothing that runs is touched by a change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import AccountEvent, Person
from accounts.services.events import record
from workorders import errors
from workorders.calendar import Unit as Measure
from workorders.clocks.book import REACH, forget
from workorders.configurators import may_configure
from workorders.models import Message, Rule

CIRCLES = frozenset({Message.Circle.HANDLER, Message.Circle.LEAD, Message.Circle.SUPERVISOR, Message.Circle.ABOVE})
LONGEST = {Measure.MINUTES: 525_600, Measure.HOURS: 8_760, Measure.DAYS: 366, Measure.WORKDAYS: 250}  # about a year
MOST_LEVELS = 8
Levels = Sequence[Sequence[str]]


@transaction.atomic
def change_rule(
    actor: Person,
    rule: Rule,
    *,
    amount: int,
    measure: str,
    levels: Levels,
    valid_from: datetime,
    basis: str | None = None,
) -> Rule:
    """Let ``amount`` × ``measure`` with ``levels`` hold instead of ``rule`` for orders accepted from ``valid_from`` on.

    Returns the new rule. Raises ``NotAllowed`` unless ``actor`` is a system administrator over every unit the profile
    serves, ``WrongState`` when ``rule`` has a successor already, ``Invalid`` for a limit that makes no sense and for a
    ``valid_from`` sooner than a minute from now: all processes must have heard of it by then.
    """
    old = Rule.objects.select_for_update(of=("self",)).select_related("profile").get(pk=rule.pk)
    if not may_configure(actor, old.profile):
        raise errors.NotAllowed("只有管理全部适用单位的系统管理员可以修改时限规则")
    if old.valid_to is not None:
        raise errors.WrongState("这条规则已经有后续规则，请修改最新的一条")
    check_rule(amount, measure, levels)
    earliest = max(timezone.now() + REACH, old.valid_from + REACH)
    if valid_from < earliest:
        local = timezone.localtime(earliest)
        raise errors.Invalid(
            f"生效时间不能早于 {local:%Y-%m-%d %H:%M:%S}：已受理的工单按原规则计时，各服务需要一分钟得知变更",
            fields={"valid_from": [f"不能早于 {local:%Y-%m-%d %H:%M:%S}"]},
        )
    old.valid_to = valid_from
    old.save(update_fields=["valid_to"])
    new = Rule.objects.create(
        profile=old.profile,
        kind=old.kind,
        clock=old.clock,
        area_class=old.area_class,
        grade=old.grade,
        amount=amount,
        measure=measure,
        levels=[list(level) for level in levels],
        basis=old.basis if basis is None else basis,
        valid_from=valid_from,
    )
    record(
        AccountEvent.Kind.RULE_CHANGED,
        actor=actor,
        profile=old.profile.code,
        clock=f"{old.kind}.{old.clock}",
        area_class=old.area_class,
        grade=old.grade,
        was=f"{old.amount} {old.measure}",
        now=f"{amount} {measure}",
        valid_from=valid_from.isoformat(),
    )
    transaction.on_commit(forget)
    return new


def check_rule(amount: int, measure: str, levels: Levels) -> None:
    """Raise ``Invalid`` for a limit no clock can be laid by, naming the field."""
    if measure not in {str(known) for known in Measure}:
        raise errors.Invalid("时限的单位不对", fields={"measure": ["请选择分钟、小时、天或工作日"]})
    longest = LONGEST[Measure(measure)]
    if not 1 <= amount <= longest:
        raise errors.Invalid(f"时限须在 1 到 {longest} 之间", fields={"amount": [f"须在 1 到 {longest} 之间"]})
    wrong = _wrong_with(levels, Measure(measure))
    if wrong:
        raise errors.Invalid(f"预警与告知：{wrong}", fields={"levels": [wrong]})


def _wrong_with(levels: Levels, measure: Measure) -> str:
    """What is wrong with the announcements, in words; empty when nothing is."""
    if not 1 <= len(levels) <= MOST_LEVELS:
        return f"请填写 1 到 {MOST_LEVELS} 级"
    if len({level[0] for level in levels}) < len(levels):
        return "同一时刻只能有一级"
    if "100%" not in {level[0] for level in levels}:
        return "请写明 100%（超时）告知谁"
    for when, circle in levels:
        if circle not in CIRCLES:
            return f"没有「{circle}」这一级人员"
        share, days = when.removesuffix("%"), when.removeprefix("-").removesuffix("d")
        if when.endswith("%"):
            fits = share.isascii() and share.isdigit() and 1 <= int(share) <= 1000
        else:
            fits = when == f"-{days}d" and days.isascii() and days.isdigit() and 1 <= int(days) <= 99
            if fits and measure not in (Measure.DAYS, Measure.WORKDAYS):
                return f"「{when}」（提前几天）只用于按天计的时限"
        if not fits:
            return f"「{when}」应写成 80% 或 -1d"
    return ""
