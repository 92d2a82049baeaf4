"""联系记录, 中转联系, 延期, 申诉 of a case: what its page, its print sheet and programs are told. Nothing here knows who the
customer is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Person
from accounts.selectors import read_posts
from complaints.models import Appeal, ContactAttempt, Extension, Relay
from complaints.selectors.limits import ONE_AT_A_TIME
from complaints.selectors.standing import standing
from workorders.models import Attempt, WorkOrder
from workorders.parts import Entry, Part, Press

PEOPLE = ("by", "asked_by", "answered_by", "decided_by")
REACHED = Attempt.Outcome.REACHED
LOOK = Press("look", "查看身份，联系客户", {"reason": "中转联系"})


def parts(order: WorkOrder, actor: Person) -> list[Part]:
    """Those that hold something, read once for each instance of the order."""
    known: list[Part] | None = order.__dict__.get("_parts")
    if known is None:
        has = standing(order)
        read = (
            (has.contacts, order.contacts.select_related("by").order_by("at", "pk"), contacts),
            (has.relays, order.relays.select_related("asked_by", "answered_by").order_by("asked_at", "pk"), relays),
            (has.extensions, _asked(order.extensions).select_related("proof"), extensions),
            (has.appeals, _asked(order.appeals).select_related("scan"), appeals),
        )
        found = [(list(rows), told) for there, rows, told in read if there]
        read_posts(getattr(row, name, None) for rows, _ in found for row in rows for name in PEOPLE)
        known = order.__dict__["_parts"] = [told(rows) for rows, told in found]
    return known


def _asked(rows: Any) -> Any:
    return rows.select_related("asked_by", "decided_by").order_by("asked_at", "pk")


def contacts(tries: list[ContactAttempt]) -> Part:
    reached = sum(each.outcome == REACHED for each in tries)
    entries = tuple(
        Entry(
            each.at,
            each.by.placed,
            f"{each.get_outcome_display()}（经中心中转）" if each.relayed else each.get_outcome_display(),
            () if each.relayed else _said(("沟通情况", each.said)),
            data={"outcome": each.outcome, "said": each.said, "relayed": each.relayed},
        )
        for each in tries
    )
    return Part("contacts", "联系记录", entries, f"已联系 {len(tries)} 次，{reached} 次接通")


def relays(asked: list[Relay]) -> Part:
    waiting = any(each.answered_at is None for each in asked)
    return Part("relays", "中转联系", tuple(map(_relay, asked)), "等待中心联系" if waiting else "")


def _relay(relay: Relay) -> Entry:
    open_ = relay.answered_at is None
    rows = [("请中心转达", relay.question), ("客户答复", relay.answer)]
    if relay.answered_by is not None and relay.answered_at is not None:
        rows.append(("中心", f"{relay.answered_by.placed} {_stamp(relay.answered_at)}"))
    return Entry(
        relay.asked_at,
        relay.asked_by.placed,
        "等待中心联系" if open_ else relay.get_outcome_display(),
        _said(*rows),
        waits_for="relay" if open_ else "",
        asks="处理单位请您中转联系客户",
        tells="已请中心中转联系客户，等待答复",
        presses=(LOOK,),
        data={
            "question": relay.question,
            "outcome": relay.outcome,
            "answer": relay.answer,
            "answered_at": relay.answered_at,
        },
    )


def extensions(asked: list[Extension]) -> Part:
    return Part("extensions", "延期", tuple(map(_extension, asked)))


def _extension(extension: Extension) -> Entry:
    return Entry(
        extension.asked_at,
        extension.asked_by.placed,
        _decision(extension, "同意", "不同意"),
        _said(("延期至", _stamp(extension.until)), ("原因", extension.reason), *_decided(extension)),
        file=extension.proof,
        waits_for="" if extension.decided_at else "decide_extension",
        asks="处理单位申请延期，请审批",
        tells=f"已申请延期，等待省审核审批。{ONE_AT_A_TIME}",
        data={"until": extension.until, "reason": extension.reason, "granted": extension.granted},
    )


def appeals(asked: list[Appeal]) -> Part:
    return Part("appeals", "申诉", tuple(map(_appeal, asked)))


def _appeal(appeal: Appeal) -> Entry:
    return Entry(
        appeal.asked_at,
        appeal.asked_by.placed,
        _decision(appeal, "申诉成立", "申诉不成立"),
        _said(("原因及目的", appeal.purpose), ("依据", appeal.basis), ("申诉人", appeal.appellant), *_decided(appeal)),
        file=appeal.scan,
        waits_for="" if appeal.decided_at else "decide_appeal",
        asks="处理单位提出申诉，请审批",
        tells="已提出申诉，等待省审核审批",
        data={"purpose": appeal.purpose, "basis": appeal.basis, "granted": appeal.granted},
    )


def _decision(asked: Extension | Appeal, yes: str, no: str) -> str:
    return {None: "等待审批", True: yes, False: no}[asked.granted]


def _decided(asked: Extension | Appeal) -> Iterator[tuple[str, str]]:
    if asked.decided_by is not None and asked.decided_at is not None:
        yield "审批", f"{asked.decided_by.placed} {_stamp(asked.decided_at)}"
        yield "审批意见", asked.opinion


def _said(*rows: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(row for row in rows if row[1])


def _stamp(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
