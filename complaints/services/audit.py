"""审核通过, 省退市: the provincial desk's word."""

from __future__ import annotations

from complaints.models import CaseDetail
from complaints.services.ending import archive
from complaints.services.route import relayed_until
from workorders import errors
from workorders.acts import Act
from workorders.models import Message, Return
from workorders.services import callbacks

Circle = Message.Circle


def approve(act: Act) -> str:
    """On to the call-back; where none is owed (an approved statement, an anonymous caller), into the archive."""
    order, detail = act.order, act.detail
    nobody_audits_their_own(act)
    detail.audited_at, detail.audited_by = act.at, act.actor
    if detail.statement or detail.anonymous:
        act.note["no_callback"] = "情况说明已批准，取消回访" if detail.statement else "匿名来电，不回访"
        archive(order, act)
        return "archived"
    callbacks.open_round(order, act.now)
    act.start("called_back_by")
    return "audited"


def send_back(act: Act) -> None:
    """省退市: back to the unit, with the codes of D5 and what to mend. A second one is a second one."""
    order = act.order
    nobody_audits_their_own(act)
    callbacks.send_back(act, Return.Level.PROVINCE, act.data["codes"], act.data["text"])
    begin_again(act)
    act.tell(Circle.HANDLER, "case.sent_back", f"{act.business.label} {order.number} 省审核退回，请修改", sms=True)
    act.tell(Circle.SUPERVISOR, "case.sent_back", f"{act.business.label} {order.number} 省退市")


def begin_again(act: Act) -> None:
    """The order stands with its unit again: its clocks for the answer start anew, what was missed stays missed."""
    detail: CaseDetail = act.detail
    detail.replied_at = detail.audited_at = None
    detail.audited_by = None
    act.start("replied_by", latest=relayed_until(act))
    if not detail.anonymous:
        act.start("answered_by", latest=relayed_until(act))


def nobody_audits_their_own(act: Act) -> None:
    if act.detail.replied_by_id == act.actor.pk:
        raise errors.NotAllowed("回复是您自己写的，须由别人审核")
