"""到岗, 离岗 and 每日检查 as a phone enters them: with a key, and with the time they happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person, Role, Unit
from repair.models.crews import DutyEntry
from repair.selectors.crews import current_crew
from repair.services.duty import check_today, sign_off, sign_on
from workorders import errors
from workorders.services.gate import SKEW

Verb = DutyEntry.Verb
KEPT = timedelta(days=1)  # what is older tells nobody who may be sent now
KEY, REMARK = 50, 200  # characters


def enter(actor: Person, verb: str, data: Mapping[str, Any], *, key: str, occurred_at: datetime | None = None) -> bool:
    """Do ``verb`` (``DutyEntry.Verb``) for ``actor`` and the crew they are of; whether it was done now, not before
    under the same ``key``.

    Raises ``NotAllowed``, and ``Invalid`` when it cannot be or happened at a time that cannot be.
    """
    if not 1 <= len(key) <= KEY or not key.isprintable():
        raise errors.Invalid("幂等键须为 1 到 50 个可见字符", fields={"key": ["长度或字符不对"]})
    crew = current_crew(actor)
    if crew is None or not actor.access.has(Role.CREW):
        raise errors.NotAllowed("到岗、离岗和每日检查由抢修班组人员办理")
    if DutyEntry.objects.filter(person=actor, key=key).exists():
        return False
    now = timezone.now()
    at = settle(occurred_at or now, now)
    try:
        with transaction.atomic():
            DutyEntry.objects.create(person=actor, key=key, verb=verb, occurred_at=at, recorded_at=now)
            do(actor, crew, verb, data, at)
    except IntegrityError:
        # The same key at the same moment: the other one has done it.
        if not DutyEntry.objects.filter(person=actor, key=key).exists():
            raise
        return False
    return True


def settle(at: datetime, now: datetime) -> datetime:
    """``at``, when it can have been. Raises ``Invalid``."""
    if at > now + SKEW:
        raise errors.Invalid("发生时间晚于现在，请检查手机时间", fields={"occurred_at": ["发生时间不能晚于现在"]})
    if at < now - KEPT:
        raise errors.Invalid("这是一天以前的登记，已不能补录", fields={"occurred_at": ["最多补录一天以内的登记"]})
    return min(at, now)


def do(actor: Person, crew: Unit, verb: str, data: Mapping[str, Any], at: datetime) -> None:
    if verb == Verb.ON:
        sign_on(actor, crew, at)
    elif verb == Verb.OFF:
        sign_off(actor, at)
    elif verb == Verb.CHECK:
        check_today(
            actor, crew, list(data.get("missing", [])), str(data.get("remark", "")).replace("\0", "")[:REMARK], at
        )
    else:
        raise errors.Invalid("没有这种登记", fields={"verb": ["没有这种登记"]})
