"""D8: neutral words about the customer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reading import CUSTOMER, Passage
from complaints.replies.reply import Field, Reply, Severity
from complaints.replies.rule import Found, rule

NEAR_CUSTOMER = re.compile(rf"{CUSTOMER}(?:[^，。；！？,;\n]{{0,12}})$")


@cache
def table() -> dict[str, tuple[str, str]]:
    return {word: (whom, instead) for word, whom, instead in words.rows("derogatory")}


@cache
def wanted() -> re.Pattern[str]:
    return words.compiled(tuple(table()))


def _meant(passage: Passage, start: int, whom: str) -> bool:
    """Whether the customer is meant by it, in the writer's own words."""
    if passage.quoted(start) or passage.said(start) or passage.negated(start) or passage.supposed(start):
        return False
    subject = passage.subject(start)
    if whom == "customer":
        return subject != "staff" or bool(NEAR_CUSTOMER.search(passage.before(start)))
    return subject == "customer"


@rule(
    "derogatory",
    clause="D8",
    code="wording",
    severity=Severity.BLOCK,
    good=(
        Reply("客户称工作人员“态度恶劣”，经调取录音，工作人员用语规范。"),
        Reply("客户反映抄表员态度恶劣、蛮不讲理，经核实属实，已对抄表员批评教育。"),
        Reply("经核实，客户不存在恶意欠费行为，系银行代扣失败。"),
        Reply("工作人员对客户态度差，情况属实，已通报批评。"),
    ),
    bad=(
        Reply("该客户无理取闹，我公司已多次解释。"),
        Reply("客户素质低，态度恶劣，拒绝沟通。"),
        Reply("工作人员耐心解释，但客户胡搅蛮缠。"),
        Reply("经核实客户系恶意投诉。"),
    ),
)
def derogatory(case: Case) -> Iterator[Found]:
    for field, passage in ((Field.TEXT, case.text), (Field.OPINION, case.opinion)):
        for hit in passage.find(wanted()):
            whom, instead = table()[hit.word]
            if _meant(passage, hit.start, whom):
                yield Found(
                    f"“{hit.word}”是贬损、指责客户的话",
                    f"换成中性说法，例如“{instead}”，只写事实",
                    field,
                    hit.start,
                    hit.end,
                    instead,
                )
