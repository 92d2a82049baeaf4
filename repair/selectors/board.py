"""The dispatch board: faults that wait for somebody to be sent, by clock, as far as a person may see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Person, Role, Unit
from repair.models import Repair, StormAct
from repair.selectors.clusters import SEND_FROM, Cluster, clusters
from repair.selectors.crews import crews_for
from repair.selectors.network import network, stamp
from repair.selectors.ranking import Choice, choices
from repair.selectors.storms import storms_of
from repair.selectors.thresholds import THRESHOLDS
from workorders.models import Phase, Return, WorkOrder
from workorders.selectors.clocks import Chip, owed_of
from workorders.selectors.orders import visible_to

WATCHERS = (Role.DISPATCHER, Role.LEAD, Role.SUPERVISOR)
SENDERS = (Role.DISPATCHER,)
MERGERS = (Role.DISPATCHER, Role.LEAD)
SHOWS = {  # the chips above the list, with the states each shows
    "": ("未出发", ("accepted", "dispatched", "received", "assigned")),
    "dispatched": ("待接单", ("dispatched",)),
    "received": ("待派工", ("received",)),
    "assigned": ("待出发", ("assigned",)),
    "out": ("抢修中", ("en_route", "on_site", "restored")),
}
# What only the order's own page shows.
ANSWERED = tuple(
    f"repair__{name}"
    for name in (
        "hints",
        "explained",
        "position",
        "no_position",
        "cause",
        "affected",
        "result",
        "opinion",
        "in_charge",
        "confirmation",
        "damage",
        "paperwork",
        "consent",
        "fee",
        "result_kind",
        "verdict",
        "satisfaction",
    )
)
OPEN_STATES = ("accepted", "dispatched", "received", "assigned", "en_route", "on_site", "restored")


@dataclass(frozen=True)
class Asked:
    """What the board's address says; anything unknown is dropped. ``fault``: a number; ``group``: a cluster's key."""

    show: str = ""
    urgent: bool = False
    late: bool = False
    rows: bool = False  # each on its own, also in a storm
    fault: str = ""
    group: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, Any]) -> Asked:
        fault, group = str(asked.get("fault", "")), str(asked.get("group", ""))
        return cls(
            show=asked.get("show", "") if asked.get("show") in SHOWS else "",
            urgent=bool(asked.get("urgent")),
            late=bool(asked.get("late")),
            rows=bool(asked.get("rows")),
            fault=fault if len(fault) == 16 and fault.isascii() and fault.isdigit() else "",
            group=group if len(group) < 12 and group[:1] in ("f", "t") and group[1:].isdigit() else "",
        )


@dataclass
class Board:
    """``faults``: what the list shows; ``elsewhere``: the other open ones, for the map. ``chosen``: the fault that
    crews are ranked for; ``cluster``: the group it was chosen by."""

    asked: Asked
    faults: list[WorkOrder]
    elsewhere: list[WorkOrder]
    groups: list[Cluster]
    counts: dict[str, int]
    chips: dict[int, list[Chip]]
    crews: list[Choice]
    storms: list[StormAct]
    chosen: WorkOrder | None = None
    cluster: Cluster | None = None
    more: bool = False
    of_group: dict[int, Cluster] = field(default_factory=dict)

    @property
    def grouped(self) -> bool:
        """Whether lines stand in the place of single faults."""
        return bool(self.storms) and not self.asked.rows

    @property
    def singles(self) -> list[WorkOrder]:
        return [order for order in self.faults if order.pk not in self.of_group] if self.grouped else self.faults

    @property
    def storm_suggested(self) -> bool:
        return not self.storms and self.counts["waiting"] >= THRESHOLDS.storm_waits

    @property
    def sendable(self) -> list[Choice]:
        return [choice for choice in self.crews if not choice.barred]

    @property
    def barred(self) -> list[Choice]:
        return [choice for choice in self.crews if choice.barred]


def watched(actor: Person) -> tuple[str, ...]:
    """Paths of the units whose faults ``actor`` watches."""
    return actor.access.paths(*WATCHERS)


def faults_of(actor: Person) -> QuerySet[WorkOrder]:
    """The open faults below the units ``actor`` watches, those that follow a master left out. A leader also sees
    what a desk refused and nobody has dispatched again."""
    here = reduce(or_, (Q(unit__path__startswith=path) for path in watched(actor)), Q(pk__in=[]))
    open_ = visible_to(actor).filter(here, kind="repair", phase=Phase.OPEN, master=None, state__in=OPEN_STATES)
    back = Exists(Return.objects.filter(order=OuterRef("pk")))
    return open_.annotate(came_back=back).exclude(state="accepted", came_back=False)


def with_all(orders: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
    """What a row, a cluster and the map read of an order."""
    below = WorkOrder.objects.filter(master=OuterRef("pk")).order_by().values("master").annotate(many=Count("pk"))
    return (
        orders.annotate(followers=Coalesce(Subquery(below.values("many")), 0))
        .select_related(
            "unit", "repair__dispatched_to", "repair__crew", "premises__transformer__feeder", "premises__customer"
        )
        .defer("premises__pinyin", "premises__customer__pinyin", "premises__address", *ANSWERED)
    )


def board(actor: Person, asked: Asked) -> Board:
    """The whole board as ``asked`` for. A dozen queries, however many faults and crews."""
    by_clock = with_all(faults_of(actor)).order_by(F("next_due").asc(nulls_last=True), "pk")
    orders = list(by_clock[: THRESHOLDS.shown + 1])
    more, orders = len(orders) > THRESHOLDS.shown, orders[: THRESHOLDS.shown]
    storms = storms_of(actor)
    groups = clusters(orders, storm=bool(storms) and not asked.rows)
    of_group = {order.pk: cluster for cluster in groups for order in cluster.orders}
    states = SHOWS[asked.show][1]
    faults = [
        order
        for order in orders
        if order.state in states
        and (not asked.urgent or order.urgency == "urgent")
        and (not asked.late or order.breached)
    ]
    shown = {order.pk for order in faults}
    if asked.show or asked.urgent or asked.late:
        groups = [cluster for cluster in groups if any(order.pk in shown for order in cluster.orders)]
    chosen, cluster = _choose(asked, orders, groups, of_group)
    plan = network(paths := watched(actor), stamp(paths))
    return Board(
        asked=asked,
        faults=faults,
        elsewhere=[order for order in orders if order.pk not in shown],
        groups=groups,
        counts=_counts(actor, orders, more),
        chips=owed_of(orders),
        crews=choices(crews_for(actor), plan["at"], chosen),
        storms=storms,
        chosen=chosen,
        cluster=cluster,
        more=more,
        of_group=of_group,
    )


def _choose(
    asked: Asked, orders: list[WorkOrder], groups: list[Cluster], of_group: dict[int, Cluster]
) -> tuple[WorkOrder | None, Cluster | None]:
    if asked.group:
        cluster = next((each for each in groups if each.key == asked.group), None)
        if cluster:
            return cluster.master, cluster
    chosen = next((order for order in orders if order.number == asked.fault), None)
    return chosen, of_group.get(chosen.pk) if chosen else None


def _counts(actor: Person, orders: list[WorkOrder], more: bool) -> dict[str, int]:
    """How many each chip shows; counted by the database only where not all were read."""
    states: Counter[str]
    if more:
        open_ = WorkOrder.objects.filter(pk__in=faults_of(actor).order_by().values("pk")).order_by()
        states = Counter(dict(open_.values_list("state").annotate(many=Count("pk"))))
    else:
        states = Counter(order.state for order in orders)
    found = {show: sum(states[state] for state in of) for show, (_, of) in SHOWS.items()}
    found["waiting"] = states["dispatched"] + states["received"]
    found["urgent"] = sum(order.urgency == "urgent" and order.state in SHOWS[""][1] for order in orders)
    found["late"] = sum(order.breached and order.state in SHOWS[""][1] for order in orders)
    return found


def named(actor: Person, numbers: Iterable[str]) -> list[WorkOrder]:
    """The open faults with these numbers that ``actor`` watches, in the order of their ids."""
    return list(with_all(faults_of(actor).filter(number__in=_numbers(numbers))).order_by("pk"))


def merged_under(actor: Person, numbers: Iterable[str]) -> list[WorkOrder]:
    """Orders with these numbers that follow a master now."""
    found = visible_to(actor).filter(kind="repair", state=Repair.States.MERGED, number__in=_numbers(numbers))
    return list(found.order_by("pk"))


def _numbers(asked: Iterable[str]) -> list[str]:
    """Those of ``asked`` that can be orders' numbers, no more than the board shows."""
    return [number for number in asked if len(number) == 16 and number.isascii() and number.isdigit()][
        : THRESHOLDS.shown
    ]


