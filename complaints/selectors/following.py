"""投诉跟踪: the complaints of today and those still on their way, for whoever answers for them (D15)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Person, Role, Unit
from accounts.selectors import subtree_ids
from complaints.models import Grade
from complaints.models.categories import JOIN
from workorders.calendar import SHANGHAI
from workorders.models import Deadline, Phase, Return, Step, Urge, Watcher, WorkOrder
from workorders.policies import may
from workorders.registry import registry
from workorders.selectors.behind import late
from workorders.selectors.clocks import Chip, owed_of
from workorders.selectors.marks import read_mark, write_mark
from workorders.selectors.orders import LIVE, among, visible_to
from workorders.selectors.timeline import SYSTEM_STEPS

KIND = "complaint"
FOLLOWERS = frozenset({Role.SUPERVISOR, Role.LEAD, Role.DISPATCHER, Role.AUDITOR})
PAGE = 50


@dataclass(frozen=True)
class Filters:
    """What the chips above the list say; anything unknown is dropped."""

    grade: str = ""
    state: str = ""
    city: int | None = None
    late: bool = False
    returned: bool = False
    pushed: bool = False

    @classmethod
    def read(cls, asked: Mapping[str, Any]) -> Filters:
        city = str(asked.get("city", ""))
        grade, state = str(asked.get("grade", "")), str(asked.get("state", ""))
        return cls(
            grade=grade if grade in Grade.values else "",
            state=state if state in registry[KIND].state_labels else "",
            city=int(city) if city.isascii() and city.isdigit() and len(city) < 10 else None,
            late=bool(asked.get("late")),
            returned=bool(asked.get("returned")),
            pushed=bool(asked.get("pushed")),
        )

    @property
    def any(self) -> bool:
        return self != Filters()

    @property
    def condition(self) -> Q:
        """Of orders as ``followed`` gives them."""
        found = Q()
        if self.grade:
            found &= Q(case__grade=self.grade)
        if self.state:
            found &= Q(state=self.state)
        if self.city is not None:
            found &= Q(city_id=self.city)
        for asked, column in ((self.late, "is_late"), (self.returned, "came_back"), (self.pushed, "pushed")):
            if asked:
                found &= Q(**{column: True})
        return found


@dataclass(frozen=True)
class Row:
    """A complaint on its way. ``stops``: done, now or ahead for each state of an ordinary life; ``opens``: its page is
    ``actor``'s to open; ``pushes``: they may press for it."""

    order: WorkOrder
    chips: list[Chip]
    last: Step | None
    stops: list[tuple[str, str]]
    opens: bool
    pushes: bool

    @property
    def category(self) -> tuple[str, str]:
        """What it is about, and what that hangs on."""
        above, _, leaf = self.order.case.category_path.rpartition(JOIN)
        return leaf, above

    @property
    def last_label(self) -> str:
        verb = registry[self.order.kind].by_name.get(self.last.verb) if self.last else None
        return verb.label if verb else ""


@dataclass
class Following:
    """``counts``: of all that is followed, whatever the filters; ``after`` continues ``rows``."""

    rows: list[Row]
    counts: dict[str, int]
    cities: list[Unit]
    after: str = ""
    filters: Filters = field(default_factory=Filters)


def follows(actor: Person) -> bool:
    """Whether the page is ``actor``'s: by their post, or as a leader named for complaints."""
    return actor.access.has(*FOLLOWERS) or Watcher.objects.filter(person=actor, kind=KIND).exists()


