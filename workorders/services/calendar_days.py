"""The working calendar's rows, one for all companies: it is the State Council's."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import AccountEvent, Person
from accounts.services.events import record
from workorders import errors
from workorders.clocks.book import forget
from workorders.configurators import may_configure_all
from workorders.models import CalendarDay


@transaction.atomic
def keep_day(actor: Person, day: date, *, is_workday: bool, name: str = "") -> CalendarDay:
    """Say that ``day`` is worked or not; a row it has is changed. Due times that are settled stay as they are, open
    provisional ones are counted again within a minute once their year is complete (its 1 October is in the table).

    Raises ``NotAllowed`` unless ``actor`` is a system administrator over everything.
    """
    _refuse(actor)
    row, _ = CalendarDay.objects.update_or_create(day=day, defaults={"is_workday": is_workday, "name": name})
    record(AccountEvent.Kind.CALENDAR_CHANGED, actor=actor, day=day.isoformat(), is_workday=is_workday, name=name)
    transaction.on_commit(forget)
    return row


@transaction.atomic
def remove_day(actor: Person, row: CalendarDay) -> None:
    """Let the weekday decide about the row's day again. Raises ``NotAllowed`` as ``keep_day``."""
    _refuse(actor)
    record(AccountEvent.Kind.CALENDAR_CHANGED, actor=actor, day=row.day.isoformat(), removed=True)
    row.delete()
    transaction.on_commit(forget)


def _refuse(actor: Person) -> None:
    if not may_configure_all(actor):
        raise errors.NotAllowed("工作日历全网共用，只有最高一级单位的系统管理员可以修改")
