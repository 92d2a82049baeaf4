"""What is followed, as the lines of a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.utils import timezone

from accounts.models import Person
from complaints.selectors.following import Filters, Row, followed, rows_of
from workorders.registry import registry

COLUMNS = (
    "工单编号",
    "等级",
    "分类",
    "身份",
    "状态",
    "地市",
    "当前单位",
    "受理时间",
    "时限",
    "到期",
    "超时",
    "退回次数",
    "催办次数",
    "督办",
    "最近一步",
    "最近一步时间",
)
AT_ONCE = 200


def lines(actor: Person, filters: Filters) -> Iterator[list[str | int]]:
    """A line for each, in the order of acceptance; however many there are, few are in memory at once."""
    found = followed(actor).filter(filters.condition).select_related("unit", "case__forwarded_to", "case__near")
    orders = found.order_by("accepted_at", "pk").iterator(chunk_size=AT_ONCE)
    while chunk := list(islice(orders, AT_ONCE)):
        yield from map(_line, rows_of(actor, chunk))


def _line(row: Row) -> list[str | int]:
    order = row.order
    case = order.case
    city, chip = case.forwarded_to or case.near, row.chips[0] if row.chips else None
    return [
        order.number,
        case.get_grade_display(),
        case.category_path,
        case.get_secrecy_display(),
        registry[order.kind].state_labels[order.state],
        city.name if city else "",
        order.unit.name,
        _stamp(order.accepted_at),
        chip.label if chip else "",
        _stamp(chip.deadline.due_at) if chip else "",
        "是" if order.is_late else "",  # type: ignore[attr-defined]
        order.times_returned,  # type: ignore[attr-defined]
        order.urges,
        "是" if order.pushed else "",  # type: ignore[attr-defined]
        row.last_label,
        _stamp(row.last.occurred_at) if row.last else "",
    ]


def _stamp(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}" if at else ""
