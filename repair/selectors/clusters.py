"""Faults that look like one: several on a transformer, or many on a line in a short time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from customers.models import Feeder, Transformer
from repair.models.order import BEFORE_RESTORED
from repair.selectors.thresholds import THRESHOLDS
from workorders.models import WorkOrder

FURTHEST = {state: place for place, state in enumerate(BEFORE_RESTORED)}
SEND_FROM = ("dispatched", "received")  # nobody has been sent yet


@dataclass
class Cluster:
    """Faults of one line, or of one transformer of it. ``key`` names it in addresses: "f7", "t123"."""

    key: str
    feeder: Feeder
    transformer: Transformer | None
    orders: list[WorkOrder] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.transformer.name if self.transformer else self.feeder.name

    @cached_property
    def places(self) -> int:
        """How many transformers report."""
        return len({order.premises.transformer_id for order in self.orders if order.premises})

    @cached_property
    def master(self) -> WorkOrder:
        """The one to go on with: a master already, then the gravest, the furthest along, the first."""
        return min(self.orders, key=_rank)

    @cached_property
    def others(self) -> list[WorkOrder]:
        """What would be hung under the master: those that lead nothing themselves."""
        return [order for order in self.orders if order.pk != self.master.pk and not leads(order)]

    @cached_property
    def masters(self) -> list[WorkOrder]:
        """What may be chosen as the master, the best first."""
        return sorted(self.orders, key=_rank)

    @cached_property
    def waiting(self) -> list[WorkOrder]:
        """Those no crew has been sent to."""
        return [order for order in self.orders if order.state in SEND_FROM]

    @property
    def mergeable(self) -> bool:
        return bool(self.others)

    @cached_property
    def first(self) -> WorkOrder:
        return min(self.orders, key=lambda order: (order.accepted_at, order.pk))


def leads(order: WorkOrder) -> int:
    """How many orders follow it; ``board`` reads that along with the order."""
    return int(getattr(order, "followers", 0))


def _rank(order: WorkOrder) -> tuple[object, ...]:
    detail = getattr(order, "repair", None)
    return (
        not leads(order),
        not (detail and detail.accident),
        not (detail and detail.large_area),
        order.urgency != "urgent",
        -FURTHEST.get(order.state, -1),
        order.accepted_at,
        order.pk,
    )


def clusters(orders: Iterable[WorkOrder], storm: bool = False) -> list[Cluster]:
    """The clusters among ``orders`` (with their premises, transformers and feeders), the largest first; each order is
    in one at most. In a ``storm`` every line with two faults or more is one."""
    lines: dict[int, list[WorkOrder]] = defaultdict(list)
    for order in orders:
        if order.premises is not None and order.state in FURTHEST:
            lines[order.premises.transformer.feeder_id].append(order)
    found: list[Cluster] = []
    for feeder_id, reports in lines.items():
        alike = reports if storm and len(reports) > 1 else crowded(reports)
        if alike:
            found.append(Cluster(f"f{feeder_id}", _transformer(alike[0]).feeder, None, alike))
        taken = {order.pk for order in alike}
        found += _by_transformer([order for order in reports if order.pk not in taken])
    return sorted(found, key=lambda cluster: (-len(cluster.orders), cluster.first.accepted_at, cluster.key))


def crowded(
    reports: list[WorkOrder], many: int = THRESHOLDS.same_feeder, span: timedelta = THRESHOLDS.within
) -> list[WorkOrder]:
    """Those of ``reports`` that came in ``many`` or more within some ``span``, in the order they came."""
    by_time = sorted(reports, key=lambda order: (order.accepted_at, order.pk))
    inside: set[int] = set()
    for place in range(len(by_time) - many + 1):
        window = by_time[place : place + many]
        if window[-1].accepted_at - window[0].accepted_at <= span:
            inside.update(order.pk for order in window)
    return [order for order in by_time if order.pk in inside]


def _by_transformer(reports: list[WorkOrder]) -> list[Cluster]:
    places: dict[int, list[WorkOrder]] = defaultdict(list)
    for order in reports:
        places[_transformer(order).pk].append(order)
    return [
        Cluster(f"t{pk}", _transformer(alike[0]).feeder, _transformer(alike[0]), alike)
        for pk, alike in places.items()
        if len(alike) >= THRESHOLDS.same_transformer
    ]


def _transformer(order: WorkOrder) -> Transformer:
    assert order.premises is not None
    return order.premises.transformer
