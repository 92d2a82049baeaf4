"""受理: what accepting a case sets off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from complaints.models import CaseDetail, Grade
from complaints.services import secrecy
from customers.models import Call
from workorders.acts import Act
from workorders.models import Message, WorkOrder
from workorders.services import drafts

Circle = Message.Circle
LONGEST_SMS = 300  # characters of the customer's words in a text to the leaders


@dataclass(frozen=True)
class Withheld:
    """What the form took out before anything was written. ``identity``: None for who wants to stay anonymous."""

    identity: dict[str, Any] | None
    call: Call | None


def accepted(order: WorkOrder, act: Act) -> None:
    """Close away who reported; tell the leaders of a complaint at once (C9.2, D15)."""
    detail: CaseDetail = act.detail
    withheld: Withheld | None = getattr(detail, "withheld", None)
    if withheld is not None:
        # Their call is left alone: marked 已建工单 while no order names it, at the very instant of an acceptance, it would
        # say who they are. The agent disposes of it like of any other call.
        if withheld.identity is not None:
            secrecy.keep(order, withheld.identity, act.now)
        if withheld.call is not None:
            drafts.discard_of_call(act.actor, withheld.call.pk)
    if act.business.watched:
        tell_leaders(order, act)
    if detail.grade in (Grade.SPECIAL, Grade.MAJOR):
        grade = Grade(detail.grade).label
        act.tell(Circle.LEAD, "complaint.grave", f"{grade}投诉 {order.number}，请立即报告", unit=order.centre, sms=True)


def tell_leaders(order: WorkOrder, act: Act) -> None:
    """D15: the complaint's text by SMS to the leaders named for the city it lies in, and for all above; while nobody
    knows the city, to those named for the centre. Each is told once, wherever it goes on to."""
    detail: CaseDetail = act.detail
    unit = detail.forwarded_to or detail.near or order.centre
    text = order.content if len(order.content) <= LONGEST_SMS else f"{order.content[:LONGEST_SMS]}……"
    grade = f"{Grade(detail.grade).label}投诉" if detail.grade else "投诉"
    act.tell(
        Circle.WATCHERS,
        "complaint.arrived",
        f"{grade} {order.number}（{detail.category_path.rpartition(' / ')[2]}）：{text}",
        unit=unit,
        sms=True,
        key=f"complaint:{order.pk}:leaders:{unit.pk}",
    )
