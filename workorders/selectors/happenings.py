"""What the screens are told of orders and messages, and who of them: the answer of ``visible_to``, asked the other way round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from accounts.models import Role
from customers.selectors import on_the_line_with
from live.audience import Audience
from live.sources import Event, Matter, Source, Telling
from workorders.models import Delivery, Involved, Phase, Step, WorkOrder
from workorders.policies import SUBTREE
from workorders.registry import registry


def matters(order_ids: Sequence[int]) -> dict[int, Matter]:
    """Who may see each of these orders now."""
    orders = list(WorkOrder.objects.filter(pk__in=order_ids).select_related("unit"))
    involved: dict[int, list[str]] = defaultdict(list)
    for order_id, path in Involved.objects.filter(order_id__in=order_ids).values_list("order_id", "unit__path"):
        involved[order_id].append(path)
    calls = on_the_line_with({o.phone for o in orders}, {o.customer_id for o in orders if o.customer_id is not None})
    found = {}
    for order in orders:
        seat = frozenset({(str(Role.AGENT), order.centre_id)})
        callees = [
            call.agent_id
            for call in calls
            if (order.phone and call.caller == order.phone)
            or (call.customer_id and call.customer_id == order.customer_id)
        ]
        audience = Audience(
            people=frozenset({order.first_agent_id}),
            roles=SUBTREE,
            paths=(order.unit.path, *involved[order.pk]),
            seats=seat if order.phase == Phase.WAITING else frozenset(),
            callees=frozenset(who for who in callees if who is not None),
            seats_of_callees=seat,
            clearance=registry[order.kind].clearance,
        )
        found[order.pk] = Matter(order.number, audience)
    return found


def describe(step_ids: Sequence[int]) -> list[Event]:
    """Each step, told to those who may see its order now; those whose sight it leaves hear that it left."""
    steps = list(Step.objects.filter(pk__in=step_ids).order_by("pk").select_related("order__unit", "order__master"))
    whose = matters(sorted({step.order_id for step in steps}))
    events = []
    for step in steps:
        order = step.order
        data = {
            "number": order.number,
            "kind": order.kind,
            "state": order.state,
            "phase": order.phase,
            "version": order.version,
            "verb": step.verb,
            "unit": order.unit_id,
        }
        if order.master is not None:
            data["master"] = order.master.number
        tellings = [Telling(whose[order.pk].audience, data)]
        if _waited(step) and order.phase != Phase.WAITING:
            # Every agent of the centre saw it while it waited for a call-back.
            left = Audience(
                paths=(order.unit.path,),
                seats=frozenset({(str(Role.AGENT), order.centre_id)}),
                clearance=registry[order.kind].clearance,
            )
            tellings.append(Telling(left, {"number": order.number, "left": True}))
        events.append(Event(step.pk, "order", tuple(tellings)))
    return events


def _waited(step: Step) -> bool:
    business = registry.get(step.order.kind)
    return business is not None and business.phases.get(step.from_state) == Phase.WAITING


def describe_deliveries(delivery_ids: Sequence[int]) -> list[Event]:
    """Each message that came into somebody's inbox, told to them."""
    inbox = Delivery.objects.filter(pk__in=delivery_ids, channel=Delivery.Channel.INBOX, person__isnull=False)
    found = inbox.order_by("pk").values_list("pk", "person_id")
    return [
        Event(pk, "inbox", (Telling(Audience(people=frozenset({person_id})), {}),))
        for pk, person_id in found
        if person_id is not None
    ]


SOURCES = (Source("o", Step, describe), Source("i", Delivery, describe_deliveries))
