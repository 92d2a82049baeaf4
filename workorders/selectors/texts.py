"""Orders by what stands in them: any two neighbouring characters of title, content, number or address.

The index is filled by a worker moments after an order came in; what it has not reached yet is read as it is, so that
an order is found from the instant it is committed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet, Value

from accounts.models import Person
from customers.bigrams import Bigrams, containing
from workorders.models import OrderText, Unindexed, WorkOrder
from workorders.policies import FINDERS
from workorders.selectors.orders import among

SHORTEST = 2  # characters; a single one is no search
COMMON = 0.01  # of all orders; such words are not looked up at all
FEW = 3_000  # orders with the words in them, at most, that are fetched to look at; of more a list finds some by itself


@dataclass(frozen=True)
class Wording:
    """``condition`` tells exactly which orders contain the words. ``ids``: no others can; None when they are many."""

    condition: Q
    ids: list[int] | None

    def narrow(self, orders: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
        return (
            orders.filter(self.condition) if self.ids is None else orders.filter(among(self.ids, "id"), self.condition)
        )


def wording(actor: Person, text: str) -> Wording:
    """Orders in which each word of ``text`` (parted by blanks) stands; addresses are searched by those who see them."""
    words = text.split()
    columns = ["title", "content", "number", *(["address"] if actor.access.has(*FINDERS) else [])]
    condition = Q()
    for word in words:
        lookup = "contains" if word.lower() == word.upper() else "icontains"
        anywhere = Q()
        for column in columns:
            anywhere |= Q(**{f"{column}__{lookup}": word})
        condition &= anywhere
    return Wording(condition, _candidates(words))


def picked_out(orders: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
    """The same orders by their ids, looked up once: what a rare wording left is asked for several times."""
    return WorkOrder.objects.filter(among(list(orders.order_by().values_list("pk", flat=True)), "id"))


def with_ending(digits: str) -> list[int]:
    """Ids of the orders whose number ends so, newest first, at most ``FEW``."""
    fresh = WorkOrder.objects.filter(pk__in=_unindexed(), number__endswith=digits)
    found = list(fresh.values_list("pk", flat=True))
    indexed = OrderText.objects.filter(ending__startswith=digits[::-1]).order_by("-pk")
    return [*found, *indexed.values_list("pk", flat=True)[:FEW]]


def with_other_phone(numbers: list[str]) -> list[int]:
    """Ids of the orders that name one of ``numbers`` beside the caller's own."""
    fresh = WorkOrder.objects.filter(pk__in=_unindexed(), other_phones__overlap=numbers)
    found = list(fresh.values_list("pk", flat=True))
    indexed = OrderText.objects.exclude(other_phones=[]).filter(other_phones__overlap=numbers)
    return [*found, *indexed.values_list("pk", flat=True)[:FEW]]


def _unindexed() -> list[int]:
    """Read before the index: what a worker moves meanwhile is then found twice, never not at all."""
    return list(Unindexed.objects.order_by().values_list("pk", flat=True)[: FEW * 10])


def _candidates(words: list[str]) -> list[int] | None:
    if not any(len(word) >= SHORTEST for word in words):
        return None
    fresh = list(Unindexed.objects.order_by().values_list("pk", flat=True)[: FEW + 1])
    indexed = containing(OrderText.objects.all(), "words", words)
    if len(fresh) > FEW or _common(words):
        return None
    found = list(indexed.order_by().values_list("pk", flat=True)[: FEW + 1])
    return None if len(found) > FEW else fresh + found


def _common(words: list[str]) -> bool:
    """Whether the database expects them in more than ``COMMON`` of all orders, without looking. What it knows
    nothing of it takes to be about as frequent as the rarest it knows."""
    rows = OrderText.objects.alias(pairs=Bigrams("words")).order_by().values("pk")
    for word in words:
        rows = rows.filter(pairs__contains=Bigrams(Value(word))) if len(word) >= SHORTEST else rows
    sql, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
        plan = cursor.fetchone()[0]
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [OrderText._meta.db_table])
        of = cursor.fetchone()[0]
    plan = plan if isinstance(plan, list) else json.loads(plan)
    return float(plan[0]["Plan"]["Plan Rows"]) > max(FEW, COMMON * of)
