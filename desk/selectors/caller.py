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
from workorders.registry import BusinessType
from workorders.selectors.endings import History, endings, history_of
from workorders.selectors.page import same_matter
from workorders.selectors.repeats import earlier_orders

EARLIER = 12  # orders shown
CHOICES = 9  # candidates, each with its number key


@dataclass(frozen=True)
class Links:
    """Whether the business being written links its orders with others (``relates``), and where the customer does not want
    to be known (``secret``) why not now."""

    kind: str = ""
    relates: bool = False
    secret: bool = False

    @property
    def offered(self) -> bool:
        return self.relates and not self.secret

    @property
    def why(self) -> str:
        return "保密、匿名的工单不与客户的其他工单关联：看到关联就知道是谁" if self.relates and self.secret else ""


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
    done: list[tuple[WorkOrder, str]] = field(default_factory=list)  # and how each ended
    history: History = field(default_factory=History)
    links: Links = field(default_factory=Links)


def links_of(business: BusinessType, secret: bool) -> Links:
    return Links(business.code, "relate" in business.by_name, secret)


def caller_of(
    actor: Person, call: Call | None, chosen: Premises | None, phones: str = "", links: Links | None = None
) -> Caller:
    """What is known of the caller: by the call's number, by the place chosen, by the numbers typed."""
    card = caller_card(actor, call) if call else None
    numbers = list(dict.fromkeys([*([call.caller] if call and call.caller else []), *normalise(phones)]))
    sight = sight_of(actor)
    found = card.found if card else []
    if chosen is None and len(found) == 1:
        chosen = found[0].premises
    caller = Caller(call, card.number if card else "", recent=card.recent if card else [], links=links or Links())
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
        caller.history = history_of(actor, phones=numbers, customer=customer, premises=chosen)
        if caller.history.total:
            earlier = earlier_orders(actor, phones=numbers, customer=customer, premises=chosen)[:EARLIER]
            caller.live, done = same_matter(earlier)
            ends = endings(done)
            caller.done = [(order, ends.get(order.pk, "")) for order in done]
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
