"""D5: whether the customer was reached, as the text and the contact log have it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from functools import cache

from complaints.replies import words
from complaints.replies.case import Case, local
from complaints.replies.reading import CUSTOMER, Hit
from complaints.replies.reply import Contact, Field, Reply, Severity
from complaints.replies.reply import File as Attached
from complaints.replies.rule import Found, rule
from complaints.replies.times import MOMENT, number

STATEMENT = re.compile(r"情况说明|说明材料|报备")
AT = datetime(2024, 5, 3, 10, tzinfo=timezone(timedelta(hours=8)))
# 退票后未联系客户，属我方疏漏: what was left undone in the matter, not whether they were reached about it.
LEFT_UNDONE = re.compile(r"^[^。；]{0,12}(?:疏漏|疏忽|失误|不到位|欠妥|不[妥当]|过错|责任|批评|考核|约谈)")
# 先后五次致电客户均未接: what the text counts, of vain attempts.
TIMES = re.compile(
    r"([两二三四五六七八九十]|\d{1,2})次[^，。；]{0,4}(?:致电|拨打|联系|电话|去电|上门|回访)[^，。；]{0,12}?(?:[未没]|无人|无法|关机|停机|不通|占线|空号|拒接|忙音)"
)
# In the matter itself, before anybody answered: 催费员3次电话, 拨打报修电话, 客户5次电话.
NOT_OF_THE_ANSWER = re.compile(rf"{CUSTOMER}|催费|抄表|收费|抢修|报修|值班")
UNABLE = re.compile(r"(?:无法|[未没]能|不能|不便|难以)[^，。；]{0,3}$")
HOUR = timedelta(hours=1)
TRIED = (Contact(AT, False),)
TALKED = (Contact(AT, True),)


@cache
def _words(name: str) -> re.Pattern[str]:
    return words.pattern("contact", name)


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
    if _words("our_phone").search(case.reply.demand):
        return None  # whose telephone it is, is not told apart
    return next(
        (
            hit
            for hit in text.find(words.pattern("signals", "unreached"))
            if not (text.said(hit.start) or text.supposed(hit.start) or text.quoted(hit.start))
            and not LEFT_UNDONE.match(text.text[hit.end : hit.end + 24])
            and not _words("our_phone").search(text.before(hit.start, 80))
        ),
        None,
    )


def vain_after(case: Case) -> list[Contact]:
    """The attempts after the handling, where all were in vain; none where one was not."""
    handled = case.reply.handled_at
    after = [contact for contact in case.reply.contacts or () if handled and contact.at > handled]
    return [] if any(contact.reached for contact in after) else after


@rule(
    "contact_contradicts",
    "已联系与联系不上并存",
    clause="D5",
    code="not_contacted",
    severity=Severity.BLOCK,
    good=(
        Reply("5月3日多次联系客户无人接听，5月4日联系上客户并解释，客户认可。"),
        Reply("5月3日已与客户沟通处理结果，客户认可；5月4日再次回访无人接听。"),
        Reply("客户反映一直联系不上抄表员，已向客户致歉并留下电话，客户满意。"),
        Reply("9:10、12:35两次致电未接，15:20接通客户。", opinion="客户认可"),
        Reply("9时致电未接，客户10时回电，已说明。", opinion="客户认可"),
    ),
    bad=(
        Reply("【已联系】经核实已处理，市民电话保密无法联系。"),
        Reply("已与客户联系解释停电原因，电话无人接听。"),
        Reply("无法联系客户，客户表示满意。"),
        Reply("15:20接通客户并说明，客户电话无人接听。"),
    ),
)
def contact_contradicts(case: Case) -> Iterator[Found]:
    failed = _unreached(case)
    if failed is None:
        return
    reached = _reached(case)
    if reached is None and not case.agreed:
        return
    # First in vain, then reached: told as such, or they rang back or were met.
    if (reached is not None and reached.start > failed.start) or met(case, "met.after", failed.end):
        return
    first, last = (reached.start, failed.end) if reached else (0, len(case.reply.text))
    # Reached, and at another time not: a course of events, where the text says so.
    between = case.reply.text[max(0, first - 12) : last]
    if _words("again").search(between) or (reached and MOMENT.search(case.text.before(failed.start))):
        return
    yield Found(
        "正文一处写已联系上客户，一处写联系不上，前后矛盾",
        "按联系记录改成一种；先没联系上、后来联系上的，写清两次的时间",
        start=failed.start,
        end=failed.end,
    )


def met(case: Case, section: str = "met", after: int = 0) -> bool:
    """Whether the customer was met, or somebody for them, though the telephone was of no use."""
    text = case.text
    return any(
        hit.start >= after and not (text.negated(hit.start) or UNABLE.search(text.before(hit.start)))
        for hit in text.find(_words(section))
    )


@rule(
    "unreached_but_logged",
    "写联系不上而已联系上",
    clause="D5",
    code="not_contacted",
    severity=Severity.BLOCK,
    unless=("contact_contradicts",),
    good=(
        Reply("三次致电均无人接听，已短信告知。", opinion="客户未接听", contacts=TRIED),
        Reply("5月3日多次拨打无人接听，5月4日客户回电，已说明。", opinion="客户满意", contacts=TALKED),
        Reply("电话无人接听，上门当面向客户说明。", opinion="客户满意", contacts=TALKED),
        Reply("已告知客户结果；5月5日回访无人接听。", opinion="客户满意", contacts=TALKED),
        Reply("客户反映多次拨打供电所电话无人接听，系座机故障，已修复。", opinion="客户满意", contacts=TALKED),
        Reply("已换锁，致电客户未接。", handled_at=AT + HOUR, contacts=(*TALKED, Contact(AT + 2 * HOUR, False))),
    ),
    bad=(
        Reply("因多次拨打客户电话均未接通，已短信发送处理结果。", opinion="客户表示满意", contacts=TALKED),
        Reply("已更换表箱锁。客户手机关机，始终联系不上。", contacts=TALKED),
        Reply("已更换表箱锁，致电三次客户未接。", opinion="客户对结果满意"),
    ),
)
def unreached_but_logged(case: Case) -> Iterator[Found]:
    if not case.asked:
        return
    logged = any(contact.reached for contact in case.reply.contacts or ()) and not vain_after(case)
    if not (logged or case.content) or _reached(case) or case.agreement:
        return
    hit = _unreached(case)
    if hit is not None and not met(case):
        yield Found(
            f"正文写“{hit.word}”，但{'联系记录里已联系上客户' if logged else '“客户意见”栏写的是客户满意'}",
            "按联系记录写明几时联系上客户、客户怎么说",
            start=hit.start,
            end=hit.end,
        )


@rule(
    "one_vain_attempt",
    "只联系了一次",
    clause="D5",
    code="not_contacted",
    severity=Severity.REMIND,
    unless=("contact_contradicts", "early_unreached", "agreed_unreached", "unreached_unlogged"),
    good=(
        Reply("10时、15时、次日9时三次致电无人接听。", contacts=TRIED * 3),
        Reply("拨打客户电话未接通，改为上门说明。", contacts=(*TRIED, *TALKED)),
        Reply("多次致电客户无人接听。"),
    ),
    bad=(
        Reply("10时拨打客户电话未接通，以短信告知处理结果。", contacts=TRIED),
        Reply("已更换锁具，电话无人接听。", contacts=TRIED),
        Reply("已更换锁具。", opinion="未联系上客户", contacts=TRIED),
    ),
)
def one_vain_attempt(case: Case) -> Iterator[Found]:
    contacts = case.reply.contacts
    if contacts is None or not case.asked or len(contacts) != 1 or contacts[0].reached:
        return
    text, opinion = _unreached(case), next(case.opinion.find(words.pattern("signals", "unreached")), None)
    if text is None and opinion is None:
        return
    yield Found(
        "联系记录里只有一次没有接通的联系",
        f"再{case.ring}，在不同时段两次以上并登记；仍联系不上的写明每次的时间",
        start=text.start if text else 0,
        end=text.end if text else 0,
    )


def _claimed(case: Case) -> int:
    """How many attempts of ours the text counts; 0 where it counts none."""
    return max(
        (
            number(match[1].replace("两", "二"))
            for match in TIMES.finditer(case.reply.text)
            if not NOT_OF_THE_ANSWER.search(case.text.before(match.start()))
        ),
        default=0,
    )


@rule(
    "unreached_unlogged",
    "写联系不上而无联系记录",
    clause="D5",
    code="not_contacted",
    severity=Severity.BLOCK,
    unless=("contact_contradicts", "agreed_unreached"),
    good=(
        Reply("已更换锁具，多次联系客户未果。", contacts=TRIED * 3),
        Reply("退票后未联系客户，属我方疏漏。", contacts=()),
        Reply("已更换锁具，多次联系客户未果。", contacts=None),
        Reply("已更换锁具，电话无人接听，上门当面说明。", contacts=()),
        Reply("客户反映值班电话无人接听，系座机故障，已修复。", contacts=()),
        Reply("已更换锁具，电话无人接听。", contacts=(), anonymous=True),
        Reply("已更换锁具，先后三次致电客户无人接听。", contacts=TRIED * 3),
        Reply("先后2次联系物业开门后更换开关，9时致电客户未接。", contacts=TRIED),
        Reply("催费员4月10日前3次电话联系客户未接通，本次两次致电客户无人接听。", contacts=TRIED * 2),
        Reply("客户5次电话催促属实，已更换锁具，致电客户无人接听。", contacts=TRIED * 2),
    ),
    bad=(
        Reply("已更换锁具，先后五次致电客户均无人接听。", contacts=TRIED),
        Reply("已更换锁具，多次联系客户未果。", contacts=()),
        Reply("已更换锁具，拨打客户手机始终关机。", contacts=()),
        Reply("9时、15时致电客户均无人接听，以短信告知。", contacts=()),
    ),
)
def unreached_unlogged(case: Case) -> Iterator[Found]:
    contacts = case.reply.contacts
    if contacts is None or not case.asked or any(contact.reached for contact in contacts) or _reached(case):
        return
    hit, logged = _unreached(case), len(contacts)
    if hit is None or (logged and _claimed(case) <= logged):
        return
    if not (met(case) or met(case, "met.after")):
        yield Found(
            f"正文写“{hit.word}”，但联系记录里{f'只登记了{logged}次联系' if logged else '一次联系也没有登记'}",
            f"补登每次联系的时间和结果；没有联系过的，先{case.ring}",
            start=hit.start,
            end=hit.end,
        )


@rule(
    "agreed_unreached",
    "写认可而未联系上",
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
        f"先{case.ring}并登记联系记录；已经联系过的，补登后再提交",
        Field.OPINION if (case.reply.opinion or "").strip() else Field.TEXT,
    )


@rule(
    "contact_unlogged",
    "联系没有登记",
    clause="D5",
    code="not_contacted",
    severity=Severity.BLOCK,
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
        Reply("盖板已更换，18日16时已电话回访，客户表示知晓。", contacts=TRIED * 2),
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
            severity=None if contacts else Severity.REMIND,  # logged as in vain; or nobody logged at all
        )


@rule(
    "early_unreached",
    "未到时限没有情况说明",
    clause="D5",
    code="early_without_statement",
    severity=Severity.BLOCK,
    unless=("contact_contradicts",),
    good=(
        Reply("多次联系客户无人接听。", contact_until=AT, now=AT + HOUR),
        Reply("无法联系客户。", contact_until=AT, now=AT - HOUR, attachments=(Attached("情况说明.pdf", 9),)),
        Reply("5月2日无人接听，5月3日联系上客户并解释。", contact_until=AT, now=AT - HOUR),
    ),
    bad=(
        Reply("多次拨打客户电话，均无人接听。", contact_until=AT, now=AT - HOUR),
        Reply("客户电话关机，无法联系。", contact_until=AT, now=AT - HOUR),
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
        f"在时限内继续{case.ring}；确需现在回复的，上传盖章的《情况说明》",
        start=hit.start,
        end=hit.end,
    )
