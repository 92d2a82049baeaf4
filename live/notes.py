"""Notes: events that leave no row of their own. Written here, told by the source at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from live.audience import Audience
from live.doorbell import ring
from live.models import Note
from live.sources import Event, Source, Telling, matters

KEPT = timedelta(days=1)


def note(
    topic: str,
    *,
    person: int | None = None,
    order: int | None = None,
    path: str = "",
    roles: Iterable[str] = (),
    clearance: Iterable[str] = (),
    **data: Any,
) -> None:
    """Tell ``data`` (no personal data) under ``topic`` once the present transaction is committed: to the person with
    the id ``person``, to those who may see the order with the id ``order``, or to whoever holds one of ``roles`` at
    the unit with ``path`` or above it, and where ``clearance`` is asked for one of these there as well."""
    Note.objects.create(
        topic=topic,
        data=data,
        person_id=person,
        order_id=order,
        path=path,
        roles=sorted(map(str, roles)),
        clearance=sorted(map(str, clearance)),
    )
    ring(topic)


def forget_notes() -> int:
    """Delete what everybody has heard long ago. For housekeeping."""
    return Note.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


def describe(ids: Sequence[int]) -> list[Event]:
    found = list(Note.objects.filter(pk__in=ids).order_by("pk"))
    whose = matters([row.order_id for row in found if row.order_id is not None])
    events = []
    for row in found:
        audience, data = Audience(), dict(row.data)
        if row.person_id is not None:
            audience = Audience(people=frozenset({row.person_id}))
        elif row.order_id is not None:
            if row.order_id not in whose:
                continue
            audience = whose[row.order_id].audience
            data.setdefault("number", whose[row.order_id].number)
        elif row.path:
            audience = Audience(roles=frozenset(row.roles), paths=(row.path,), clearance=frozenset(row.clearance))
        events.append(Event(row.pk, row.topic, (Telling(audience, data),)))
    return events


SOURCE = Source("n", Note, describe)
