"""What the screens are told of calls, and who of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from accounts.models import Role
from customers.models import CallEvent
from live.audience import Audience
from live.sources import Event, Source, Telling


def describe(event_ids: Sequence[int]) -> list[Event]:
    """Each event, told to the agents the call is or was with and to leads and supervisors of the centre; a call
    nobody has taken yet, and that somebody has, to all the centre's agents: it rings on every desk."""
    found = CallEvent.objects.filter(pk__in=event_ids).order_by("pk").select_related("call__centre")
    events = list(found)
    agents: dict[int, set[int]] = defaultdict(set)
    for call_id, agent_id in CallEvent.objects.filter(
        call_id__in={each.call_id for each in events}, agent_id__isnull=False
    ).values_list("call_id", "agent_id"):
        agents[call_id].add(agent_id)
    told = []
    for each in events:
        call = each.call
        with_whom = agents[call.pk] | ({call.agent_id} if call.agent_id is not None else set())
        rings_no_more = each.kind == CallEvent.Kind.ANSWER
        audience = Audience(
            people=frozenset(with_whom),
            roles=frozenset({Role.LEAD, Role.SUPERVISOR}),
            paths=(call.centre.path,),
            seats=frozenset({(str(Role.AGENT), call.centre_id)} if not with_whom or rings_no_more else ()),
        )
        data = {"call_id": call.call_id, "event": each.kind}
        told.append(Event(each.pk, "call", (Telling(audience, data),)))
    return told


SOURCE = Source("c", CallEvent, describe)
