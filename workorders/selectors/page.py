"""One order with everything its page shows, each part only as far as the person may see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import Person
from customers.models import Premises
from customers.selectors import premises_with_account
from schema.ready import Ready
from workorders.models import Attachment, CallBack, Return, SupportTask, Urge, WorkOrder
from workorders.policies import sees
from workorders.registry import registry
from workorders.selectors.narrowing import with_number
from workorders.selectors.orders import among, visible_to
from workorders.selectors.texts import with_ending

PARTS = {
    "callbacks": CallBack.objects.all(),
    "returns": Return.objects.all(),
    "urgings": Urge.objects.all(),
    "support": SupportTask.objects.all(),
    "files": Attachment.objects.all(),
}
PLACE = Premises.objects.select_related("transformer__feeder__substation", "unit")


def _numbered(number: Any) -> QuerySet[WorkOrder]:
    # The place comes by itself: in one query with the others it takes longer to plan than to run.
    found = WorkOrder.objects.filter(number=number).select_related("unit", "centre", "first_agent", "customer")
    there = {f"has_{part}": Exists(rows.filter(order=OuterRef("pk"))) for part, rows in PARTS.items()}
    there["has_children"] = Exists(WorkOrder.objects.filter(master=OuterRef("pk")))
    return found.prefetch_related(Prefetch("premises", PLACE)).annotate(**there)


NUMBERED = Ready(_numbered)


def order_by_number(actor: Person, number: str) -> WorkOrder | None:
    """The order with this number as its type's proxy, when ``actor`` may see it."""
    order = NUMBERED.one(number)
    if order is None or not sees(actor, order):
        return None
    order.__class__ = registry[order.kind].proxy
    return order


def has(order: WorkOrder, part: str) -> bool:
    """Whether there is anything of ``part`` to ask for: most orders have few of them."""
    return bool(getattr(order, f"has_{part}", True))


def detail_of(order: WorkOrder) -> Any:
    """The type's own row, with the units it names."""
    return _details(order.kind)(order.pk)[0]


@cache
def _details(kind: str) -> Ready[Any]:
    detail = registry[kind].detail
    relations = [f.name for f in detail._meta.concrete_fields if f.is_relation and not f.primary_key]
    return Ready(lambda pk: detail._default_manager.select_related(*relations).filter(pk=pk))


def callbacks_of(order: WorkOrder) -> list[CallBack]:
    return (
        list(order.callbacks.prefetch_related("attempts__agent").order_by("-round")) if has(order, "callbacks") else []
    )


def callback_opens(rounds: Iterable[CallBack]) -> datetime | None:
    """When the next call-back opens, while it is still to come."""
    now = timezone.now()
    return next((each.opens_at for each in rounds if each.state == CallBack.State.OPEN and each.opens_at > now), None)


def returns_of(order: WorkOrder) -> list[Return]:
    return list(order.returns.select_related("unit", "by").order_by("-at")) if has(order, "returns") else []


def urgings_of(order: WorkOrder) -> list[Urge]:
    return list(order.urgings.select_related("by").order_by("-at")) if has(order, "urgings") else []


def support_of(order: WorkOrder) -> list[SupportTask]:
    return (
        list(order.support_tasks.select_related("unit", "asked_by", "confirmed_by").order_by("asked_at"))
        if has(order, "support")
        else []
    )


def files_of(order: WorkOrder) -> list[Attachment]:
    return list(order.attachments.select_related("uploaded_by").order_by("pk")) if has(order, "files") else []


def file_visible_to(actor: Person, file_id: int) -> Attachment | None:
    """A file of an order ``actor`` may see; None also when its recording was purged by rule."""
    found = Attachment.objects.filter(pk=file_id, purged_at__isnull=True).first()
    if found is None or not visible_to(actor).filter(pk=found.order_id).exists():
        return None
    return found


def children_of(actor: Person, order: WorkOrder) -> list[WorkOrder]:
    if not has(order, "children"):
        return []
    return list(visible_to(actor).filter(master=order).select_related("unit").order_by("pk")[:100])


def search(actor: Person, text: str, limit: int = 50) -> list[WorkOrder]:
    """Orders ``actor`` may see with this number (whole, or its last six), phone or 户号; newest first."""
    wanted = "".join(text.split()).replace("-", "")
    condition = with_number(actor, text)
    if wanted.isascii() and wanted.isdigit():
        condition |= Q(number=wanted) | among(premises_with_account(wanted), "premises_id")
        if len(wanted) >= 4:
            condition |= among(with_ending(wanted), "id")
    found = visible_to(actor).filter(condition).select_related("unit")
    return list(found.order_by("-accepted_at", "-pk")[:limit])


def same_matter(orders: Iterable[WorkOrder]) -> tuple[list[WorkOrder], list[WorkOrder]]:
    """Earlier orders parted into those still open and those done."""
    found = list(orders)
    live = [order for order in found if order.phase in ("open", "waiting")]
    return live, [order for order in found if order not in live]
