"""What a dispatcher must know of a crew while choosing one."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count
from django.utils import timezone

from accounts.models import Unit
from repair.selectors.duty import crews_states
from workorders.models import Phase, WorkOrder


def crew_labels(crews: Iterable[Unit]) -> dict[int, str]:
    """Each crew by name, with who is there and how much it has in hand, or with what keeps it from being sent.
    Four queries, however many there are."""
    found = list(crews)
    open_ = WorkOrder.objects.filter(unit__in=found, phase=Phase.OPEN).order_by()
    load = dict(open_.values_list("unit").annotate(Count("pk")))
    return {
        state.crew.pk: f"{state.crew.name}（不能派工：{state.lacking}）"
        if state.lacking
        else f"{state.crew.name}（在岗 {len(state.people)} 人，在办 {load.get(state.crew.pk, 0)} 张）"
        for state in crews_states(found, timezone.localdate())
    }
