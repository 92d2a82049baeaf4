"""The queue: what waits for me first, then what else I may see; by clock, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet

from accounts.models import Person, Unit
from accounts.selectors import units_within
from schema.ready import Ready
from workorders.models import Phase, WorkOrder
from workorders.registry import registry
from workorders.selectors.behind import Behind, in_words, narrowed, read_behind
from workorders.selectors.clocks import Chip, owed_of
from workorders.selectors.counts import LIVE, count_to, count_untallied, states_in, tallied
from workorders.selectors.keyset import BY_CLOCK, NEWEST, Sorting, first_rows
from workorders.selectors.narrowing import held_within
from workorders.selectors.next_steps import turns_of
from workorders.selectors.orders import Among, Part, literal, parts_visible_to, visible_to
from workorders.selectors.owing import Owing, owing
from workorders.selectors.texts import SHORTEST, Wording, picked_out, wording

PAGE = 30
CAP = 1000  # counted one by one further than this, a number tells nobody more
NONE = Q(pk__in=[])
SHOWN = Ready(lambda ids: WorkOrder.objects.filter(Among(F("id"), ids)).select_related("unit", "first_agent"))
LOOK = 3000  # orders looked at for the sake of a number
Sought = list[Wording | Owing]  # what no column holds
Scopes = list[tuple[Part, QuerySet[WorkOrder]]]  # each part, and what the filters leave of it
States = Counter[tuple[str, str]]  # types' states, and how many orders are in each


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
        text = str(asked.get("text", "")).replace("\0", "").strip()[:100]
        return cls(
            kind=kind if kind in registry else "",
            phase=phase if phase in ("all", *Phase.values) else "",
            state=asked.get("state", "") if asked.get("state") in states else "",
            clock=asked.get("clock", "") if asked.get("clock") in clocks else "",
            unit=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 10 else None,
            urgent=bool(asked.get("urgent")),
            breached=bool(asked.get("breached")),
            text=text if len(text) >= SHORTEST else "",
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

    @property
    def live(self) -> bool:
        """Only what is in hand is asked for. A clock may still be owed when all else is done (paperwork)."""
        return self.phase in LIVE or not (self.phase or self.clock)

    @property
    def sorting(self) -> Sorting:
        return NEWEST if self.newest_first else BY_CLOCK


@dataclass
class Listing:
    """``count`` is None where nobody counted to the end; there are at least ``at_least``. ``after`` continues the
    list; ``chips`` are each order's owed clocks."""

    mine: list[WorkOrder]
    rest: list[WorkOrder]
    count: int | None
    after: str = ""
    chips: dict[int, list[Chip]] = field(default_factory=dict)
    at_least: int = 0

    @property
    def shown(self) -> int:
        return len(self.mine) + len(self.rest)

    @property
    def more_than(self) -> str:
        return f"{self.at_least}+"


def listing(actor: Person, filters: Filters, after: str = "") -> Listing:
    """A page of ``actor``'s queue: what waits for them, by clock, then the others, by clock. ``after``: the mark
    the page before ended with; empty for the first."""
    unit = Unit.objects.filter(pk=filters.unit).first() if filters.unit is not None else None
    if filters.unit is not None and unit is None:
        return Listing([], [], 0)
    sought = _sought(actor, filters)
    parts = _scopes(actor, unit, filters, sought)
    if any(each.ids is not None for each in sought):
        parts = [(part, picked_out(rows)) for part, rows in parts]
    tally = _tally(parts, filters)
    count, at_least = _count(parts, filters, sought, tally)
    if count == 0:
        return Listing([], [], 0)
    list_, _, place = after.partition(":")
    mine, rest, more = _keys(actor, parts, filters, tally, list_, place)
    found = {order.pk: order for order in SHOWN(literal([*mine, *rest]))}
    shown = [found[pk] for pk in mine if pk in found], [found[pk] for pk in rest if pk in found]
    if more:
        last = (shown[1] or shown[0])[-1]
        more = f"{more}:{filters.sorting.mark(last)}"
    elif count is None and not after:
        count = len(found)
    return Listing(*shown, count, more, owed_of(found.values()), max(at_least, len(found)))


def _scopes(actor: Person, unit: Unit | None, filters: Filters, sought: Sought) -> Scopes:
    """The orders ``actor`` may see, in parts, each with what the filters leave of it."""
    live, done = _phases(filters)
    found = []
    if live is not None:
        wide = parts_visible_to(actor, unit, filters.live or bool(filters.clock))
        found = [(part, narrow(part.rows, filters, live, sought)) for part in wide]
    if done is not None:  # a handful, found by their due time
        rows = held_within(visible_to(actor), unit.pk) if unit else visible_to(actor)
        part = Part(rows, few=True, done=True)
        found.append((part, narrow(rows, filters, done, sought)))
    return found


