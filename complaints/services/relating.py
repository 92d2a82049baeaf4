"""关联: orders of the same person, address or matter stand beside each other (D17)."""

from __future__ import annotations

from workorders import errors
from workorders.acts import Act
from workorders.models import WorkOrder


def relate(order: WorkOrder, act: Act) -> None:
    """Link ``order`` with another both ways. Raises ``Invalid`` where the link itself would tell who reported."""
    other = WorkOrder.objects.get(number=act.data["number"])
    if bool(order.phone) != bool(other.phone):
        raise errors.Invalid(
            "保密或匿名的工单不能与写明客户的工单关联：看到关联就知道是谁",
            fields={"number": ["关联会暴露来电人身份"]},
        )
    order.related.add(other)
    act.note["related"] = other.number
