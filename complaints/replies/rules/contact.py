"""D5: whether the customer was reached, as the text and the contact log have it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from complaints.replies import words
from complaints.replies.case import Case, local
from complaints.replies.reading import Hit
from complaints.replies.reply import Contact, Field, Reply, Severity
from complaints.replies.reply import File as Attached
from complaints.replies.rule import Found, rule
from complaints.replies.times import MOMENT

AGAIN = re.compile(
    r"再次|后续|随后|之后|此后|后[，,]?(?:再|又|多次|回访|经)|回访|又|首次|第一次|第[二三]次|起初|最初|开始|多次|均|期间|此前|之前|前期|先后|次日|截至"
)
STATEMENT = re.compile(r"情况说明|说明材料|报备")
AT = datetime(2024, 5, 3, 10, tzinfo=timezone(timedelta(hours=8)))
TRIED = (Contact(AT, False),)
TALKED = (Contact(AT, True),)


def _reached(case: Case) -> Hit | None:
    text = case.text
    return next(
        (
            hit
            for hit in text.find(words.pattern("signals", "reached"))
            if not (
                text.negated(hit.start)
                or text.supposed(hit.start)
                or text.to_come(hit.start)
                or text.said(hit.start)
                or _fails(case, hit)
            )
        ),
        None,
    )


def _fails(case: Case, hit: Hit) -> bool:
    """ "已电话联系客户但无人接听" reaches nobody."""
    return (
        bool(re.search(r"(?:无法|未能|未|没有|无人|联系不上)[^，。；]{0,4}$", case.text.before(hit.start)))
        or "未" in hit.word
        or "无法" in hit.word
    )


def _unreached(case: Case) -> Hit | None:
    text = case.text
    return next(
        (
            hit
            for hit in text.find(words.pattern("signals", "unreached"))
            if not (text.said(hit.start) or text.supposed(hit.start) or text.quoted(hit.start))
        ),
        None,
    )


@rule(
    "contact_contradicts",
    clause="D5",
    code="not_contacted",
    severity=Severity.BLOCK,
    good=(
        Reply("5月3日多次联系客户无人接听，5月4日联系上客户并解释，客户认可。"),
        Reply("5月3日已与客户沟通处理结果，客户认可；5月4日再次回访无人接听。"),
        Reply("客户反映一直联系不上抄表员，已向客户致歉并留下电话，客户满意。"),
    ),
    bad=(
        Reply("【已联系】经核实已处理，市民电话保密无法联系。"),
        Reply("已与客户联系解释停电原因，电话无人接听。"),
        Reply("无法联系客户，客户表示满意。"),
    ),
)
def contact_contradicts(case: Case) -> Iterator[Found]:
    failed = _unreached(case)
    if failed is None:
        return
    reached = _reached(case)
    if reached is None and not case.agreed:
        return
    if reached is not None and reached.start > failed.start:
        return  # first in vain, then reached
    first, last = (reached.start, failed.end) if reached else (0, len(case.reply.text))
    # Reached, and at another time not: a course of events, where the text says so.
    between = case.reply.text[max(0, first - 12) : last]
    if AGAIN.search(between) or (reached and MOMENT.search(case.text.before(failed.start))):
        return
    yield Found(
        "正文一处写已联系上客户，一处写联系不上，前后矛盾",
        "按联系记录改成一种；先没联系上、后来联系上的，写清两次的时间",
        start=failed.start,
        end=failed.end,
    )


@rule(
    "agreed_unreached",
    clause="D5",
    code="not_contacted",
    severity=Severity.BLOCK,
    good=(
        Reply("已更换电表，客户满意。", contacts=TALKED),
        Reply("已更换电表，客户满意。", contacts=None),
        Reply("已更换电表。", contacts=TRIED),
    ),
    bad=(
        Reply("已更换电表，客户满意。", contacts=TRIED),
        Reply("已更换电表。", opinion="客户认可", contacts=()),
        Reply("已更换电表，客户表示理解。", contacts=()),
    ),
)
def agreed_unreached(case: Case) -> Iterator[Found]:
    contacts = case.reply.contacts
    if contacts is None or not case.asked or any(contact.reached for contact in contacts) or not case.agreed:
        return
    yield Found(
        "写客户满意或认可，但联系记录里没有一次联系上客户",
        "先联系客户并登记联系记录；已经联系过的，补登后再提交",
        Field.OPINION if (case.reply.opinion or "").strip() else Field.TEXT,
    )


@rule(
    "contact_unlogged",
    clause="D5",
    code="not_contacted",
    severity=Severity.REMIND,
    unless=("agreed_unreached", "contact_contradicts"),
    good=(
        Reply("已与客户沟通停电原因。", contacts=TALKED),
        Reply("已与客户沟通停电原因。", contacts=None),
        Reply("已更换电表。", contacts=()),
    ),
    bad=(
        Reply("已与客户沟通停电原因。", contacts=()),
        Reply("5月3日向客户解释了阶梯电价标准。", contacts=()),
        Reply("已联系客户告知原因。", contacts=TRIED),
    ),
)
def contact_unlogged(case: Case) -> Iterator[Found]:
    contacts = case.reply.contacts
    if contacts is None or not case.asked or any(contact.reached for contact in contacts):
        return
    hit = _reached(case)
    if hit is not None:
        yield Found(
            f"正文写“{hit.word}”，但联系记录里没有联系上客户的记录",
            "补登联系时间和结果；没有联系上的，改写这一句",
            start=hit.start,
            end=hit.end,
        )


@rule(
    "early_unreached",
    clause="D5",
    code="early_without_statement",
    severity=Severity.BLOCK,
    unless=("contact_contradicts",),
    good=(
        Reply("多次联系客户无人接听。", contact_until=AT, now=AT + timedelta(hours=1)),
        Reply(
            "无法联系客户。", contact_until=AT, now=AT - timedelta(hours=1), attachments=(Attached("情况说明.pdf", 9),)
        ),
        Reply("5月2日无人接听，5月3日联系上客户并解释。", contact_until=AT, now=AT - timedelta(hours=1)),
    ),
    bad=(
        Reply("多次拨打客户电话，均无人接听。", contact_until=AT, now=AT - timedelta(hours=1)),
        Reply("客户电话关机，无法联系。", contact_until=AT, now=AT - timedelta(hours=1)),
    ),
)
def early_unreached(case: Case) -> Iterator[Found]:
    reply = case.reply
    if reply.contact_until is None or reply.now is None or reply.now >= reply.contact_until or not case.asked:
        return
    hit = _unreached(case)
    if (
        hit is None
        or STATEMENT.search(reply.text)
        or any(STATEMENT.search(file.name) for file in reply.attachments or ())
    ):
        return
    if _reached(case) or case.agreed or any(contact.reached for contact in reply.contacts or ()):
        return
    until = local(reply.contact_until)
    assert until is not None
    yield Found(
        f"写“{hit.word}”，但联系时限到{until.month}月{until.day}日{until:%H:%M}才截止，又没有情况说明",
        "在时限内继续联系客户；确需现在回复的，上传盖章的《情况说明》",
        start=hit.start,
        end=hit.end,
    )
