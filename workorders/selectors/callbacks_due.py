"""Call-backs to be made: those open now, and when the others open."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Person
from workorders.models import CallBack
from workorders.registry import registry
from workorders.selectors.marks import read_mark, write_mark
from workorders.selectors.orders import visible_to

PAGE = 30
LATER = 30


@dataclass(frozen=True)
class CallBacks:
    """``due`` may be called now, the longest waiting first; ``later`` opens by itself. ``after`` continues ``due``."""

    due: list[CallBack]
    later: list[CallBack]
    after: str


def calls_back(actor: Person) -> bool:
    """Whether some type's call-backs are ``actor``'s to make."""
    verbs = (kind.by_name.get("call_back") for kind in registry if kind.callback)
    return any(verb is not None and actor.access.has(*verb.roles) for verb in verbs)


def callbacks_for(actor: Person, after: str = "") -> CallBacks:
    """The open rounds of the orders ``actor`` may see."""
    now = timezone.now()
    open_ = (
        CallBack.objects.filter(state=CallBack.State.OPEN, order__in=visible_to(actor).filter(phase="waiting"))
        .select_related("order__unit", "order__profile")
        .prefetch_related("attempts__agent")
    )
    rows = list(_beyond(open_.filter(opens_at__lte=now), after).order_by("opens_at", "pk")[: PAGE + 1])
    later = [] if after else list(open_.filter(opens_at__gt=now).order_by("opens_at", "pk")[:LATER])
    due = rows[:PAGE]
    more = write_mark(due[-1].opens_at, due[-1].pk) if len(rows) > PAGE else ""
    return CallBacks(due, later, more)


def _beyond(rows: QuerySet[CallBack], after: str) -> QuerySet[CallBack]:
    found = read_mark(after)
    if found is None or found[0] is None:
        return rows
    opens_at, pk = found
    return rows.filter(Q(opens_at__gt=opens_at) | Q(opens_at=opens_at, pk__gt=pk))
