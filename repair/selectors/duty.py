"""How each crew stands today: who is there, certified, checked. A few queries for however many crews."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from accounts.models import Person, Unit
from accounts.selectors import certified_ids
from repair.models import DailyCheck, Duty

ITEMS = dict(DailyCheck.ITEMS)


@dataclass
class CrewState:
    """``lacking``: why it cannot be sent, in words; empty when it can."""

    crew: Unit
    people: list[tuple[Person, bool]] = field(default_factory=list)  # and whether certified today
    check: DailyCheck | None = None

    @property
    def lacking(self) -> str:
        if not self.people:
            return "没有人员在岗"
        lapsed = [person.name for person, certified in self.people if not certified]
        if lapsed:
            return f"{'、'.join(lapsed)}的上岗证书已过期"
        return "" if self.check else "今天还没有做每日检查"

    @property
    def wanting(self) -> str:
        """What the check found missing, in words."""
        return "、".join(ITEMS.get(code, code) for code in self.check.missing) if self.check else ""


def crews_states(crews: Iterable[Unit], day: date) -> list[CrewState]:
    """The state of each crew on ``day``; those that cannot be sent first."""
    states = {crew.pk: CrewState(crew) for crew in crews}
    duties = list(Duty.objects.filter(crew_id__in=states, until__isnull=True).select_related("person").order_by("pk"))
    valid = certified_ids([duty.person_id for duty in duties], day)
    for duty in duties:
        states[duty.crew_id].people.append((duty.person, duty.person_id in valid))
    for check in DailyCheck.objects.filter(crew_id__in=states, day=day).select_related("by"):
        states[check.crew_id].check = check
    return sorted(states.values(), key=lambda state: (not state.lacking, state.crew.path))


def crew_state(crew: Unit, day: date) -> CrewState:
    return crews_states([crew], day)[0]


def duty_of(person: Person) -> Duty | None:
    """The duty ``person`` is on now."""
    return Duty.objects.filter(person=person, until__isnull=True).select_related("crew").first()