def followed(actor: Person) -> QuerySet[WorkOrder]:
    """Complaints in hand, come in or ended today: those ``actor`` may see, and, for a leader named for a unit, those that
    lie there (as far as this page tells of them: nobody's name, number or words)."""
    midnight = datetime.combine(timezone.localdate(), time(), SHANGHAI)
    current = Q(phase__in=LIVE) | Q(accepted_at__gte=midnight) | Q(archived_at__gte=midnight)
    seen = visible_to(actor).filter(current, kind=KIND)
    mine = Q(pk__in=seen.values("pk"))
    watched = subtree_ids(
        Unit.objects.filter(pk__in=Watcher.objects.filter(person=actor, kind=KIND).values("unit_id")).values_list(
            "path", flat=True
        )
    )
    if watched:
        mine |= reduce(or_, (among(watched, column) for column in ("unit_id", "case__near", "case__forwarded_to")))
    overdue = Deadline.objects.filter(late(timezone.now()), order=OuterRef("pk"))
    returns = Return.objects.filter(order=OuterRef("pk"))
    times = returns.order_by().values("order").annotate(n=Count("pk")).values("n")
    return (
        WorkOrder.objects.filter(mine)
        .filter(current, kind=KIND)
        .annotate(
            city_id=Coalesce("case__forwarded_to_id", "case__near_id"),
            times_returned=Coalesce(Subquery(times), 0),
            came_back=Exists(returns),
            pushed=Exists(Urge.objects.filter(order=OuterRef("pk"), kind=Urge.Kind.SUPERVISE)),
            is_late=Exists(overdue),
        )
    )


def following(actor: Person, filters: Filters, after: str = "") -> Following:
    """A page of what ``actor`` follows, what is due first before the rest."""
    all_: Any = followed(actor)
    found = all_.filter(filters.condition).select_related("unit", "case__forwarded_to", "case__near", "case__handler")
    orders = list(_beyond(found, after).order_by(F("next_due").asc(nulls_last=True), "pk")[: PAGE + 1])
    more = write_mark(orders[PAGE - 1].next_due, orders[PAGE - 1].pk) if len(orders) > PAGE else ""
    cities = Unit.objects.filter(pk__in=all_.filter(Q(city_id__isnull=False)).values("city_id")).order_by("path")
    return Following(list(rows_of(actor, orders[:PAGE])), _counts(all_), list(cities), more, filters)


def rows_of(actor: Person, orders: list[WorkOrder]) -> Iterator[Row]:
    keys = [order.pk for order in orders]
    open_ = set(visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True))
    chips, last, push = owed_of(orders), _last_steps(keys), registry[KIND].by_name["supervise"]
    for order in orders:
        pushes = order.pk in open_ and order.phase in LIVE and may(actor, order, push)
        yield Row(order, chips.get(order.pk, []), last.get(order.pk), _stops(order), order.pk in open_, pushes)


def _counts(rows: QuerySet[WorkOrder]) -> dict[str, int]:
    midnight = datetime.combine(timezone.localdate(), time(), SHANGHAI)
    return rows.aggregate(
        all=Count("pk"),
        today=Count("pk", filter=Q(accepted_at__gte=midnight)),
        done=Count("pk", filter=Q(phase=Phase.DONE)),
        overdue=Count("pk", filter=Q(is_late=True)),
        sent_back=Count("pk", filter=Q(came_back=True)),
        pressed=Count("pk", filter=Q(pushed=True)),
    )


def _last_steps(orders: Iterable[int]) -> dict[int, Step]:
    """The last thing done about each: no looking, and not what the clocks say of themselves (the chips do)."""
    aside = {verb.name for verb in registry[KIND].verbs if verb.reveals} | {"relate", *SYSTEM_STEPS}
    steps = Step.objects.filter(order_id__in=list(orders)).exclude(verb__in=aside)
    rows = steps.order_by("order_id", "-seq").distinct("order_id").select_related("actor")
    return {step.order_id: step for step in rows}


def _stops(order: WorkOrder) -> list[tuple[str, str]]:
    business = registry[order.kind]
    track = list(business.track)
    at = track.index(order.state) if order.state in track else -1
    return [
        (
            business.state_labels[state],
            "done" if place < at or order.phase == Phase.DONE else "now" if place == at else "ahead",
        )
        for place, state in enumerate(track)
    ]


def _beyond(rows: QuerySet[WorkOrder], after: str) -> QuerySet[WorkOrder]:
    found = read_mark(after)
    if found is None:
        return rows
    due, pk = found
    if due is None:
        return rows.filter(next_due__isnull=True, pk__gt=pk)
    return rows.filter(Q(next_due__gt=due) | Q(next_due=due, pk__gt=pk) | Q(next_due__isnull=True))
