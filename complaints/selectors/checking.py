"""A reply judged before it is sent: while it is typed, and for programs. Nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from accounts.models import Person, Role
from complaints.models import CaseDetail
from complaints.replies.gate import blocked, check
from complaints.replies.reply import Contact, File, Finding, Reply
from complaints.replies.rules.length import counted
from complaints.selectors.replies import SAID, card, judged
from workorders.errors import Invalid, NotAllowed, NotVisible
from workorders.registry import registry
from workorders.selectors.orders import visible_to

CHECKERS = (Role.HANDLER, Role.DISPATCHER, Role.AUDITOR, Role.LEAD, Role.SUPERVISOR)
LONGEST = 20_000  # characters that are read at all


def may_check(actor: Person) -> None:
    """Raises ``NotAllowed``."""
    if not actor.access.has(*CHECKERS):
        raise NotAllowed("您的角色不写、也不审核回复")


def check_for(actor: Person, number: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """What the gate finds in ``data`` (as ``ReplyForm`` cleans it, or what there is of it; ``files``: brought besides
    those the order has) as a reply to the order numbered ``number``. Raises ``NotVisible``, ``NotAllowed``, and
    ``Invalid`` for an order whose replies nobody judges."""
    may_check(actor)
    order = visible_to(actor).filter(number=number).select_related("case").first()
    if order is None:
        raise NotVisible("没有找到这张工单，或者它不在您的管辖范围内")
    business = registry[order.kind]
    if business.detail is not CaseDetail:
        raise Invalid(f"{business.label}工单的回复不作校验", fields={"order": ["只校验投诉、举报、意见、建议的回复"]})
    return _answer(judged(order, order.case, data, timezone.now()), data)


def check_alone(actor: Person, data: Mapping[str, Any]) -> dict[str, Any]:
    """The same of a reply whose order is not ours; what is missing in ``data`` is not known and no rule guesses it."""
    may_check(actor)
    contacts, files = data.get("contacts"), data.get("files")
    reply = Reply(
        text=data.get("text") or "",
        kind=data.get("kind") or "complaint",
        opinion=data.get("opinion"),
        handler=data.get("handled_by"),
        handled_at=data.get("handled_at"),
        true=SAID.get(data.get("true") or ""),
        ours=SAID.get(data.get("ours") or ""),
        adopted=data.get("adopted") or None,
        demand=data.get("demand") or "",
        category=tuple(data.get("category") or ()),
        accepted_at=data.get("accepted_at"),
        now=timezone.now(),
        contacts=None if contacts is None else tuple(Contact(each["at"], each["reached"]) for each in contacts),
        contact_until=data.get("contact_until"),
        attachments=None if files is None else tuple(files),
        anonymous=bool(data.get("anonymous")),
    )
    return _answer(check(reply), data)


def _answer(findings: list[Finding], data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "blocked": blocked(findings),
        "length": counted(data.get("text") or ""),
        "findings": [card(each) for each in findings],
    }


__all__ = ["LONGEST", "File", "check_alone", "check_for", "may_check"]
