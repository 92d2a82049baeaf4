"""Who needs to know where a customer lives, and who they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Person, Role
from customers.models import Call, Phone, Premises

LOOKERS = (Role.AGENT, Role.LEAD, Role.DISPATCHER)  # who may look customers up, within their reach
WRAP_UP = timedelta(minutes=30)  # after hanging up an agent still writes the order down (整理)
LONGEST_CALL = timedelta(hours=8)  # a call whose end was never told does not stay open for ever


@dataclass(frozen=True)
class Sight:
    """What someone needs to see. Paths of units: below ``where`` addresses, below ``who`` names and numbers too;
    of the ``callers`` (ids of customers), wherever addresses are, names and numbers as well."""

    where: tuple[str, ...]
    who: tuple[str, ...]
    callers: frozenset[int] = frozenset()

    def of(self, premises: Premises) -> tuple[bool, bool]:
        """Whether the address, and whether name and numbers are needed."""
        path = premises.unit.path
        where = path.startswith(self.where)
        return where, path.startswith(self.who) or (where and premises.customer_id in self.callers)


def sight_of(actor: Person) -> Sight:
    """Dispatchers and leads need all of it within their reach; agents need to know who the caller is while on
    the line (or still writing it down), and of all others only where. Everybody else needs neither.
    Ask once a page: this reads whether the agent is on a call."""
    access = actor.access
    if access.system:
        return Sight(("/",), ("/",))
    where = access.paths(*LOOKERS)
    who = access.paths(Role.LEAD, Role.DISPATCHER)
    return Sight(where, who, _on_the_line(actor) if access.has(Role.AGENT) else frozenset())


def _on_the_line(agent: Person) -> frozenset[int]:
    """The customers ``agent`` may be speaking with: whom the call is known to be from, and all who share its number."""
    call = call_on_the_desk(agent)
    if call is None:
        return frozenset()
    who = {call.customer_id} if call.customer_id is not None else set()
    if call.caller:
        who.update(Phone.objects.filter(number=call.caller).values_list("customer_id", flat=True))
    return frozenset(who)


def call_on_the_desk(agent: Person) -> Call | None:
    """The call ``agent`` is on (an order made from it does not end it), or has hung up and not yet disposed of."""
    return Call.objects.filter(_on_a_desk(), agent=agent).order_by("-rang_at").first()


def calls_on_desks_with(numbers: Iterable[str], customers: Iterable[int]) -> list[Call]:
    """``call_on_the_desk`` of every agent whose call is from one of ``numbers`` or of ``customers`` (ids)."""
    numbers, customers = set(numbers) - {""}, set(customers)  # a withheld number is nobody's
    about = Q(caller__in=numbers) | Q(customer_id__in=customers)
    agents = Call.objects.filter(_on_a_desk(), about, agent__isnull=False).values_list("agent_id", flat=True)
    latest = Call.objects.filter(_on_a_desk(), agent_id__in=set(agents)).order_by("agent_id", "-rang_at")
    return [call for call in latest.distinct("agent_id") if call.caller in numbers or call.customer_id in customers]


def _on_a_desk() -> Q:
    now = timezone.now()
    going_on = [Call.Disposal.NONE, Call.Disposal.ORDER]
    open_ = Q(ended_at__isnull=True, rang_at__gt=now - LONGEST_CALL, disposal__in=going_on)
    return open_ | Q(ended_at__gt=now - WRAP_UP, disposal=Call.Disposal.NONE)


def recent_calls_of(agent: Person) -> QuerySet[Call]:
    """The calls ``agent`` is on or hung up within the wrap-up time: those an order may still be made from."""
    now = timezone.now()
    return Call.objects.filter(
        Q(ended_at__isnull=True, rang_at__gt=now - LONGEST_CALL) | Q(ended_at__gt=now - WRAP_UP), agent=agent
    )
