"""How many orders are in hand, by type, state and unit: what tabs, chips and the overview add up."""

from __future__ import annotations

from collections import Counter
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import Person, Unit
from workorders.models import Tally, WorkOrder
from workorders.registry import registry
from workorders.selectors.orders import LIVE, Part, parts_visible_to


class Cell(NamedTuple):
    """``n`` orders of ``kind`` in ``state`` held by the unit ``unit_id``, ``breached`` of them marked for life."""

    kind: str
    state: str
    unit_id: int
    n: int
    breached: int


def live_counts(actor: Person, within: Unit | None = None) -> list[Cell]:
    """The orders in hand (open and waiting) that ``actor`` may see, exactly; cells without any are left out.
    ``within``: only what that unit or one below it holds. Reads the tally, not the orders."""
    n: Counter[tuple[str, str, int]] = Counter()
    breached: Counter[tuple[str, str, int]] = Counter()
    parts = parts_visible_to(actor, within)
    cells = _tally(parts).values_list("kind", "state", "unit_id")
    rows = list(cells.annotate(of=Sum("n"), late=Sum("n", filter=Q(breached=True), default=0)))
    for part in parts:
        if part.tally is None:
            orders = part.rows.filter(phase__in=LIVE).order_by().values_list("kind", "state", "unit_id")
            rows += orders.annotate(of=Count("pk"), late=Count("pk", filter=Q(breached=True)))
    for kind, state, unit, of, late in rows:
        n[kind, state, unit] += of
        breached[kind, state, unit] += late
    return [Cell(*key, count, breached[key]) for key, count in n.items() if count]


def count_untallied(parts: list[Part], orders: Q) -> int:
    """How many of ``orders`` there are in those ``parts`` no tally counts, by counting them."""
    rest = [part.rows.filter(orders).order_by().values("pk") for part in parts if part.tally is None]
    return rest[0].union(*rest[1:], all=True).count() if rest else 0


def tallied(cells: Q, parts: list[Part] | None = None) -> Counter[tuple[str, str]]:
    """How many orders in hand there are of each type in each state, by the tally; ``cells``: of which of its cells.
    ``parts``: only the orders in them, as far as the tally counts these."""
    counted = Tally.objects.all() if parts is None else _tally(parts)
    rows = counted.filter(cells).order_by().values_list("kind", "state").annotate(of=Sum("n"))
    return Counter({(kind, state): of for kind, state, of in rows if of})


def count_to(rows: list[QuerySet[WorkOrder]], cap: int) -> int:
    """How many there are in ``rows`` together, or ``cap`` + 1 when there are more; none may be in two of them."""
    if not rows:
        return 0
    legs = [leg.order_by().values("pk")[: cap + 1] for leg in rows]
    return min(legs[0].union(*legs[1:], all=True).count() if len(legs) > 1 else legs[0].count(), cap + 1)


def states_in(phase: str) -> Q:
    """The cells of ``phase``, by their states: the tally does not know phases."""
    found = [
        Q(kind=business.code, state__in=[state for state, its in business.phases.items() if its == phase])
        for business in registry
    ]
    return reduce(or_, found, Q(pk__in=[]))


def _tally(parts: list[Part]) -> QuerySet[Tally]:
    known = [part.tally for part in parts if part.tally is not None]
    if not known:
        return Tally.objects.none()
    return Tally.objects.filter(reduce(or_, known)) if all(known) else Tally.objects.all()
