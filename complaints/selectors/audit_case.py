"""One case as the auditor weighs it: what the customer said beside what the unit answered. Who the customer is, the
auditor need not know, and nothing here reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from accounts.models import Person
from accounts.selectors import read_posts
from complaints.models import Appeal, CaseDetail, ContactAttempt, Extension, Relay
from complaints.replies.avoiding import AVOID
from complaints.replies.codes import LABELS, RETURN_CODES
from complaints.replies.reply import Field, Finding
from complaints.replies.rules import BY_ID
from complaints.replies.rules.length import MOST, counted
from complaints.selectors.audit import SENT_BACK
from complaints.selectors.replies import ANSWERS, Around, judged
from schema.ready import Ready
from workorders.forms import OTHER
from workorders.models import Attachment, Return, WorkOrder
from workorders.selectors.page import files_of, has, returns_of
from workorders.selectors.repeats import few_like
from workorders.selectors.words import fields_of

RELATED = 8
CONTACTS = Ready(lambda pk: ContactAttempt.objects.filter(order_id=pk).select_related("by").order_by("at", "pk"))
YES = {True: "yes", False: "no", None: ""}


@dataclass(frozen=True)
class Piece:
    """Part of a text; ``mark``: the number of the finding that lies on it, 0 for none."""

    text: str
    mark: int = 0
    said: str = ""


@dataclass(frozen=True)
class Marked:
    """A finding under its number; ``placed``: it lies on words that are marked in the text."""

    number: int
    finding: Finding
    placed: bool = False


@dataclass
class Answer:
    """What was sent in: a reply, or the statement of one the unit holds unreasonable."""

    text: list[Piece] = field(default_factory=list)
    opinion: list[Piece] = field(default_factory=list)
    length: int = 0
    most: int = MOST
    found: list[Marked] = field(default_factory=list)
    before: str = ""  # what the answer said when it was sent back


def answer_of(order: WorkOrder, detail: CaseDetail, known: Around) -> Answer | None:
    """The answer that stands, judged as it was when it came in. None while there is none."""
    if order.state not in ANSWERS or not detail.text:
        return None
    if detail.statement:
        return Answer([Piece(detail.text)], length=counted(detail.text))
    found = judged(order, detail, _sent(detail), detail.replied_at or order.accepted_at, known)
    numbered = list(enumerate(found, start=1))
    text, on_text = pieces(detail.text, [each for each in numbered if each[1].field is Field.TEXT])
    opinion, on_opinion = pieces(detail.opinion, [each for each in numbered if each[1].field is Field.OPINION])
    placed = on_text | on_opinion
    marks = [Marked(number, finding, number in placed) for number, finding in numbered]
    return Answer(text, opinion, counted(detail.text), MOST, marks)


def pieces(text: str, found: list[tuple[int, Finding]]) -> tuple[list[Piece], set[int]]:
    """``text`` cut where findings lie on it, and the numbers of those that are marked: of two on the same words the
    first; one that means the whole text marks nothing."""
    at, cut, placed = 0, [], set()
    for number, each in sorted(found, key=lambda one: (one[1].start, one[1].end)):
        if not at <= each.start < each.end <= len(text) or (each.start, each.end) == (0, len(text)):
            continue
        cut += [Piece(text[at : each.start]), Piece(text[each.start : each.end], number, each.message)]
        placed.add(number)
        at = each.end
    return [piece for piece in [*cut, Piece(text[at:])] if piece.text], placed


def _sent(detail: CaseDetail) -> dict[str, Any]:
    """What was submitted, as the form of it cleans it."""
    names = ("text", "opinion", "handled_by", "handled_at", "adopted")
    flags = {"true": YES[detail.true], "ours": YES[detail.ours]}
    return {name: getattr(detail, name) for name in names} | flags


def earlier_answer(order: WorkOrder) -> str:
    """What the answer before this one said; for a case that came back."""
    steps = order.steps.filter(verb__in=["reply", "submit_statement"]).order_by("-seq").values_list("data", flat=True)
    return str(next((data.get("text", "") for data in steps[1:2]), ""))


def advice(answer: Answer | None) -> list[dict[str, str]]:
    """The reasons for a return, each with what to write of it: the gate's advice where it found something of the kind,
    else how it is avoided; of 其他, which names nothing, whoever chooses it."""
    said: dict[str, list[str]] = {}
    for mark in answer.found if answer else []:
        code = BY_ID[mark.finding.rule].code if mark.finding.rule in BY_ID else OTHER
        said.setdefault(code, []).append(f"{mark.finding.message}，{mark.finding.advice}")
    return [
        {
            "code": code,
            "label": label,
            "advice": "；".join(said.get(code, [])) or ("" if code == OTHER else AVOID[code].rstrip("。")),
            "found": str(len(said.get(code, [])) or ""),
        }
        for code, label in RETURN_CODES
    ]


@dataclass
class Story:
    """What happened on the way. ``back``: with the words of its codes, the latest first."""

    contacts: list[ContactAttempt]
    relays: list[Relay]
    back: list[tuple[Return, str]]
    extensions: list[Extension]
    appeals: list[Appeal]
    files: list[Attachment]
    related: list[WorkOrder]

    @property
    def again(self) -> int:
        """How often the case came back from the province or the centre."""
        return sum(one.level in SENT_BACK for one, _ in self.back)


def story_of(actor: Person, order: WorkOrder, detail: CaseDetail) -> Story:
    words = fields_of(order.kind)["refuse"]["codes"][1] | LABELS
    files = files_of(order)
    contacts = CONTACTS(order.pk)
    relays = [] if detail.open else list(order.relays.select_related("asked_by").order_by("pk"))
    back, extensions, appeals = returns_of(order), _asked(order, "extensions"), _asked(order, "appeals")
    decided = [one.decided_by for one in [*extensions, *appeals]]
    acted = [*(tried.by for tried in contacts), *(returned.by for returned in back), *(one.asked_by for one in relays)]
    read_posts([*acted, *decided])
    return Story(
        contacts=contacts,
        relays=relays,
        back=[(one, "、".join(words.get(code, code) for code in one.codes)) for one in back],
        extensions=extensions,
        appeals=appeals,
        files=sorted(files, key=lambda file: file.kind != Attachment.Kind.STATEMENT),
        related=few_like(actor, order, RELATED),
    )


def _asked(order: WorkOrder, part: str) -> list[Any]:
    rows = getattr(order, part).select_related("asked_by", "decided_by").order_by("-pk")
    return list(rows) if has(order, part) else []