def cluster_named(actor: Person, key: str) -> Cluster | None:
    """The cluster with this key as the board shows it to ``actor`` now."""
    orders = list(with_all(faults_of(actor)).order_by(F("next_due").asc(nulls_last=True), "pk")[: THRESHOLDS.shown])
    if key.startswith("m"):
        return _merged(actor, next((order for order in orders if key == f"m{order.pk}"), None))
    return next((each for each in clusters(orders, storm=bool(storms_of(actor))) if each.key == key), None)


def _merged(actor: Person, master: WorkOrder | None) -> Cluster | None:
    """A master with what follows it, once nothing is left beside it: named for their line or their one transformer."""
    if master is None or master.premises is None:
        return None
    followers = visible_to(actor).filter(master=master, state=Repair.States.MERGED)
    orders = [master, *with_all(followers).order_by("pk")]
    transformer = master.premises.transformer
    places = {order.premises.transformer_id if order.premises else None for order in orders}
    return Cluster(f"m{master.pk}", transformer.feeder, transformer if len(places) == 1 else None, orders)


def crew_named(actor: Person, crew_id: str) -> Unit | None:
    """The crew with this id, when it is one ``actor`` may send."""
    wanted = int(crew_id) if crew_id.isascii() and crew_id.isdigit() and len(crew_id) < 10 else 0
    return next((crew for crew in crews_for(actor) if crew.pk == wanted), None)


def waiting_below(unit: Unit) -> int:
    """How many faults below ``unit`` wait for a crew; for the record of a storm."""
    return WorkOrder.objects.filter(
        kind="repair", state__in=SEND_FROM, master=None, unit__path__startswith=unit.path
    ).count()
