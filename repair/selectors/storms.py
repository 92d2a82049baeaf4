"""Which units work in storm mode now, and what the callers of a line have been told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from accounts.models import Person, Role, Unit
from accounts.selectors import units_within
from customers.models import Premises
from repair.models import CallersTold, StormAct
from repair.selectors.thresholds import THRESHOLDS
from schema.ready import Ready

COMMANDERS = (Role.DISPATCHER, Role.LEAD)  # who begins and ends a storm
BEGUN = Ready(
    lambda: (
        StormAct.objects.filter(kind=StormAct.Kind.START, end__isnull=True)
        .select_related("unit", "by")
        .order_by("at", "pk")
    )
)
TOLD = (Role.AGENT, Role.LEAD, Role.DISPATCHER, Role.SUPERVISOR, Role.CREW)  # whose screens say so


def storms_now() -> list[StormAct]:
    """The storms that go on, oldest first, each with its unit and who began it. One query."""
    return BEGUN()


def storms_of(person: Person) -> list[StormAct]:
    """The storms ``person`` works in: at a unit above or below one of theirs."""
    if not person.access.has(*TOLD):
        return []
    paths = person.access.paths(*TOLD)
    return [
        storm
        for storm in storms_now()
        if any(storm.unit.path.startswith(path) or path.startswith(storm.unit.path) for path in paths)
    ]


def commanded(actor: Person) -> list[Unit]:
    """The cities and counties whose storm ``actor`` may begin, from the top."""
    found = units_within(actor.access.paths(*COMMANDERS))
    return list(found.filter(kind__in=[Unit.Kind.CITY, Unit.Kind.COUNTY], active=True).order_by("path"))


@dataclass(frozen=True)
class StormNotice:
    """What an agent may tell a caller from a place in a storm. ``told``: the last text to that line's callers."""

    unit: str
    since: datetime
    text: str
    told: str = ""
    expected_at: datetime | None = None


def storms_for(premises: Premises) -> list[StormNotice]:
    """The storms that cover ``premises``, with what its line's callers were texted last. Two queries, one when calm."""
    here = [storm for storm in storms_now() if premises.unit.path.startswith(storm.unit.path)]
    if not here:
        return []
    last = last_told(premises.transformer.feeder_id, premises.transformer_id)
    return [
        StormNotice(
            storm.unit.name,
            storm.at,
            storm.text,
            last.text if last else "",
            last.expected_at if last else None,
        )
        for storm in here
    ]


def last_told(feeder_id: int, transformer_id: int | None = None) -> CallersTold | None:
    """The last text to the callers of the line (or of the transformer), while it is still news."""
    since = timezone.now() - THRESHOLDS.told_again_after
    found = CallersTold.objects.filter(feeder_id=feeder_id, at__gte=since)
    return found.filter(Q(transformer=None) | Q(transformer_id=transformer_id)).order_by("-at").first()
