"""What 报修 tells the screens besides its orders: a storm that begins or ends."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.selectors import units_within
from live.audience import Audience
from live.sources import Event, Source, Telling
from repair.models import StormAct
from repair.selectors.storms import TOLD

TOPIC = "storm"


def describe(ids: Sequence[int]) -> list[Event]:
    """To everybody who works in the storm: at its unit, above it, or below."""
    roles = frozenset(str(role) for role in TOLD)
    events = []
    for act in StormAct.objects.filter(pk__in=ids).select_related("unit").order_by("pk"):
        paths = units_within([act.unit.path]).order_by().values_list("path", flat=True)
        audience = Audience(roles=roles, paths=tuple(paths))
        events.append(Event(act.pk, TOPIC, (Telling(audience, {"unit": act.unit_id, "kind": act.kind}),)))
    return events


def source() -> Source:
    return Source("s", StormAct, describe)
