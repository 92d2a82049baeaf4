"""Changing what a company's profile says beside its limits. Takes effect at once; what is recorded stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import AccountEvent, Person, Unit
from accounts.services.events import record
from workorders import errors
from workorders.calendar import SHANGHAI, Calendar
from workorders.clocks.book import forget
from workorders.configurators import may_configure, may_configure_units
from workorders.models import RuleProfile

FEWEST, CLOSEST = 3, timedelta(hours=2)  # A2.6


@transaction.atomic
def change_profile(
    actor: Person,
    profile: RuleProfile,
    *,
    rings: int,
    calling_hours: list[list[str]],
    attempt_spacing: timedelta,
    attempts: int,
    recording_days: int,
    units: Iterable[Unit],
) -> RuleProfile:
    """Set how ``profile`` answers and calls back, and which units it serves. A unit has one profile: it leaves its
    former one.

    Raises ``NotAllowed`` unless ``actor`` is a system administrator over all units it serves now and then, and
    ``Invalid`` for values that break a rule book: fewer than 3 attempts, less than 2 h apart (A2.6), recordings under
    93 days (B4.5).
    """
    wanted = list(units)
    if not (may_configure(actor, profile) and may_configure_units(actor, wanted)):
        raise errors.NotAllowed("只有管理全部适用单位的系统管理员可以修改规则方案")
    check_profile(calling_hours, attempt_spacing, attempts)
    changed: dict[str, Any] = {
        "rings": rings,
        "calling_hours": calling_hours,
        "attempt_spacing": attempt_spacing,
        "attempts": attempts,
        "recording_days": recording_days,
    }
    for name, value in changed.items():
        setattr(profile, name, value)
    try:
        profile.full_clean()
    except ValidationError as wrong:
        fields = {name: [str(each) for each in found] for name, found in wrong.message_dict.items()}
        raise errors.Invalid(next(iter(fields.values()))[0], fields=fields) from wrong
    profile.save()
    for former in RuleProfile.objects.filter(units__in=wanted).exclude(pk=profile.pk).distinct():
        former.units.remove(*wanted)
    profile.units.set(wanted)
    record(
        AccountEvent.Kind.PROFILE_CHANGED,
        actor=actor,
        profile=profile.code,
        units=[unit.name for unit in wanted],
        **changed | {"attempt_spacing": str(attempt_spacing)},
    )
    transaction.on_commit(forget)
    return profile


def check_profile(calling_hours: list[list[str]], attempt_spacing: timedelta, attempts: int) -> None:
    """Raise ``Invalid`` for calling hours that never open, and for too few or too quick attempts."""
    try:
        windows = [(time.fromisoformat(start), time.fromisoformat(end)) for start, end in calling_hours]
        Calendar().next_open(datetime(2026, 1, 1, tzinfo=SHANGHAI), windows)
    except (ValueError, TypeError):
        why = "请逐段填写，例如 08:00-12:00；一段不能跨零点"
        raise errors.Invalid(f"回访时段不对：{why}", fields={"calling_hours": [why]}) from None
    if attempts < FEWEST:
        raise errors.Invalid("回访次数不能少于 3 次", fields={"attempts": ["不能少于 3 次"]})
    if attempt_spacing < CLOSEST:
        raise errors.Invalid("两次回访至少间隔 2 小时", fields={"attempt_spacing": ["不能短于 2 小时"]})
