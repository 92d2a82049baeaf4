"""How many orders are in hand, by type, state and unit: what tabs, chips and the overview add up."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, Q

from accounts.models import Person
from workorders.models import Phase
from workorders.selectors.orders import visible_to

LIVE = (Phase.OPEN, Phase.WAITING)


class Cell(NamedTuple):
    """``n`` orders of ``kind`` in ``state`` held by the unit ``unit_id``, ``breached`` of them marked for life."""

    kind: str
    state: str
    unit_id: int
    n: int
    breached: int


def live_counts(actor: Person) -> list[Cell]:
    """The orders in hand (open and waiting) that ``actor`` may see, exactly; cells without any are left out."""
    live = visible_to(actor).filter(phase__in=LIVE).order_by()
    rows = live.values_list("kind", "state", "unit_id").annotate(
        n=Count("pk"), breached_n=Count("pk", filter=Q(breached=True))
    )
    return [Cell(*row) for row in rows]
