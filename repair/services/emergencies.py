"""A2.2: start, log and end the emergency plan on the order of a large-area outage."""

from __future__ import annotations

from repair.models import Emergency
from workorders import errors
from workorders.acts import Act
from workorders.models import Message, WorkOrder

Circle = Message.Circle


def start_plan(order: WorkOrder, act: Act) -> None:
    _, new = Emergency.objects.get_or_create(
        order=order, defaults={"plan": act.data["plan"], "started_at": act.at, "started_by": act.actor}
    )
    if not new:
        raise errors.WrongState("应急预案已经启动过了，请用「应急记录」补充进展")
    for circle in (Circle.LEAD, Circle.SUPERVISOR, Circle.ABOVE):
        act.tell(circle, "repair.plan_started", f"工单 {order.number}：已启动{act.data['plan']}", sms=True)


def log_plan(order: WorkOrder, act: Act) -> None:
    """An entry in the plan's log is the step itself."""


def end_plan(order: WorkOrder, act: Act) -> None:
    Emergency.objects.filter(order=order).update(ended_at=act.at)
    act.tell(Circle.SUPERVISOR, "repair.plan_ended", f"工单 {order.number}：应急响应结束")
