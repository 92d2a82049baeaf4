"""What is judged and what is found: the shapes the reply gate speaks in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Severity(StrEnum):
    BLOCK = "block"  # 阻断: it would come back; it is not sent
    REMIND = "remind"  # 提醒: it may be right; whoever sends it has seen it

    @property
    def label(self) -> str:
        return {"block": "阻断", "remind": "提醒"}[self.value]


class Field(StrEnum):
    """Where a finding lies; the names are those of the reply form."""

    TEXT = "text"  # 处理情况
    OPINION = "opinion"  # 客户意见
    HANDLER = "handler"  # 处理人
    HANDLED_AT = "handled_at"  # 处理时间
    TRUE = "true"  # 是否属实
    OURS = "ours"  # 电力公司责任
    ADOPTED = "adopted"  # 采纳情况
    ATTACHMENTS = "attachments"


@dataclass(frozen=True)
class File:
    name: str
    size: int  # bytes


@dataclass(frozen=True)
class Contact:
    """One attempt to reach the customer, as the contact log has it."""

    at: datetime
    reached: bool


@dataclass(frozen=True)
class Reply:
    """A reply with what is known of its order. What is None or empty is not known, and no rule guesses it: an old
    reply from a spreadsheet is judged by what it brings. Every instant is aware.

    ``kind``: complaint, misconduct, opinion, suggestion or inquiry. ``demand``: what the customer said, as it was
    accepted; ``category`` the labels of its path. ``contacts``: None where there is no log at all; ``contact_until``:
    when reaching the customer falls due. ``anonymous``: nobody can be asked, so no opinion and no contact is owed.
    ``relayed``: who reported is kept apart, and only the centre calls. ``unchanged``: it was sent back, and every field says what it said then, with no further file.
    """

    text: str
    kind: str = "complaint"
    opinion: str | None = None
    handler: str | None = None
    handled_at: datetime | None = None
    true: bool | None = None
    ours: bool | None = None
    adopted: str | None = None
    demand: str = ""
    category: tuple[str, ...] = ()
    accepted_at: datetime | None = None
    now: datetime | None = None
    contacts: tuple[Contact, ...] | None = None
    contact_until: datetime | None = None
    attachments: tuple[File, ...] | None = None
    anonymous: bool = False
    relayed: bool = False
    unchanged: bool = False


@dataclass(frozen=True)
class Finding:
    """``start`` and ``end``: the span in ``field``, in characters; both 0 where the whole field is meant.

    ``instead``: what the span could say; empty where only the writer knows.
    """

    rule: str  # its id, "bare_withdrawal"
    clause: str  # "D8"
    severity: Severity
    field: Field
    message: str  # what is wrong, in Chinese
    advice: str  # what to do about it, in Chinese
    start: int = 0
    end: int = 0
    instead: str = ""
