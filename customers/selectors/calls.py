"""Calls: which one is on an agent's desk, who is calling, how soon calls are answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from accounts.models import Person, Role, RoleAt, Unit
from customers.models import Call
from customers.phones import normalise
from customers.policies import call_on_the_desk, calls_on_desks_with
from customers.selectors.lookup import Found
from customers.selectors.premises import DETAILS, premises_visible_to

RING_LIMIT = 4  # B4.1: answered within four rings; a company with another promise passes its own
CARD_PREMISES = 20
CARD_CALLS = 5


@dataclass(frozen=True)
class CallerCard:
    """Who may be calling. ``sure`` only if the number leads to a single customer: several may share one."""

    number: str
    found: list[Found]
    recent: list[Call]  # earlier calls from the number to the same centre, latest first

    @property
    def sure(self) -> bool:
        return len({found.premises.customer_id for found in self.found}) == 1


@dataclass(frozen=True)
class RingFigures:
    """B4.1, C-ring: ``within`` of the ``answered`` calls were answered within ``limit`` rings."""

    centre: Unit
    limit: int
    answered: int
    within: int
    lost: int

    @property
    def rate(self) -> float | None:
        return self.within / self.answered if self.answered else None


def open_call_of(agent: Person) -> Call | None:
    """The call ``agent`` is on, or has just hung up and not yet disposed of (整理)."""
    return call_on_the_desk(agent)


def on_the_line_with(numbers: Iterable[str], customers: Iterable[int]) -> list[Call]:
    """Each agent's open call (``open_call_of``) that is from one of ``numbers`` or of ``customers`` (ids)."""
    return calls_on_desks_with(numbers, customers)


def call_by_id(actor: Person, call_id: str) -> Call:
    """A call of the centre the actor takes calls in, by the telephone system's id. Raises ``Call.DoesNotExist``,
    also out of reach."""
    call = Call.objects.select_related("centre", "agent").get(call_id=call_id)
    if not any(_same_line(path, call.centre.path) for path in actor.access.paths(Role.AGENT, Role.LEAD)):
        raise Call.DoesNotExist(call_id)
    return call


def caller_card(actor: Person, call_or_number: Call | str) -> CallerCard:
    """The premises behind a call or a number as far as the actor may look, and the calls before this one."""
    call = call_or_number if isinstance(call_or_number, Call) else None
    number = call.caller if call else next(iter(normalise(str(call_or_number))), "")
    if not number:
        return CallerCard("", [], [])
    rows = premises_visible_to(actor).filter(customer__phones__number=number)
    rows = rows.select_related(*DETAILS).prefetch_related("customer__phones").order_by("pk")[:CARD_PREMISES]
    return CallerCard(number, [Found(row, "phone") for row in rows], _recent(actor, number, call))


def _recent(actor: Person, number: str, but: Call | None) -> list[Call]:
    centres = Q()
    for path in actor.access.paths(Role.AGENT, Role.LEAD):
        centres |= Q(centre__path__startswith=path) | Q(centre__in=_ids(path))
    if not centres:
        return []
    calls = Call.objects.filter(centres, caller=number)
    if but is not None:
        calls = calls.exclude(pk=but.pk)
    return list(calls.select_related("agent").order_by("-rang_at")[:CARD_CALLS])


def centre_of_call(call_id: str) -> Unit | None:
    """Where the call with the telephone system's id is, if it was heard of; not cut to anybody's reach."""
    call = Call.objects.select_related("centre").filter(call_id=call_id).first()
    return call.centre if call else None


def centre_of(person: Person, *roles: Role) -> Unit | None:
    """The call centre a person works in: the one nearest above where they hold one of ``roles`` (agent or lead,
    when none is named)."""
    held = person.access.paths(*(roles or (Role.AGENT, Role.LEAD)))
    ids = {unit_id for path in held for unit_id in _ids(path)}
    centres = Unit.objects.filter(pk__in=ids, kind=Unit.Kind.CENTRE, active=True)
    return max(centres, key=lambda unit: len(unit.path), default=None)


def ring_figures(centre: Unit, since: datetime, until: datetime, limit: int = RING_LIMIT) -> RingFigures:
    """B4.1, C-ring: how soon the calls that rang in ``[since, until)`` were answered in ``centre``."""
    rang = Call.objects.filter(centre=centre, rang_at__gte=since, rang_at__lt=until)
    figures = rang.aggregate(
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        within=Count("pk", filter=Q(answered_at__isnull=False, rings__lte=limit)),
        lost=Count("pk", filter=Q(answered_at__isnull=True, ended_at__isnull=False)),
    )
    return RingFigures(centre, limit, **figures)


def _same_line(one: str, other: str) -> bool:
    """Whether one unit is the other, above it or below it."""
    return one.startswith(other) or other.startswith(one)


def _ids(path: str) -> list[int]:
    return [int(part) for part in path.strip("/").split("/") if part]


def agent_of_centre(centre: Unit, username: str) -> Person | None:
    """The active agent or lead of ``centre`` with this 工号."""
    units = Unit.objects.filter(path__startswith=centre.path)
    held = RoleAt.objects.filter(role__in=[Role.AGENT, Role.LEAD], unit__in=units, person__username=username)
    return Person.objects.filter(is_active=True, pk__in=held.values("person_id")).first()
