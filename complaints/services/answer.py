"""回复, 情况说明: what the unit sends up."""

from __future__ import annotations

from complaints.models import CaseDetail
from complaints.replies.gate import blocked
from complaints.replies.reply import Finding, Severity
from complaints.selectors.replies import card, judged
from workorders import errors
from workorders.acts import Act
from workorders.models import Attachment, Message
from workorders.verbs.attach import keep

Circle = Message.Circle
ANSWER = ("handled_at", "text", "opinion", "handled_by", "adopted")


def reply(act: Act) -> None:
    """Through the reply gate (D6–D9) to the auditor. What it only reminds of goes along, so that the auditor sees it."""
    detail: CaseDetail = act.detail
    findings = judged(act.order, detail, act.data, act.now)
    if blocked(findings):
        raise errors.Invalid(
            "回复校验没有通过，请按提示修改后再提交",
            fields=_by_field(findings),
            findings=[card(each) for each in findings],
        )
    for name in ANSWER:
        setattr(detail, name, act.data[name])
    detail.true, detail.ours = act.data["true"] == "yes", act.data["ours"] == "yes"
    detail.statement = False
    brought = act.data.pop("file", None)
    if brought:
        keep(act.order, act, brought, Attachment.Kind.DOCUMENT)
    act.note["reminded"] = [each.message for each in findings]
    _sent(act)


def _by_field(findings: list[Finding]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in findings:
        if each.severity is Severity.BLOCK:
            found.setdefault(FORM_FIELD.get(each.field, each.field), []).append(f"{each.message}：{each.advice}")
    return found


FORM_FIELD = {"handler": "handled_by", "attachments": "file"}


def submit_statement(act: Act) -> None:
    """D13: an unreasonable demand is answered to the auditor by a stamped statement; approved, nobody calls back."""
    detail: CaseDetail = act.detail
    keep(act.order, act, act.data.pop("file"), Attachment.Kind.STATEMENT)
    detail.text, detail.statement = act.data["text"], True
    detail.handled_at, detail.handled_by = act.at, act.actor.name
    _sent(act)


def _sent(act: Act) -> None:
    detail: CaseDetail = act.detail
    detail.replied_at, detail.replied_by = act.at, act.actor
    unit = detail.dispatched_to or act.order.centre
    act.tell(Circle.AUDITOR, "case.replied", f"{act.business.label} {act.order.number} 已回复，请审核", unit=unit)
