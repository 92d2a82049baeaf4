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
    _running(order)


def end_plan(order: WorkOrder, act: Act) -> None:
    plan = _running(order)
    plan.ended_at = act.at
    plan.save(update_fields=["ended_at"])
    act.tell(Circle.SUPERVISOR, "repair.plan_ended", f"工单 {order.number}：应急响应结束")


def _running(order: WorkOrder) -> Emergency:
    """The order's plan while it is in force. Raises ``WrongState``."""
    found = Emergency.objects.filter(order=order, ended_at__isnull=True).first()
    if found is None:
        raise errors.WrongState("这张工单没有正在执行的应急预案，请先启动")
    return found
