"""What an agent's desk shows of the line: who waits, who is free, how often this number has called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Person, Role, RoleAt, Unit
from customers.models import Call
from customers.policies import LONGEST_CALL
from customers.selectors.calls import centre_of

RING_EVERY = timedelta(seconds=3)  # from one ring to the next, where the telephone system does not count them itself
RINGS_FOR = timedelta(minutes=10)  # nobody lets it ring longer: the hang-up was not told
SHOWN = 9  # waiting calls, each with its number key
LOOK_BACK = timedelta(days=60)  # D17


@dataclass(frozen=True)
class Colleague:
    person: Person
    busy: bool


def waiting_calls(agent: Person) -> list[Call]:
    """Calls ringing in the agent's centre, the longest first; nobody has taken them yet."""
    centre = centre_of(agent)
    return ringing_in(centre) if centre else []


def ringing_in(centre: Unit) -> list[Call]:
    rung = Call.objects.filter(centre=centre, rang_at__gt=timezone.now() - RINGS_FOR)
    waiting = rung.filter(answered_at__isnull=True, ended_at__isnull=True, agent__isnull=True, disposal="")
    return list(waiting.select_related("customer").order_by("rang_at")[:SHOWN])


def rings_by(call: Call, at: datetime) -> int:
    """How often it has rung by then: as told, or as the time says when that is more."""
    return max(call.rings, 1 + int((at - call.rang_at) / RING_EVERY))


def talking(person: Person) -> Call | None:
    """The call ``person`` has on the line now; one hung up is none."""
    open_ = Call.objects.filter(agent=person, ended_at__isnull=True, rang_at__gt=timezone.now() - LONGEST_CALL)
    return open_.order_by("-rang_at").first()


def colleagues(agent: Person) -> list[Colleague]:
    """The other agents and leads of the centre, free ones first: whom a call may be transferred to."""
    centre = centre_of(agent)
    if centre is None:
        return []
    held = RoleAt.objects.filter(role__in=[Role.AGENT, Role.LEAD], unit__path__startswith=centre.path)
    on_line = Call.objects.filter(
        agent=OuterRef("pk"), ended_at__isnull=True, rang_at__gt=timezone.now() - LONGEST_CALL
    )
    people = (
        Person.objects.filter(is_active=True, pk__in=held.values("person_id"))
        .exclude(pk=agent.pk)
        .annotate(busy=Exists(on_line))
        .order_by("busy", "username")
    )
    return [Colleague(person, person.busy) for person in people]


def times_called(call: Call) -> int:
    """D17: which call this is from its number to the same centre within 60 days, itself included; 0 for a withheld one."""
    if not call.caller:
        return 0
    since = call.rang_at - LOOK_BACK
    same = Call.objects.filter(caller=call.caller, centre=call.centre_id, rang_at__gt=since, rang_at__lte=call.rang_at)
    return same.count()
