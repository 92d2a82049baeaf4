"""回单, 回访, 归档: how a fault report ends, or comes back."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from accounts.models import Person
from repair.models.detail import RepairDetail
from workorders import errors
from workorders.acts import Act
from workorders.calendar import SHANGHAI
from workorders.models import Message, WorkOrder
from workorders.services import callbacks, gate
from workorders.services.callbacks import Verdict
from workorders.services.clocks import still_open

Circle = Message.Circle
ANSWER = ("result", "opinion", "in_charge", "confirmation", "phone_left", "damage")


def reply(order: WorkOrder, act: Act) -> None:
    """回单: no provincial audit, no length limit (D16). The order waits for its call-back; its children with it."""
    detail: RepairDetail = act.detail
    for name in ANSWER:
        setattr(detail, name, act.data[name])
    detail.replied_at = act.at
    if act.data["paperwork"]:
        detail.paperwork = act.data["paperwork"]
        act.start("paperwork_by", due=end_of_next_day(act.at))
    callbacks.open_round(order, act.now)
    children = list(order.children.filter(state="merged").order_by("pk").values_list("pk", "accepted_at"))
    if children:
        act.note["children"] = len(children)
        system = Person.objects.system()
        for child, accepted_at in children:
            gate.perform(child, "follow", system, {}, occurred_at=max(act.at, accepted_at))


def end_of_next_day(at: datetime) -> datetime:
    """B6: paperwork done on site reaches its department by the end of the next day."""
    return datetime.combine(at.astimezone(SHANGHAI).date() + timedelta(days=2), time(), SHANGHAI)


def follow(order: WorkOrder, act: Act) -> None:
    """A child takes over its master's outcome; its own clocks have nothing left to wait for."""
    assert order.master is not None
    act.note["master"] = order.master.number
    detail: RepairDetail = act.detail
    master = RepairDetail.objects.get(order=order.master_id)
    for name in ("dispatched_to", "crew", "verdict", "cause", "ownership", "affected", "result_kind", "in_charge"):
        setattr(detail, name, getattr(master, name))
    detail.result = detail.result or f"随主单 {order.master.number} 处理"
    # A child may have come in after the master's power was back: its own times still run forward.
    latest = max(
        at
        for at in (
            act.at,
            order.accepted_at,
            detail.dispatched_at,
            detail.received_at,
            detail.assigned_at,
            detail.departed_at,
            detail.arrived_at,
        )
        if at
    )
    detail.restored_at = detail.replied_at = act.at = latest
    order.unit = order.master.unit
    act.cancel("dispatched_by", "received_by", "arrived_by", "replied_by", why="随主单办结")
    callbacks.open_round(order, act.now)


def call_back(order: WorkOrder, act: Act) -> str:
    """回访: archived, tried again later, or, unsolved by the utility's fault, back to the unit at once (A2.4)."""
    verdict = callbacks.attempt(act)
    if verdict is Verdict.AGAIN:
        return "replied"
    act.meet("called_back_by")
    if verdict is Verdict.ARCHIVE:
        archive(order, act)
        return "archived"
    detail: RepairDetail = act.detail
    unit = detail.dispatched_to or order.unit
    detail.begin_round()
    detail.received_at = act.at
    order.unit = unit
    act.start("arrived_by")
    act.tell(Circle.LEAD, "repair.returned", f"工单 {order.number} 回访未解决，退回重新处理", unit=unit, sms=True)
    act.tell(Circle.SUPERVISOR, "repair.returned", f"工单 {order.number} 回访退回", unit=unit)
    return "received"


def give_up(order: WorkOrder, act: Act) -> None:
    """回访失败: archived after the attempts the rules ask for, with their reasons (A2.6)."""
    callbacks.give_up(act)
    archive(order, act)


def archive(order: WorkOrder, act: Act) -> None:
    order.archived_at = act.at


def hand_over_paperwork(order: WorkOrder, act: Act) -> None:
    """B6: the department has the paperwork."""
    if not any(deadline.clock == "paperwork_by" and still_open(deadline) for deadline in act.deadlines):
        raise errors.WrongState("这张工单没有待移交的手续")
    act.detail.paperwork_handed_at = act.at
