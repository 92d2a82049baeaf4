"""How orders ended, in a few words: what somebody who hears from the same customer again wants to know first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, QuerySet

from accounts.models import Person
from customers.models import Customer, Premises
from workorders.models import Attempt, Phase, Step, WorkOrder
from workorders.registry import BusinessType, registry
from workorders.selectors.repeats import earlier_orders

SATISFACTION = dict(Attempt.Satisfaction.choices)
READ = 50  # of somebody's orders; who has more is known well enough
MANY = 2  # earlier orders that make a caller one who calls again and again


@dataclass(frozen=True)
class History:
    """Somebody's orders of the last 60 days as far as the reader may see them: how many of each business, how those
    that are done ended, most frequent first."""

    total: int = 0
    kinds: list[tuple[str, int]] = field(default_factory=list)
    ends: list[tuple[str, int]] = field(default_factory=list)

    @property
    def repeated(self) -> bool:
        return self.total >= MANY


def history_of(
    actor: Person, *, phones: list[str], customer: Customer | None = None, premises: Premises | None = None
) -> History:
    """D17. Three queries at most."""
    rows = earlier_orders(actor, phones=phones, customer=customer, premises=premises)
    counted = rows.order_by().values_list("kind").annotate(n=Count("pk")).order_by("-n", "kind")
    kinds = [(registry[kind].label, n) for kind, n in counted]
    total = sum(n for _, n in kinds)
    if total < MANY:
        return History(total, kinds)
    done = list(rows.filter(phase=Phase.DONE)[:READ])
    return History(total, kinds, Counter(endings(done).values()).most_common())


def endings(orders: Iterable[WorkOrder]) -> dict[int, str]:
    """For each of ``orders`` that is done, how: 情况说明已批准, 解释办结, 回访满意. One query."""
    kinds = {order.pk: order.kind for order in orders if order.phase == Phase.DONE}
    if not kinds:
        return {}
    return {step.order_id: _in_words(registry[kinds[step.order_id]], step) for step in _last_moves(kinds)}


def _last_moves(kinds: Iterable[int]) -> QuerySet[Step]:
    moves = Step.objects.filter(order_id__in=list(kinds)).exclude(from_state=F("to_state"))
    return moves.order_by("order_id", "-seq").distinct("order_id")


def _in_words(business: BusinessType, step: Step) -> str:
    data: dict[str, Any] = step.data
    if told := str(data.get("no_callback", "")):
        return told.partition("，")[0]
    verb = business.by_name.get(step.verb)
    label = verb.label if verb else business.state_labels[step.to_state]
    answered = SATISFACTION.get(int(data.get("satisfaction") or 0), "")
    return f"{label}{answered}" if step.verb == "call_back" else label
