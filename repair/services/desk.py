"""接单, 退单, 派工, 改派: the dispatcher's part."""

from __future__ import annotations

from django.utils import timezone

from repair.models.detail import RepairDetail
from repair.selectors.duty import crew_state
from workorders import errors
from workorders.acts import Act
from workorders.models import Message, Return, WorkOrder
from workorders.services.callbacks import send_back
from workorders.services.clocks import still_open

Circle = Message.Circle


def refuse(order: WorkOrder, act: Act) -> None:
    """退单: only inside the window of the receive clock (D10); afterwards the order is the unit's."""
    window = next((d for d in act.deadlines if d.clock == "received_by" and still_open(d)), None)
    if window is not None and act.now > window.due_at:
        raise errors.WrongState(f"已过退单时限（{timezone.localtime(window.due_at):%H:%M:%S}），这张工单只能接单处理")
    send_back(act, Return.Level.UNIT, act.data["codes"], act.data["text"])
    detail: RepairDetail = act.detail
    detail.dispatched_to = detail.dispatched_at = None
    order.unit = order.centre
    act.cancel("arrived_by", why="单位退单")
    act.start("dispatched_by")
    act.tell(Circle.AGENT, "repair.refused", f"工单 {order.number} 被退回，请核对后重新派单")
    act.tell(Circle.LEAD, "repair.refused", f"工单 {order.number} 被退回")


def assign(order: WorkOrder, act: Act) -> None:
    """To a crew on duty, certified and checked today (B5.4, B5.5); each that is not says what it lacks."""
    crew = act.data["crew"]
    lacking = crew_state(crew, timezone.localdate(act.now)).lacking
    if lacking:
        raise errors.Invalid(f"{crew}不能派工：{lacking}", fields={"crew": [lacking]})
    detail: RepairDetail = act.detail
    previous = detail.crew
    if previous is not None and previous != crew:
        act.tell(Circle.UNIT, "repair.reassigned", f"工单 {order.number} 已改派其他班组", unit=previous)
    detail.begin_round()
    detail.crew = order.unit = crew
    detail.assigned_at = act.at
    detail.appointment_at = act.data.get("appointment_at")
    act.tell(Circle.HANDLER, "repair.assigned", f"新抢修任务 {order.number}，请立即出发", sms=True)
