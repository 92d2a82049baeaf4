"""到达, 勘查, 协同, 送电: the crew's part."""

from __future__ import annotations

from repair.models.detail import RepairDetail
from repair.services.intake import alert_safety
from workorders import errors
from workorders.acts import Act
from workorders.models import Involved, Message, SupportTask, WorkOrder

Circle = Message.Circle
Result = RepairDetail.Result


def take(order: WorkOrder, act: Act) -> None:
    """The crew has seen the order."""
    act.detail.taken_at = act.at


def arrive(order: WorkOrder, act: Act) -> None:
    detail: RepairDetail = act.detail
    detail.arrived_at = act.at
    detail.position = act.data.get("position")
    detail.no_position = act.data.get("no_position", "")
    act.start("arrival_entered_by")
    act.meet("arrival_entered_by")


def survey(order: WorkOrder, act: Act) -> None:
    """现场勘查: may be repeated; the last one stands, each is a step. E4: the expected time reaches the centre."""
    detail: RepairDetail = act.detail
    first = not detail.verdict
    for name in ("verdict", "cause", "ownership", "affected"):
        setattr(detail, name, act.data[name])
    if act.data.get("accident") and act.data["accident"] != detail.accident:
        detail.accident = act.data["accident"]
        alert_safety(order, act, RepairDetail.Accident(detail.accident).label)
    expected = act.data.get("expected_at")
    if expected is not None and expected != detail.expected_at:
        detail.expected_at = expected
        if not first or order.urges:
            act.tell(Circle.AGENT, "repair.expected", f"工单 {order.number} 预计送电时间已更新")


def ask_support(order: WorkOrder, act: Act) -> None:
    """B3, B5.3: too large for the crew: the centre is told, and each department gets a task of its own."""
    for unit in act.data["units"]:
        SupportTask.objects.create(
            order=order, unit=unit, needed=act.data["needed"], asked_by=act.actor, asked_at=act.at
        )
        Involved.objects.get_or_create(order=order, unit=unit, why=Involved.Why.SUPPORT)
        act.tell(Circle.UNIT, "repair.support", f"工单 {order.number} 请求协同，请查看", unit=unit, sms=True)
    act.tell(Circle.LEAD, "repair.support", f"工单 {order.number} 现场请求协同", unit=order.centre, sms=True)


def restore(order: WorkOrder, act: Act) -> None:
    """送电 (B3r): power is back; or the fault is the customer's own and was guided, done for pay, or left (A2.3)."""
    detail: RepairDetail = act.detail
    if not detail.verdict:
        raise errors.WrongState("请先勘查，再登记送电")
    kind = act.data["result_kind"]
    if kind != Result.POWER and detail.ownership != RepairDetail.Ownership.CUSTOMER:
        why = "勘查结论不是客户产权，只能登记恢复供电；如果判断有误，请先补一次勘查"
        raise errors.Invalid(why, fields={"result_kind": [why]})
    pending = order.support_tasks.filter(confirmed_at__isnull=True).count()
    if pending:
        act.note["support_pending"] = pending
    detail.restored_at = act.at
    detail.result_kind = kind
    detail.fee, detail.consent = act.data.get("fee"), act.data.get("consent", "")
    act.start("replied_by")
    act.tell(Circle.AGENT, "repair.restored", f"工单 {order.number} {Result(kind).label}", unit=order.centre)
    if kind == Result.POWER:
        act.tell(Circle.CUSTOMER, "repair.restored", "您反映的停电故障已恢复供电，感谢理解。如仍无电请致电95598。")
