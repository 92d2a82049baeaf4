"""A reply and its order as the reply gate reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from complaints.models import CaseDetail, ContactAttempt, Secrecy
from complaints.replies.gate import check
from complaints.replies.reply import Contact, File, Finding, Reply
from workorders.models import Attachment, Attempt, Deadline, Return, WorkOrder

BLANK = re.compile(r"[\s\u200b-\u200d\ufeff]+")
SAID = {"yes": True, "no": False}
ANSWERS = ("replied", "audited", "archived")  # the states in which there is an answer to look at
PROOF = (Attachment.Kind.DOCUMENT, Attachment.Kind.PHOTO, Attachment.Kind.SIGNATURE, Attachment.Kind.RECORDING)


@dataclass(frozen=True)
class Around:
    """What an order has besides its reply. ``contacts``: as they came."""

    contacts: Sequence[ContactAttempt]
    files: Sequence[Attachment]
    deadlines: Sequence[Deadline]


def around(order: WorkOrder) -> Around:
    return Around(
        contacts=list(order.contacts.order_by("at", "pk")),
        files=list(order.attachments.order_by("pk")),
        deadlines=list(order.deadlines.filter(clock="contacted_by")),
    )


def judged(
    order: WorkOrder, detail: CaseDetail, data: Mapping[str, Any], now: datetime, known: Around | None = None
) -> list[Finding]:
    """What the gate finds in the reply ``data`` (as ``ReplyForm`` cleaned it, or what there is of it while it is being
    typed) to ``order``. ``known``: what was read of the order already."""
    return check(reply_to(order, detail, data, now, known or around(order)))


def reply_to(order: WorkOrder, detail: CaseDetail, data: Mapping[str, Any], now: datetime, known: Around) -> Reply:
    kept = [file for file in known.files if file.kind in PROOF and file.purged_at is None]
    files = [File(file.name, file.size) for file in kept]
    brought = data.get("files") or [data.get("file")]  # several at most where nothing is sent yet
    files += [File(file.name or "", file.size) for file in brought if file]
    rounds = [each for each in known.deadlines if each.clock == "contacted_by"]
    due = max(rounds, key=lambda each: each.generation).due_at if rounds else None
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
        contacts=tuple(Contact(each.at, each.outcome == Attempt.Outcome.REACHED) for each in known.contacts),
        contact_until=due,
        attachments=tuple(files),
        anonymous=detail.anonymous,
        relayed=detail.secrecy == Secrecy.CONFIDENTIAL,
        unchanged=not any(brought)
        and _sent_back(order, detail)
        and _as_it_was(detail, data)
        and not _more(order, kept),
    )


def _sent_back(order: WorkOrder, detail: CaseDetail) -> bool:
    """Whether the answer that stands came back and is to be written anew."""
    return bool(detail.text) and order.state not in ANSWERS


def _more(order: WorkOrder, files: Iterable[Attachment]) -> bool:
    """Whether a file has come since it was sent back."""
    back = Return.objects.filter(order=order).order_by("-at").values_list("at", flat=True).first()
    return back is not None and any(file.uploaded_at > back for file in files)


def _as_it_was(detail: CaseDetail, data: Mapping[str, Any]) -> bool:
    flags = {name: SAID.get(data.get(name) or "") == getattr(detail, name) for name in ("true", "ours")}
    words = ("text", "opinion", "handled_by", "adopted")
    same = all(_letters(data.get(name)) == _letters(getattr(detail, name)) for name in words)
    return same and all(flags.values()) and _minute(data.get("handled_at")) == _minute(detail.handled_at)


def _letters(text: str | None) -> str:
    """Without what nobody sees."""
    return BLANK.sub("", text or "")


def _minute(at: datetime | None) -> datetime | None:
    """As a form's field has it."""
    return at and at.replace(second=0, microsecond=0)


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
