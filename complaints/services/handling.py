"""联系客户, 中转, 延期: what the handler does before there is an answer."""

from __future__ import annotations

from complaints.models import CaseDetail, ContactAttempt, Extension, Relay
from complaints.selectors.limits import ASKED_ALREADY, NOTHING_RUNS, prolongable
from workorders import errors
from workorders.acts import Act
from workorders.models import Attachment, Attempt, Message, WorkOrder
from workorders.services import clocks
from workorders.verbs.attach import keep

Circle = Message.Circle
REACHED = Attempt.Outcome.REACHED


def contact(order: WorkOrder, act: Act) -> None:
    """One try to reach the customer; the clock ends with the first, reached or not (a failed attempt counts)."""
    detail: CaseDetail = act.detail
    if not detail.open:
        raise errors.WrongState("客户要求保密或匿名，请用「中转联系」请中心代为联系")
    log_contact(act, act.data["outcome"], act.data["said"])


def log_contact(act: Act, outcome: str, said: str, relayed: bool = False) -> None:
    detail: CaseDetail = act.detail
    if act.at < (detail.dispatched_at or act.order.accepted_at):
        raise errors.Invalid("联系时间早于派单时间，请检查", fields={"occurred_at": ["联系时间不能早于派单时间"]})
    ContactAttempt.objects.create(order=act.order, at=act.at, by=act.actor, outcome=outcome, said=said, relayed=relayed)
    if outcome == REACHED and detail.contacted_at is None:
        detail.contacted_at = act.at


def ask_relay(order: WorkOrder, act: Act) -> None:
    detail: CaseDetail = act.detail
    if detail.anonymous:
        raise errors.WrongState("匿名来电没有留下联系方式，无法中转")
    if order.relays.filter(answered_at=None).exists():
        raise errors.WrongState("上一次中转还没有答复，请等中心联系后再提")
    Relay.objects.create(order=order, question=act.data["question"], asked_by=act.actor, asked_at=act.at)
    said = f"{act.business.label} {order.number} 请中转联系客户"
    act.tell(Circle.AGENT, "case.relay_asked", said)
    act.tell(Circle.LEAD, "case.relay_asked", said, unit=order.centre)


def relay(order: WorkOrder, act: Act) -> None:
    """The centre's agent called, and writes what the customer said."""
    asked = order.relays.select_for_update().filter(answered_at=None).first()
    if asked is None:
        raise errors.WrongState("这张工单没有待答复的中转联系")
    asked.outcome, asked.answer = act.data["outcome"], act.data["answer"]
    asked.answered_by, asked.answered_at = act.actor, act.at
    asked.save()
    log_contact(act, asked.outcome, asked.answer, relayed=True)
    act.tell(Circle.HANDLER, "case.relayed", f"{act.business.label} {order.number} 中心已中转联系客户，请查看")


def ask_extension(order: WorkOrder, act: Act) -> None:
    """Before the time is up, with a reason and its proof."""
    running = prolongable(act.deadlines, act.now)
    if not running:
        raise errors.WrongState(NOTHING_RUNS)
    if order.extensions.filter(decided_at=None).exists():
        raise errors.WrongState(ASKED_ALREADY)
    until = act.data["until"]
    latest = max(deadline.due_at for deadline in running)
    if until <= latest:
        raise errors.Invalid("延期日期应晚于现在的时限", fields={"until": ["应晚于现在的时限"]})
    proof = keep(order, act, act.data.pop("file"), Attachment.Kind.DOCUMENT)
    Extension.objects.create(
        order=order, until=until, reason=act.data["reason"], proof=proof, asked_by=act.actor, asked_at=act.at
    )
    unit = act.detail.dispatched_to or order.centre
    act.tell(Circle.AUDITOR, "case.extension_asked", f"{order.number} 申请延期，请审批", unit=unit)


def decide_extension(order: WorkOrder, act: Act) -> None:
    asked = order.extensions.select_for_update().filter(decided_at=None).first()
    if asked is None:
        raise errors.WrongState("没有待审批的延期申请")
    if asked.asked_by_id == act.actor.pk:
        raise errors.NotAllowed("延期是您自己申请的，须由别人审批")
    granted = act.data["granted"] == "yes"
    asked.granted, asked.opinion = granted, act.data["opinion"]
    asked.decided_by, asked.decided_at = act.actor, act.at
    asked.save()
    act.note["until"] = asked.until.isoformat()
    if granted:
        clocks.prolong(prolongable(act.deadlines, act.now), asked.until, f"同意延期：{asked.reason}"[:200])
    word = "已同意" if granted else "未同意"
    act.tell(Circle.HANDLER, "case.extension_decided", f"{order.number} 延期{word}，请查看审批意见")
