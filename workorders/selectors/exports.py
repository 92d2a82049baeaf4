"""The rows of an export: the queue as filtered, masked as on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from accounts.models import Person
from workorders.models import WorkOrder
from workorders.registry import registry
from workorders.selectors.masking import contact
from workorders.selectors.orders import visible_to
from workorders.selectors.queue import Filters, filtered

COLUMNS = (
    "工单编号",
    "业务",
    "状态",
    "紧急程度",
    "标题",
    "受理内容",
    "联系人",
    "联系电话",
    "地址",
    "地区",
    "当前单位",
    "受理时间",
    "最近时限",
    "曾超时",
    "催办次数",
    "归档时间",
)


def rows_for(actor: Person, filters: Filters) -> Iterator[list[str | int]]:
    """A row for each order, in the order of acceptance; however many there are, few are in memory at once."""
    orders = filtered(actor, filters).select_related("unit").order_by("accepted_at", "pk")
    for order in orders.iterator(chunk_size=1000):
        yield _row(actor, order)


def rows_of(actor: Person, numbers: list[str]) -> Iterator[list[str | int]]:
    """A row for each of these orders that ``actor`` may see."""
    for order in visible_to(actor).filter(number__in=numbers).select_related("unit").order_by("accepted_at", "pk"):
        yield _row(actor, order)


def _row(actor: Person, order: WorkOrder) -> list[str | int]:
    business, shown = registry[order.kind], contact(actor, order)
    phones = shown["phones"]
    assert isinstance(phones, list)
    return [
        order.number,
        business.label,
        business.state_labels[order.state],
        order.get_urgency_display(),
        order.title,
        order.content,
        str(shown["name"]),
        "、".join(phones),
        str(shown["address"]),
        order.get_area_class_display(),
        order.unit.name,
        _stamp(order.accepted_at),
        _stamp(order.next_due),
        "是" if order.breached else "",
        order.urges,
        _stamp(order.archived_at),
    ]


def _stamp(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}" if at else ""
