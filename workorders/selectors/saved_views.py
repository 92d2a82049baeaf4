"""How somebody looks at the queue: the columns they may choose, their views and those shared with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import QueryDict

from accounts.models import Person, Role, Unit
from schema.ready import Ready
from workorders.models import QueueHabit, SavedView
from workorders.selectors.orders import Among, as_ids, literal
from workorders.selectors.queue import Filters

COLUMNS = {
    "time": "受理时间",
    "unit": "现由单位",
    "place": "地址",
    "content": "受理内容",
    "agent": "首问座席",
    "channel": "来源",
    "area": "地区",
}
USUAL = ("time", "unit", "place")
SHARERS = frozenset({Role.LEAD, Role.SUPERVISOR})
HABIT = Ready(lambda person: QueueHabit.objects.filter(person=person))
# What everybody has, before their own: name and query.
READY_MADE = (("在办", ""), ("待回访", "phase=waiting"), ("已办结", "phase=done"))


@dataclass
class Shelf:
    """What stands above the list. ``view`` is the one looked at, ``changed`` when its filters or columns were,
    ``shares_with`` the unit it may be shared with."""

    views: list[SavedView]
    columns: tuple[str, ...]
    opens_with: int | None = None
    view: SavedView | None = None
    changed: bool = False
    shares_with: Unit | None = None
    mine: list[SavedView] = field(default_factory=list)


def usable(columns: Iterable[str]) -> tuple[str, ...]:
    """Those of ``columns`` there are, in the order they are shown."""
    chosen = set(columns)
    return tuple(name for name in COLUMNS if name in chosen)


def canonical(query: str) -> str:
    """``query`` with nothing in it but what filters and sorts."""
    return Filters.read(QueryDict(query).dict()).query


def readable(actor: Person) -> QuerySet[SavedView]:
    """``actor``'s own views, then those shared with a unit of theirs or above it; none that was taken away."""
    return _views(actor.pk, as_ids(_units_of(actor)))


def _views(owner: Any, units: Any) -> QuerySet[SavedView]:
    mine = Q(owner=owner) | Q(Among(F("unit_id"), units))
    return SavedView.objects.filter(mine, removed_at=None).select_related("owner", "unit")


VIEWS = Ready(_views)


def _units_of(actor: Person) -> set[int]:
    """The units of ``actor`` and those above them."""
    return {int(part) for path in actor.access.paths() for part in path.strip("/").split("/") if part}


def habit_of(actor: Person) -> QueueHabit | None:
    return HABIT.one(actor.pk)


def shelf(actor: Person, filters: Filters, view: str, habit: QueueHabit | None) -> Shelf:
    """Everything above ``actor``'s list when it shows ``filters``; ``view``: the id the address names."""
    views = sorted(VIEWS(actor.pk, literal(_units_of(actor))), key=lambda each: (each.owner_id != actor.pk, each.pk))
    chosen = next((each for each in views if str(each.pk) == view), None)
    own = habit.columns if habit else None
    columns = usable(chosen.columns if chosen and chosen.columns else own if own is not None else USUAL)
    changed = chosen is not None and canonical(chosen.query) != filters.query
    return Shelf(
        views,
        columns,
        habit.view_id if habit else None,
        chosen,
        changed,
        unit_to_share_with(actor) if chosen and chosen.owner_id == actor.pk else None,
        [each for each in views if each.owner_id == actor.pk],
    )


def opening_view(actor: Person, habit: QueueHabit | None) -> SavedView | None:
    """What ``actor``'s queue opens with, when they chose a view for that and may still read it."""
    return readable(actor).filter(pk=habit.view_id).first() if habit and habit.view_id else None


def removed_view(actor: Person, view: str) -> SavedView | None:
    """The view ``actor`` has just taken away, to be offered back."""
    known = view.isascii() and view.isdigit() and len(view) < 19
    return SavedView.objects.filter(owner=actor, pk=view).exclude(removed_at=None).first() if known else None


def unit_to_share_with(actor: Person) -> Unit | None:
    """The highest unit ``actor`` leads; None when they lead none."""
    led = [grant for grant in actor.access.grants if grant.role in SHARERS]
    if not led:
        return None
    return Unit.objects.filter(reduce(or_, (Q(pk=grant.unit_id) for grant in led))).order_by("path").first()
