"""D5: who was not reached after the handling, and is told as though they had been."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from complaints.replies import words
from complaints.replies.case import CHINA, Case, local
from complaints.replies.reply import Contact, Field, Reply, Severity
from complaints.replies.rule import Found, rule
from complaints.replies.rules.contact import met, vain_after

AT = datetime(2024, 5, 3, 16, tzinfo=CHINA)
ATTEMPTS = words.threshold("afterwards.attempts")
VAIN = tuple(Contact(AT + timedelta(hours=hours), False) for hours in (1, 3))
DAY_BEFORE = Contact(AT - timedelta(days=1), True)
BEFORE = Contact(AT - timedelta(hours=1), True)
ANSWERED = Contact(AT + timedelta(hours=4), True)


@rule(
    "unreached_untold",
    "处理后联系不上未写明",
    clause="D5",
    code="not_contacted",
    severity=Severity.BLOCK,
    unless=("agreed_unreached", "contact_unlogged", "contact_contradicts", "unreached_but_logged", "empty_text"),
    good=(
        Reply("已更换锁具，17时、19时致电客户均未接。", opinion="未联系上", handled_at=AT, contacts=VAIN),
        Reply("已更换锁具。", opinion="回访两次电话关机", handled_at=AT, contacts=(DAY_BEFORE, *VAIN)),
        Reply("已更换锁具。", opinion="客户满意", handled_at=AT, contacts=(*VAIN, ANSWERED)),
        Reply("已更换锁具。", opinion="客户满意", handled_at=AT, contacts=(DAY_BEFORE, VAIN[0])),
        Reply("已更换锁具，客户在场签字。", opinion="客户满意", handled_at=AT, contacts=(DAY_BEFORE, *VAIN)),
        Reply("已更换锁具，短信告知结果。", opinion="", handled_at=AT, contacts=VAIN),
        Reply("已更换锁具。", handled_at=AT, contacts=VAIN, anonymous=True),
        Reply("已更换锁具。", opinion="客户满意", contacts=VAIN),
    ),
    bad=(
        Reply("已更换锁具。", opinion="客户对结果满意", handled_at=AT, contacts=(DAY_BEFORE, *VAIN)),
        Reply("已更换锁具，客户表示认可。", handled_at=AT, contacts=(DAY_BEFORE, *VAIN)),
        Reply("已更换锁具。", opinion="客户希望以后少停电", handled_at=AT, contacts=VAIN),
        Reply("已更换锁具。", opinion="希望以后少停电", handled_at=AT, contacts=(BEFORE, *VAIN)),
        Reply("已更换锁具。", opinion="客户满意", handled_at=AT, contacts=(BEFORE, *VAIN)),
        Reply("已更换锁具。", opinion="", handled_at=AT, contacts=VAIN),
    ),
)
def unreached_untold(case: Case) -> Iterator[Found]:
    reply, handled = case.reply, local(case.reply.handled_at)
    after = vain_after(case)
    if reply.contacts is None or handled is None or not case.asked or len(after) < ATTEMPTS:
        return
    told = words.pattern("contact", "untold.no")
    if case.mentions("unreached") or any(told.search(field or "") for field in (reply.text, reply.opinion)):
        return
    if words.pattern("signals", "unreached").search(reply.opinion or ""):
        return
    if met(case, "met.after") or met(case, "present"):
        return
    opinion = bool((reply.opinion or "").strip())
    # Reached on the day itself, they may have said so then; before it, they could not know the result.
    reached = [contact.at for contact in reply.contacts if contact.reached]
    knew = any(at.astimezone(CHINA).date() >= handled.date() for at in reached)
    claimed = case.agreed if reached else opinion
    yield Found(
        f"处理后{len(after)}次联系都没有联系上客户，"
        + ("却写了客户的意见" if opinion or case.agreed else "正文和“客户意见”栏都没有写"),
        f"写明每次联系的时间和没有联系上；再{case.ring}，联系上后写客户怎么说",
        Field.OPINION if opinion else Field.TEXT,
        severity=None if claimed and not knew else Severity.REMIND,
    )
