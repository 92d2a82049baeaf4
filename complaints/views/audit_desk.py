"""One case on the audit desk: the answer beside what the customer said, and the two things that may be said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from complaints.models import Appeal, CaseDetail, Extension
from complaints.selectors.audit import PILES, Pile, asked_of, kinds_for, refusal_of
from complaints.selectors.audit_case import Answer, advice, answer_of, earlier_answer, story_of
from complaints.selectors.limits import prolongable
from complaints.selectors.replies import Around
from workorders.errors import GateError
from workorders.holding import Holding
from workorders.models import WorkOrder
from workorders.registry import registry
from workorders.selectors.clocks import Chip, chips_of, owed
from workorders.selectors.conflicts import changes_since
from workorders.services.clocks import prolonged
from workorders.services.reasons import owed_for
from workorders.views.panel import Panel, fresh, refused
from workorders.views.posted import new_key

auditing = Holding("auditing")


@dataclass(frozen=True)
class Words:
    """What the two decisions of a pile are called, and what was done by each."""

    yes: str
    yes_done: str
    no: str = ""
    no_done: str = ""
    no_send: str = ""


WORDS = {
    "replies": Words("通过", "已通过", "退回", "已退回", "退回单位修改"),
    "forwarding": Words("转派", "已转派"),
    "extensions": Words("同意延期", "已同意延期", "不同意", "没有同意延期", "不同意延期"),
    "appeals": Words("申诉成立", "申诉成立", "不成立", "申诉不成立", "申诉不成立"),
}


@dataclass(frozen=True)
class Where:
    """Where on the desk somebody is: pile, type, and the page of the list."""

    pile: Pile
    kind: str = ""
    after: str = ""

    @classmethod
    def read(cls, asked: QueryDict, actor: Person, prefix: str = "") -> Where:
        kind = asked.get(f"{prefix}kind", "")
        known = {business.code for business in kinds_for(actor)}
        pile = PILES.get(asked.get(f"{prefix}pile", ""), PILES["replies"])
        return cls(pile, kind if kind in known else "", asked.get(f"{prefix}after", "")[:60])

    def address(self, **changes: Any) -> str:
        """The desk's address there; ``changes``: other parts, and ``order``, the number of the one that is open."""
        pile = "" if self.pile.code == "replies" else self.pile.code
        said = {"pile": pile, "kind": self.kind, "after": self.after} | changes
        query = urlencode({name: value for name, value in said.items() if value})
        return reverse("complaints:audit") + (f"?{query}" if query else "")

    @property
    def here(self) -> str:
        return self.address()


@dataclass
class Open:
    """A case that is open on the desk. ``over``: why it is not (any more) to be decided here."""

    order: WorkOrder
    detail: CaseDetail
    asked: Extension | Appeal | None
    over: str = ""


def opened(actor: Person, pile: Pile, detail: CaseDetail | None) -> Open | None:
    """A case ``actor`` may see, opened to be decided in ``pile``."""
    if detail is None:
        return None
    asked = asked_of(detail.order, pile)
    return Open(detail.order, detail, asked, refusal_of(actor, pile, detail.order, detail, asked))


def desk(
    actor: Person, where: Where, one: Open, request: HttpRequest | None = None, error: GateError | None = None
) -> dict[str, Any]:
    """Everything the page says of an open case. With ``error``: the form refused, as it was filled in."""
    holder = auditing.take(one.order.pk, actor)
    chips = chips_of(one.order, explained=False)
    context = about(actor, one, chips)
    yes, no = panels(actor, where.pile, one, chips, request, error)
    return {
        **context,
        "holder": holder.name if holder else "",
        "version": one.order.version,
        "where": where,
        "words": WORDS[where.pile.code],
        "yes": yes,
        "no": no,
        "codes": codes(no, context["answer"]) if no and where.pile.state else [],
    }


def about(actor: Person, one: Open, chips: list[Chip] | None = None) -> dict[str, Any]:
    """The case itself, whatever is being decided of it."""
    order, business = one.order, registry[one.order.kind]
    chips = chips_of(order, explained=False) if chips is None else chips
    story = story_of(actor, order, one.detail)
    answer = answer_of(order, one.detail, Around(story.contacts, story.files, [chip.deadline for chip in chips]))
    papers = {getattr(one.asked, "proof_id", None), getattr(one.asked, "scan_id", None)}
    proof = [file for file in story.files if file.pk in papers]
    story.files = [file for file in story.files if file.pk not in papers]
    story.extensions = [each for each in story.extensions if each != one.asked]
    story.appeals = [each for each in story.appeals if each != one.asked]
    if answer is not None and story.back:
        answer.before = earlier_answer(order)
    return {
        "order": order,
        "detail": one.detail,
        "asked": one.asked,
        "proof": proof,
        "granting": [
            {"label": business.clock_labels[deadline.clock], "due": deadline.due_at, "then": then}
            for deadline, then in prolonged(
                prolongable((chip.deadline for chip in chips), timezone.now()), one.asked.until
            )
        ]
        if isinstance(one.asked, Extension)
        else [],
        "business": business,
        "chips": [chip for chip in chips if owed(chip.deadline)],
        "missed": [chip for chip in chips if chip.tone == "late" and not owed(chip.deadline)],
        "answer": answer,
        "story": story,
    }


def panels(
    actor: Person, pile: Pile, one: Open, chips: list[Chip], request: HttpRequest | None, error: GateError | None
) -> tuple[Panel, Panel | None]:
    """The two forms, ids apart: to say yes, and to say no with why."""
    order, business = one.order, registry[one.order.kind]
    verbs = [business.by_name[name] for name in pile.verbs]
    deadlines = [chip.deadline for chip in chips]
    yes = Panel(order, verbs[0], verbs[0].form(order=order, actor=actor, detail=one.detail), order.version, new_key())
    yes.owe([business.clock_labels[each.clock] for each in owed_for(order, verbs[0], actor, one.detail, deadlines)])
    # One verb with two answers, or a verb for each; what somebody began to write is why they say no.
    no = fresh(actor, order, one.detail, verbs[-1], deadlines=deadlines) if len(verbs) > 1 or pile.asked else None
    if request is not None and error is not None:
        verb = business.by_name[request.POST["_verb"]]
        again = refused(request, actor, order, one.detail, verb, error)
        if says_no(request.POST):
            no = again
        else:
            yes = again
    yes.form.auto_id = "yes_%s"
    if no is not None:
        no.form.auto_id = "no_%s"
    return yes, no


def says_no(post: QueryDict) -> bool:
    return post.get("_verb") == "send_back" or post.get("granted") == "no"


def codes(panel: Panel, answer: Answer | None) -> list[dict[str, Any]]:
    """The reasons to send a reply back, each with its key and what the gate would write of it."""
    chosen = set(panel.form["codes"].value() or [])
    keys = "123456789abcdef"
    return [
        {**each, "key": keys[place], "chosen": each["code"] in chosen, "id": f"no_codes_{place}"}
        for place, each in enumerate(advice(answer))
    ]


def gone(actor: Person, one: Open | None, number: str) -> dict[str, Any]:
    """Why the case somebody chose is not theirs to decide, and who was faster, as far as they may see."""
    if one is None:
        return {"gone": f"没有找到要审核的工单 {number[:16]}，或者它不在您的管辖范围内"}
    last = changes_since(one.order, 0, actor)[-1:]
    by = f"：{last[0]['by']}「{last[0]['label']}」" if last and "现在是" in one.over else ""
    return {"gone": f"{one.over}{by}", "gone_order": one.order}