def _keys(
    actor: Person, parts: Scopes, filters: Filters, tally: States, list_: str, place: str
) -> tuple[list[int], list[int], str]:
    """The ids of the page: mine, the rest; and in which of the two lists the next page goes on, if there is one."""
    if filters.newest_first:
        rest = first_rows(parts, NEWEST, place, PAGE + 1)
        return [], rest[:PAGE], "n" if len(rest) > PAGE else ""
    mine: list[int] = []
    held = [(part, rows, tally if part.tally is not None else None) for part, rows in parts]
    if list_ != "r":
        ready = [(part, rows.filter(turn)) for part, rows, states in held for turn in turns_of(actor, part, states)]
        mine = first_rows(ready, BY_CLOCK, place, PAGE + 1)
        place = ""
        if len(mine) > PAGE:
            return mine[:PAGE], [], "m"
    others = [(part, rows.exclude(*turns_of(actor, part, states, passing=True))) for part, rows, states in held]
    rest = first_rows(others, BY_CLOCK, place, PAGE + 1)
    return mine, rest[:PAGE], "r" if len(rest) > PAGE else ""


def _tally(parts: Scopes, filters: Filters) -> States:
    """How many orders in hand the tally counts of what is asked for, and in which states; the words, the clock and
    what is behind a figure are not in it. Nothing where the past is asked for."""
    if not (filters.live or filters.clock):
        return Counter()
    cells = (states_in(filters.phase) if filters.phase in LIVE else Q()) & _columns(filters)
    return tallied(cells & Q(urgent=True) if filters.urgent else cells, [part for part, _ in parts])


def _count(parts: Scopes, filters: Filters, sought: Sought, tally: States) -> tuple[int | None, int]:
    """How many there are, or None and how many at least. Orders are only counted one by one where there are few to
    look at, or where somebody followed a figure here; the whole history is not."""
    exact = bool(filters.behind) or any(each.ids is not None for each in sought)
    live = _phases(filters)[0]
    if live is not None and (filters.live or filters.clock):
        orders = live & _columns(filters) & (Q(urgency="urgent") if filters.urgent else Q())
        # Near enough, where a clock is asked for, to tell few from many.
        in_hand = tally.total() + count_untallied(
            [part for part, _ in parts if not (filters.clock and part.few)], orders
        )
        if filters.live and not (in_hand and (sought or filters.behind)):
            return in_hand, 0
        exact = exact or in_hand <= LOOK
    if not exact:
        return None, 0
    count = count_to([rows for _, rows in parts], CAP)
    return (None, CAP) if count > CAP else (count, 0)


def filtered(actor: Person, filters: Filters) -> QuerySet[WorkOrder]:
    """The orders ``actor`` may see that the filters let through, unsorted."""
    found = visible_to(actor)
    if filters.unit is not None:
        found = held_within(found, filters.unit)
    phases = [phase for phase in _phases(filters) if phase is not None]
    return narrow(found, filters, reduce(or_, phases) if phases else NONE, _sought(actor, filters))


def narrow(rows: QuerySet[WorkOrder], filters: Filters, phase: Q, sought: Sought) -> QuerySet[WorkOrder]:
    """What the filters let through of those in ``phase``, but for the unit."""
    found = narrowed(rows, filters.behind).filter(phase & _columns(filters))
    if filters.urgent:
        found = found.filter(urgency="urgent")
    return reduce(lambda rows, each: each.narrow(rows), sought, found)


def _phases(filters: Filters) -> tuple[Q | None, Q | None]:
    """The phases asked for, and told by the state: in these words the indexes know what is in hand. Where a clock is
    asked for, what is done and owes it still stands apart."""
    wanted: tuple[str, ...] = {"": LIVE, "all": tuple(Phase.values)}.get(filters.phase, (filters.phase,))
    if filters.clock and not filters.phase:
        wanted = (*LIVE, Phase.DONE)
    if filters.state:
        kind, state = filters.state.split(".")
        wanted = tuple(phase for phase in wanted if phase == registry[kind].phases[state])
    if not filters.clock:
        return (Q() if len(wanted) == len(Phase) else Q(phase__in=wanted)), None
    live = tuple(phase for phase in wanted if phase in LIVE)
    done = Q(phase=Phase.DONE, next_due__isnull=False) if Phase.DONE in wanted else None
    return (Q(phase__in=live) if live else None), done


def _sought(actor: Person, filters: Filters) -> Sought:
    found: Sought = [wording(actor, filters.text)] if filters.text else []
    return [*found, owing(filters.clock)] if filters.clock else found


def _columns(filters: Filters) -> Q:
    """What orders and the tally's cells have in common."""
    found = Q(kind=filters.kind) if filters.kind else Q()
    if filters.state:
        kind, state = filters.state.split(".")
        found &= Q(kind=kind, state=state)
    return found & Q(breached=True) if filters.breached else found


def units_to_filter(actor: Person, limit: int = 200) -> list[Unit]:
    """The units a filter may name: those below the actor's own, from the top."""
    return list(units_within(actor.access.paths()).filter(active=True).order_by("path")[:limit])
