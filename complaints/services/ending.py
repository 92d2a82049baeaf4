"""回访, 归档, 解释办结, 申诉: how a case ends, comes back, or turns out otherwise."""

from __future__ import annotations

from complaints.models import Appeal, CaseDetail
from workorders import errors
from workorders.acts import Act
from workorders.models import Attachment, Message, WorkOrder
from workorders.services import callbacks
from workorders.services.callbacks import Verdict
from workorders.verbs.attach import keep

Circle = Message.Circle


def explain(act: Act) -> None:
    """A4.3: against policy, explained, and the customer accepts it."""
    act.detail.explained = act.data["said"]
    act.detail.satisfaction = act.data["satisfaction"]
    archive(act.order, act)


def call_back(act: Act) -> str:
    """Archived, tried again later, or 国退: back to the unit at once (A2.4, A4.4)."""
    from complaints.services.audit import begin_again

    verdict = callbacks.attempt(act)
    if verdict is Verdict.AGAIN:
        return "audited"
    act.meet("called_back_by")
    if verdict is Verdict.ARCHIVE:
        archive(act.order, act)
        return "archived"
    begin_again(act)
    said = f"{act.business.label} {act.order.number} 回访退回（国退），请重新处理"
    act.tell(Circle.HANDLER, "case.returned", said, sms=True)
    act.tell(Circle.SUPERVISOR, "case.returned", said, sms=True)
    return "handling"


def give_up(act: Act) -> None:
    callbacks.give_up(act)
    archive(act.order, act)


def archive(order: WorkOrder, act: Act) -> None:
    order.archived_at = act.at
    act.cancel("contacted_by", "replied_by", why="工单已归档")


def appeal(order: WorkOrder, act: Act) -> None:
    """申诉: the unit holds that what was reported did not happen, and proves it with a signed scan."""
    if order.appeals.filter(decided_at=None).exists():
        raise errors.WrongState("上一次申诉还没有审批")
    if act.detail.appealed:
        raise errors.WrongState("这张工单已经申诉成立")
    scan = keep(order, act, act.data.pop("file"), Attachment.Kind.DOCUMENT)
    Appeal.objects.create(
        order=order,
        purpose=act.data["purpose"],
        basis=act.data["basis"],
        appellant=act.data["appellant"],
        scan=scan,
        asked_by=act.actor,
        asked_at=act.at,
    )
    unit = act.detail.dispatched_to or order.centre
    act.tell(Circle.AUDITOR, "case.appealed", f"{act.business.label} {order.number} 申诉，请审批", unit=unit)


def decide_appeal(order: WorkOrder, act: Act) -> None:
    """Granted: 不属实 from now on, and in no count any more (the step log keeps what was found before)."""
    asked = order.appeals.select_for_update().filter(decided_at=None).first()
    if asked is None:
        raise errors.WrongState("没有待审批的申诉")
    if asked.asked_by_id == act.actor.pk:
        raise errors.NotAllowed("申诉是您自己提的，须由别人审批")
    detail: CaseDetail = act.detail
    granted = act.data["granted"] == "yes"
    asked.granted, asked.opinion = granted, act.data["opinion"]
    asked.decided_by, asked.decided_at = act.actor, act.at
    asked.save()
    if granted:
        act.note["was"] = {True: "属实", False: "不属实", None: "未填"}[detail.true]
        detail.true, detail.ours, detail.appealed = False, False, True
        order.counted = False
    word = "成立" if granted else "不成立"
    act.tell(Circle.LEAD, "case.appeal_decided", f"{act.business.label} {order.number} 申诉{word}，请查看")
