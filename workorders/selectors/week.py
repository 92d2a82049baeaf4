"""D4: what was done in some days, by unit and type: accepted, archived, in hand at their end, overdue, sent back.

Each figure is counted with the conditions of the list it opens (``behind_of``), for whoever asks; the return rate is that of
``selectors.returns``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet, Value

from accounts.models import Person, Unit
from workorders.models import Return, WorkOrder
from workorders.periods import Period
from workorders.selectors.behind import Behind, narrowed, sent_back_in
from workorders.selectors.below import Cell, child_of, grouped, id_of, place_below
from workorders.selectors.orders import LIVE, parts_visible_to
from workorders.selectors.returns import COUNTED, Asked, Rate, rates

ORDERS = ("accepted", "archived", "breached")  # each the length of one list, along one index
# Counted as they lie, unit by unit, each along its own index; only then units are told by their path.
DONE = """
    SELECT figure, split_part(u.path, '/', {place}), r.kind, {sums}
      FROM ({rows}) r JOIN accounts_unit u ON u.id = unit_id GROUP BY 1, 2, 3
"""


@dataclass(frozen=True)
class Done:
    """``returned`` (件) orders came back in these days, ``times`` (次); ``rate`` is of those archived in them (D3)."""

    accepted: int = 0
    archived: int = 0
    in_hand: int = 0  # at the end of the last day
    breached: int = 0
    returned: int = 0
    times: int = 0
    rate: Rate = field(default_factory=Rate)

    def __add__(self, other: Done) -> Done:
        return Done(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    def __bool__(self) -> bool:
        return self != Done()


def behind_of(figure: str, period: Period) -> Behind:
    """What narrows the queue to the orders of ``figure``, a number of ``Done``."""
    return {
        "accepted": (("accepted", str(period)),),
        "archived": (("archived", str(period)),),
        "in_hand": (("in_hand_after", str(period.last)),),
        "breached": (("breached_in", str(period)),),
        "returned": (("returned_in", f"{period}@{','.join(COUNTED)}"),),
    }[figure]


def done_in(actor: Person, unit: Unit, periods: Sequence[Period]) -> list[dict[Cell, Done]]:
    """For each of ``periods``. ``unit`` must be one of ``returns.units_of(actor)`` or below one. Two queries, and those of
    ``returns.rates`` for each."""
    parts = _held_within(actor, unit)
    found: list[dict[Cell, Counter[str]]] = [defaultdict(Counter) for _ in periods]
    sums = ", ".join(f"sum(n{nth})::int" for nth in range(len(periods)))
    for figure, child, kind, *numbers in grouped(DONE, _legs(parts, periods), place=place_below(unit), sums=sums):
        for cells, n in zip(found, numbers, strict=True):
            cells[id_of(child), kind][figure] += n
    for nth, cell, returned, times in _returned(reduce(or_, parts), unit, periods):
        found[nth][cell] += Counter(returned=returned, times=times)
    return [_joined(cells, rates(actor, Asked(unit, period))) for cells, period in zip(found, periods, strict=True)]


def _joined(cells: Mapping[Cell, Counter[str]], shares: Mapping[Cell, Rate]) -> dict[Cell, Done]:
    """Those with any figure."""
    none: Counter[str] = Counter()
    every = {
        cell: Done(**cells.get(cell, none), rate=shares.get(cell, Rate())) for cell in cells.keys() | shares.keys()
    }
    return {cell: done for cell, done in every.items() if done}


def returns_in(actor: Person, unit: Unit, period: Period) -> QuerySet[Return]:
    """The returns counted as ``times``, newest first, each with its order and the unit it was sent back to."""
    found = sent_back_in(period, COUNTED).filter(order__in=reduce(or_, _held_within(actor, unit)).values("pk"))
    columns = ("at", "level", "codes", "text", "unit__name", "order__number", "order__kind")
    return found.select_related("order", "unit").only(*columns).order_by("-at", "-pk")


def _held_within(actor: Person, unit: Unit) -> list[QuerySet[WorkOrder]]:
    """In parts that share no order, each to be read along an index."""
    return [part.rows for part in parts_visible_to(actor, unit, live=False)]


def _legs(parts: Sequence[QuerySet[WorkOrder]], periods: Sequence[Period]) -> QuerySet[Any, Any]:
    """Figure, unit, type, and in a column for each of ``periods`` how many."""

    def leg(figure: str, rows: QuerySet[WorkOrder], *counts: Any) -> QuerySet[Any, Any]:
        columns = {f"n{nth}": count for nth, count in enumerate(counts)}
        return rows.order_by().values("unit_id", "kind").annotate(figure=Value(figure), **columns)

    still = [Count("pk", filter=Q(accepted_at__lt=period.end)) for period in periods]
    legs = []
    for rows in parts:
        # In hand at the end of a period was what is in hand still, and what was archived since.
        legs.append(leg("in_hand", rows.filter(phase__in=LIVE), *still))
        for period in periods:
            only = [Count("*") if each is period else Value(0) for each in periods]
            since = rows.filter(archived_at__gte=period.end, accepted_at__lt=period.end)
            legs.append(leg("in_hand", since, *only))
            legs += [leg(figure, narrowed(rows, behind_of(figure, period)), *only) for figure in ORDERS]
    return legs[0].union(*legs[1:], all=True)


def _returned(held: QuerySet[WorkOrder], unit: Unit, periods: Sequence[Period]) -> Iterator[tuple[int, Cell, int, int]]:
    """(which period, cell, 件, 次)"""
    counts = {}
    within = [Q(at__gte=period.begin, at__lt=period.end) for period in periods]
    for nth, days in enumerate(within):
        counts[f"returned{nth}"] = Count("order_id", distinct=True, filter=days)
        counts[f"times{nth}"] = Count("pk", filter=days)
    rows: QuerySet[Any, Any] = (
        Return.objects.filter(reduce(or_, within), level__in=COUNTED, order__in=held.values("pk"))
        .order_by()
        .annotate(child=child_of(unit, "order__unit"))
        .values("child", "order__kind")
        .annotate(**counts)
    )
    for row in rows:
        for nth in range(len(periods)):
            yield nth, (id_of(row["child"]), row["order__kind"]), row[f"returned{nth}"], row[f"times{nth}"]
