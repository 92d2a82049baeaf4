"""The queue: what waits for me first, then what else I may see; by clock, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet

from accounts.models import Person, Unit
from accounts.selectors import units_within
from workorders.models import Phase, WorkOrder
from workorders.policies import FINDERS
from workorders.registry import registry
from workorders.selectors.behind import Behind, in_words, narrowed, read_behind
from workorders.selectors.clocks import Chip, owed_of
from workorders.selectors.marks import read_mark, write_mark
from workorders.selectors.next_steps import turn_of
from workorders.selectors.orders import visible_to

PAGE = 30
CAP = 1000  # counted further than this, a number tells nobody more
LIVE = (Phase.OPEN, Phase.WAITING)


@dataclass(frozen=True)
class Filters:
    """What the chips above the list say; anything unknown is dropped."""

    kind: str = ""
    phase: str = ""  # "" is live: open and waiting; "all" is everything
    state: str = ""
    clock: str = ""
    unit: int | None = None
    urgent: bool = False
    breached: bool = False
    text: str = ""
    sort: str = ""  # "" is by clock; "newest"
    behind: Behind = ()  # of a figure somebody followed here

    @classmethod
    def read(cls, asked: Mapping[str, Any]) -> Filters:
        kind = asked.get("kind", "")
        phase = asked.get("phase", "")
        unit = str(asked.get("unit", ""))
        states = {f"{business.code}.{state}" for business in registry for state in business.phases}
        clocks = {f"{business.code}.{clock}" for business in registry for clock in business.clock_labels}
        return cls(
            kind=kind if kind in registry else "",
            phase=phase if phase in ("all", *Phase.values) else "",
            state=asked.get("state", "") if asked.get("state") in states else "",
            clock=asked.get("clock", "") if asked.get("clock") in clocks else "",
            unit=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 10 else None,
            urgent=bool(asked.get("urgent")),
            breached=bool(asked.get("breached")),
            text=str(asked.get("text", "")).replace("\0", "").strip()[:100],
            sort="newest" if asked.get("sort") == "newest" else "",
            behind=read_behind(asked),
        )

    @property
    def any(self) -> bool:
        return replace(self, sort="") != Filters()

    @property
    def query(self) -> str:
        """As the queue's address writes it."""
        said = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "behind"}
        plain = {name: 1 if value is True else value for name, value in said.items() if value}
        return urlencode({**plain, **dict(self.behind)})

    @property
    def narrowings(self) -> list[tuple[str, str, str]]:
        """What else narrows the list: (name, value, words)."""
        return in_words(self.behind)

    @property
    def newest_first(self) -> bool:
        """What is done has no clock to sort by."""
        return self.sort == "newest" or self.phase in ("all", Phase.DONE, Phase.VOID)


@dataclass
class Listing:
    """``count`` is None beyond ``CAP``. ``after`` continues the list; ``chips`` are each order's owed clocks."""

    mine: list[WorkOrder]
    rest: list[WorkOrder]
    count: int | None
    after: str = ""
    chips: dict[int, list[Chip]] = field(default_factory=dict)


def listing(actor: Person, filters: Filters, after: str = "") -> Listing:
    """A page of ``actor``'s queue: what waits for them, by clock, then the others, by clock. ``after``: the mark
    the page before ended with; empty for the first."""
    scope = filtered(actor, filters)
    part, _, place = after.partition(":")
    count = scope.order_by()[: CAP + 1].count()
    mine: list[WorkOrder] = []
    rest: list[WorkOrder] = []
    more = ""
    if filters.newest_first:
        rest, more = _page(_beyond_newest(scope, place).order_by("-accepted_at", "-pk"), "n", filters)
    else:
        turn = turn_of(actor)
        if part != "r":
            mine, more = _page(by_clock(_beyond_clock(scope.filter(turn), place)), "m", filters)
            place = ""
        if not more:
            rest, more = _page(by_clock(_beyond_clock(scope.exclude(turn), place)), "r", filters)
    return Listing(mine, rest, count if count <= CAP else None, more, owed_of([*mine, *rest]))


def _page(orders: QuerySet[WorkOrder], part: str, filters: Filters) -> tuple[list[WorkOrder], str]:
    rows = list(orders.select_related("unit", "first_agent")[: PAGE + 1])
    return rows[:PAGE], f"{part}:{mark(rows[PAGE - 1], filters)}" if len(rows) > PAGE else ""


def filtered(actor: Person, filters: Filters) -> QuerySet[WorkOrder]:
    """The orders ``actor`` may see that the filters let through, unsorted."""
    found = narrowed(visible_to(actor), filters.behind)
    if filters.phase in Phase.values:
        found = found.filter(phase=filters.phase)
    elif not filters.phase and not filters.clock:
        found = found.filter(phase__in=LIVE)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.state:
        kind, state = filters.state.split(".")
        found = found.filter(kind=kind, state=state)
    if filters.clock:
        kind, clock = filters.clock.split(".")
        owed = Q(deadlines__clock=clock, deadlines__done_at__isnull=True)
        running = Q(deadlines__state__in=["running", "paused", "breached", "stuck"])
        found = found.filter(owed & running, kind=kind)
    if filters.unit is not None:
        unit = Unit.objects.filter(pk=filters.unit).first()
        found = found.filter(unit__path__startswith=unit.path) if unit else found.none()
    if filters.urgent:
        found = found.filter(urgency="urgent")
    if filters.breached:
        found = found.filter(breached=True)
    if filters.text:
        found = found.filter(_containing(actor, filters.text))
    return found


def _containing(actor: Person, text: str) -> Q:
    found = Q(title__icontains=text) | Q(content__icontains=text) | Q(number__contains=text)
    return found | Q(address__icontains=text) if actor.access.has(*FINDERS) else found


def by_clock(orders: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
    return orders.order_by(F("next_due").asc(nulls_last=True), "pk")


def mark(order: WorkOrder, filters: Filters) -> str:
    """Where the next page begins: the sorted columns of the last row shown."""
    at: datetime | None = order.accepted_at if filters.newest_first else order.next_due
    return write_mark(at, order.pk)


def _beyond_clock(orders: QuerySet[WorkOrder], after: str) -> QuerySet[WorkOrder]:
    found = read_mark(after)
    if found is None:
        return orders
    due, pk = found
    if due is None:
        return orders.filter(next_due__isnull=True, pk__gt=pk)
    return orders.filter(Q(next_due__gt=due) | Q(next_due=due, pk__gt=pk) | Q(next_due__isnull=True))


def _beyond_newest(orders: QuerySet[WorkOrder], after: str) -> QuerySet[WorkOrder]:
    found = read_mark(after)
    if found is None or found[0] is None:
        return orders
    at, pk = found
    return orders.filter(Q(accepted_at__lt=at) | Q(accepted_at=at, pk__lt=pk))


def units_to_filter(actor: Person, limit: int = 200) -> list[Unit]:
    """The units a filter may name: those below the actor's own, from the top."""
    return list(units_within(actor.access.paths()).filter(active=True).order_by("path")[:limit])
