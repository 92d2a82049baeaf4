"""关联: orders of the same person, address or matter stand beside each other (D17)."""

from __future__ import annotations

from complaints.models import CaseDetail, Secrecy
from workorders import errors
from workorders.acts import Act
from workorders.models import WorkOrder
from workorders.registry import registry


def relate(order: WorkOrder, act: Act) -> None:
    """Link ``order`` with another both ways. Raises ``Invalid`` where the link itself would tell who reported."""
    other = WorkOrder.objects.get(number=act.data["number"])
    if registry[order.kind].clearance != registry[other.kind].clearance:
        why = "举报工单不能与其他业务的工单关联：看得到那张工单的人会知道有这件举报"
        raise errors.Invalid(why, fields={"number": [why]})
    if secrecy_of(order) != secrecy_of(other):
        why = "身份公开、保密、匿名的工单不能互相关联：看到关联就知道是谁"
        raise errors.Invalid(why, fields={"number": [why]})
    order.related.add(other)
    act.note["related"] = other.number


def secrecy_of(order: WorkOrder) -> str:
    found = CaseDetail.objects.filter(order_id=order.pk).values_list("secrecy", flat=True).first()
    return str(found or Secrecy.OPEN)
