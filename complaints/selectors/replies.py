"""A reply and its order as the reply gate reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from complaints.models import CaseDetail
from complaints.replies.gate import check
from complaints.replies.reply import Contact, File, Finding, Reply
from workorders.models import Attachment, Attempt, WorkOrder

SAID = {"yes": True, "no": False}
PROOF = (Attachment.Kind.DOCUMENT, Attachment.Kind.PHOTO, Attachment.Kind.SIGNATURE, Attachment.Kind.RECORDING)


def judged(order: WorkOrder, detail: CaseDetail, data: Mapping[str, Any], now: datetime) -> list[Finding]:
    """What the gate finds in the reply ``data`` (as ``ReplyForm`` cleaned it, or what there is of it while it is being
    typed) to ``order``."""
    return check(reply_to(order, detail, data, now))


def reply_to(order: WorkOrder, detail: CaseDetail, data: Mapping[str, Any], now: datetime) -> Reply:
    kept = order.attachments.filter(kind__in=PROOF, purged_at=None)
    files = [File(name, size) for name, size in kept.values_list("name", "size")]
    brought = data.get("files") or [data.get("file")]  # several at most where nothing is sent yet
    files += [File(file.name or "", file.size) for file in brought if file]
    due = order.deadlines.filter(clock="contacted_by").order_by("-generation").values_list("due_at", flat=True).first()
    return Reply(
        text=data.get("text") or "",
        kind=order.kind,
        opinion=data.get("opinion") or "",
        handler=data.get("handled_by") or "",
        handled_at=data.get("handled_at"),
        true=SAID.get(data.get("true") or ""),
        ours=SAID.get(data.get("ours") or ""),
        adopted=data.get("adopted") or None,
        demand=order.content,
        category=tuple(detail.category_path.split(" / ")),
        accepted_at=order.accepted_at,
        now=now,
        contacts=tuple(
            Contact(at, outcome == Attempt.Outcome.REACHED)
            for at, outcome in order.contacts.order_by("at").values_list("at", "outcome")
        ),
        contact_until=due,
        attachments=tuple(files),
        anonymous=detail.anonymous,
    )


def card(finding: Finding) -> dict[str, Any]:
    """A finding for JSON."""
    return {
        "rule": finding.rule,
        "clause": finding.clause,
        "severity": finding.severity.value,
        "severity_label": finding.severity.label,
        "field": finding.field.value,
        "start": finding.start,
        "end": finding.end,
        "message": finding.message,
        "advice": finding.advice,
        "instead": finding.instead,
    }
