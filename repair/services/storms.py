"""Beginning and ending a storm (大面积抢修): what it was and who said so stays on record."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import Person, Unit
from live.doorbell import ring
from repair.models import StormAct
from repair.selectors.storms import COMMANDERS
from workorders import errors

LONGEST = 200


def begin_storm(actor: Person, unit: Unit, text: str, waiting: int = 0) -> StormAct:
    """Let ``unit`` work in storm mode; ``text`` stands on the screens of its people. One that goes on already is
    returned as it is.

    Raises ``NotAllowed``, ``Invalid`` without a text or with one too long.
    """
    _may(actor, unit)
    said = " ".join(text.replace("\0", "").split())
    if not said or len(said) > LONGEST:
        raise errors.Invalid(f"请写明告知坐席和班组的内容，不超过 {LONGEST} 个字", fields={"text": ["请填写"]})
    with transaction.atomic():
        Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)  # two who begin at once begin one
        going_on = StormAct.objects.filter(unit=unit, kind=StormAct.Kind.START, end__isnull=True).first()
        if going_on:
            return going_on
        ring("storm")
        return StormAct.objects.create(
            kind=StormAct.Kind.START, unit=unit, text=said, waiting=waiting, by=actor, at=timezone.now()
        )


def end_storm(actor: Person, storm: StormAct, waiting: int = 0) -> None:
    """The storm is over; ending it twice changes nothing. Raises ``NotAllowed``."""
    _may(actor, storm.unit)
    StormAct.objects.get_or_create(
        start=storm,
        defaults={
            "kind": StormAct.Kind.END,
            "unit": storm.unit,
            "waiting": waiting,
            "by": actor,
            "at": timezone.now(),
        },
    )
    ring("storm")


def _may(actor: Person, unit: Unit) -> None:
    if not actor.access.reaches(unit.path, COMMANDERS):
        raise errors.NotAllowed("大面积抢修由调度或值班长开始和结束")
