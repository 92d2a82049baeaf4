"""Who would get one text about a fault: each number of its callers once, whoever had one within a day left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from repair.selectors.clusters import Cluster
from repair.selectors.thresholds import THRESHOLDS
from workorders.models import Message, WorkOrder

LOOK_BACK = timedelta(days=8)  # an order may be entered a week late


@dataclass(frozen=True)
class Audience:
    """One order for each number that gets the text, and how many numbers have had it."""

    orders: list[WorkOrder]
    told: int

    @property
    def numbers(self) -> int:
        return len(self.orders)


def audience(cluster: Cluster) -> Audience:
    """The callers of ``cluster`` and of the orders that follow its own. Three queries."""
    reports = [*cluster.orders, *WorkOrder.objects.filter(master__in=cluster.orders, state="merged")]
    told = _told(cluster.feeder.pk, {order.phone for order in reports})
    fresh: dict[str, WorkOrder] = {}
    for order in sorted(reports, key=lambda each: each.pk):
        if order.phone not in told:
            fresh.setdefault(order.phone, order)
    return Audience(list(fresh.values()), len(told))


def message_key(feeder_id: int, order_id: int, at: datetime) -> str:
    """An order's text about a line at that moment. Who had one within a day is left out before, not by the key."""
    return f"{_about(feeder_id)}{order_id}:{at:%Y%m%d%H%M%S}"


def _about(feeder_id: int) -> str:
    return f"callers:{feeder_id}:"


def _told(feeder_id: int, phones: set[str]) -> set[str]:
    """Those of ``phones`` that had a text about this line within a day, on whatever order."""
    now = timezone.now()
    theirs = dict(
        WorkOrder.objects.filter(phone__in=phones, accepted_at__gte=now - LOOK_BACK).values_list("pk", "phone")
    )
    sent = Message.objects.filter(
        order_id__in=list(theirs),
        key__startswith=_about(feeder_id),
        created_at__gt=now - THRESHOLDS.told_again_after,
    )
    return {theirs[pk] for pk in sent.values_list("order_id", flat=True) if pk in theirs}


def soonest(now: datetime) -> datetime:
    """What is offered as the expected time: two hours on, on the half hour."""
    later = timezone.localtime(now + timedelta(hours=2))
    return later.replace(minute=0 if later.minute < 30 else 30, second=0, microsecond=0)
