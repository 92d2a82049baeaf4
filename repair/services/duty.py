"""到岗, 离岗, 每日检查: who may be sent out today."""

from __future__ import annotations

from datetime import datetime, time

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import Person, Role, Unit
from accounts.selectors import certified
from live.notes import note
from repair.models import DailyCheck, Duty
from repair.selectors.crews import unchecked_today
from repair.selectors.duty import duty_of
from workorders import errors
from workorders.models import Message

CHECK_BY = time(9)
WATCHERS = (Role.CREW, Role.DISPATCHER, Role.SUPERVISOR, Role.LEAD)


def sign_on(actor: Person, crew: Unit, at: datetime | None = None) -> Duty:
    """``actor`` comes on duty with ``crew``, ``at`` where that is not now. Raises ``NotAllowed`` (not of the crew) or
    ``Invalid`` (B5.5: no valid certificate). Coming on twice changes nothing."""
    if not actor.access.reaches(crew.path, {Role.CREW}) or crew.kind != Unit.Kind.CREW:
        raise errors.NotAllowed("您不是这个班组的人员")
    if not certified(actor, timezone.localdate()):
        raise errors.Invalid("您的上岗证书不存在或已过期，不能到岗，请联系主管", fields={"person": ["证书无效"]})
    try:
        with transaction.atomic():
            duty = Duty.objects.create(crew=crew, person=actor, since=at or timezone.now())
            tell(crew)
            return duty
    except IntegrityError:
        return Duty.objects.get(person=actor, until__isnull=True)


def report_missing_checks() -> int:
    """B5.4: after nine, each crew on duty that has not done today's check is reported to its supervisors, once a day.

    Returns how many reports were new.
    """
    now = timezone.localtime()
    if now.time() < CHECK_BY:
        return 0
    reports = [
        Message(
            key=f"check:{crew.pk}:{now:%Y%m%d}",
            unit=crew,
            circle=Message.Circle.SUPERVISOR,
            topic="repair.check_missing",
            text=f"{crew}在岗，今天还没有做每日检查",
            created_at=now,
        )
        for crew in unchecked_today(now.date())
    ]
    known = set(Message.objects.filter(key__in=[r.key for r in reports]).values_list("key", flat=True))
    Message.objects.bulk_create(reports, ignore_conflicts=True)
    return len([report for report in reports if report.key not in known])


def sign_off(actor: Person, at: datetime | None = None) -> None:
    """``actor`` goes off duty, ``at`` where that is not now; nothing happens when they were not on it."""
    duty = duty_of(actor)
    if duty is None:
        return
    until = Greatest("since", Value(at or timezone.now()))
    with transaction.atomic():
        if Duty.objects.filter(pk=duty.pk, until__isnull=True).update(until=until):
            tell(duty.crew)


def check_today(
    actor: Person, crew: Unit, missing: list[str], remark: str = "", at: datetime | None = None
) -> DailyCheck:
    """The crew's daily check (B5.4) of the day of ``at`` (now); one a day, the first stands. ``missing``: codes of
    ``DailyCheck.ITEMS``.

    Raises ``NotAllowed``, ``Invalid`` when something is missing and not explained.
    """
    if not actor.access.reaches(crew.path, {Role.CREW}):
        raise errors.NotAllowed("您不是这个班组的人员")
    unknown = set(missing) - {code for code, _ in DailyCheck.ITEMS}
    if unknown:
        raise errors.Invalid("检查项目不对，请重新选择", fields={"missing": ["没有这个检查项目"]})
    if missing and not remark.strip():
        raise errors.Invalid("有缺项，请说明如何补齐", fields={"remark": ["有缺项时必须说明"]})
    moment = at or timezone.now()
    with transaction.atomic():
        check, fresh = DailyCheck.objects.get_or_create(
            crew=crew,
            day=timezone.localdate(moment),
            defaults={"by": actor, "at": moment, "missing": missing, "remark": remark[:200]},
        )
        if fresh:
            tell(crew)
    return check


def tell(crew: Unit) -> None:
    """Whether ``crew`` can be sent may have changed: its own people hear of it, and those above."""
    note("crew", path=crew.path, roles=WATCHERS, unit=crew.pk)
