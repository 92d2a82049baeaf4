"""All crews at a glance: who is on duty, and what keeps each from being sent. Says what ``crews.unfit`` says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import Person, Unit
from accounts.selectors import certified_ids
from repair.models import DailyCheck, Duty


@dataclass(frozen=True)
class CrewState:
    """``lacking`` is empty when the crew can be sent."""

    crew: Unit
    people: list[Person]
    check: DailyCheck | None
    lacking: str


def crew_states(crews: Iterable[Unit], day: date) -> list[CrewState]:
    """The state of each of ``crews`` on ``day``. Three queries, however many there are."""
    found = list(crews)
    people: dict[int, list[Person]] = defaultdict(list)
    for duty in Duty.objects.filter(crew__in=found, until__isnull=True).select_related("person").order_by("pk"):
        people[duty.crew_id].append(duty.person)
    certified = certified_ids([person.pk for members in people.values() for person in members], day)
    checks = {check.crew_id: check for check in DailyCheck.objects.filter(crew__in=found, day=day)}
    return [
        CrewState(crew, people[crew.pk], checks.get(crew.pk), _lacking(people[crew.pk], certified, checks.get(crew.pk)))
        for crew in found
    ]


def _lacking(people: list[Person], certified: set[int], check: DailyCheck | None) -> str:
    if not people:
        return "没有人员在岗"
    lapsed = [person.name for person in people if person.pk not in certified]
    if lapsed:
        return f"{'、'.join(lapsed)}的上岗证书已过期"
    return "" if check else "今天还没有做每日检查"
