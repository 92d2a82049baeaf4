"""The caller card: who may be on the line, what they have open, how often they called."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from accounts.models import Person
from customers.models import Call, Premises
from customers.phones import normalise
from customers.policies import Sight, sight_of
from customers.presentation import Shown, shown
from customers.selectors import caller_card
from customers.selectors.desk import times_called
from workorders.models import WorkOrder
from workorders.selectors.page import same_matter
from workorders.selectors.repeats import earlier_orders

CHOICES = 9  # candidates, each with its number key


@dataclass
class Caller:
    """``chosen``: the place the order is about. ``candidates``: places behind the number, while none is chosen."""

    call: Call | None
    number: str
    chosen: Shown | None = None
    fill: dict[str, Any] | None = None
    candidates: list[dict[str, Any]] = field(default_factory=list)
    more: bool = False
    recent: list[Call] = field(default_factory=list)
    times: int = 0
    live: list[WorkOrder] = field(default_factory=list)
    done: list[WorkOrder] = field(default_factory=list)


def caller_of(actor: Person, call: Call | None, chosen: Premises | None, phones: str = "") -> Caller:
    """What is known of the caller: by the call's number, by the place chosen, by the numbers typed."""
    card = caller_card(actor, call) if call else None
    numbers = list(dict.fromkeys([*([call.caller] if call and call.caller else []), *normalise(phones)]))
    sight = sight_of(actor)
    found = card.found if card else []
    if chosen is None and len(found) == 1:
        chosen = found[0].premises
    caller = Caller(call, card.number if card else "", recent=card.recent if card else [])
    caller.times = times_called(call) if call else 0
    if chosen is not None:
        caller.chosen, caller.fill = shown(chosen, actor, sight=sight), filling(chosen, actor, sight)
    caller.candidates = [
        {**shown(each.premises, actor, sight=sight), "fill": filling(each.premises, actor, sight)}
        for each in found[:CHOICES]
    ]
    caller.more = len(found) > CHOICES
    if numbers or chosen is not None:
        customer = chosen.customer if chosen else None
        earlier = earlier_orders(actor, phones=numbers, customer=customer, premises=chosen)[:12]
        caller.live, caller.done = same_matter(earlier)
    return caller


def filling(premises: Premises, actor: Person, sight: Sight) -> dict[str, Any]:
    """What choosing the place fills into the form, as far as ``actor`` may see it."""
    where, who = sight.of(premises)
    found: dict[str, Any] = {"premises": premises.pk, "area_class": premises.area_class}
    if where:
        found["address"] = premises.address
    if where and who:
        found["contact_name"] = premises.customer.name
        found["contact_phones"] = "、".join(phone.number for phone in premises.customer.phones.all())
    return found
