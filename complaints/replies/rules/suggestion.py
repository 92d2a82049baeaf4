"""建议: whether it was adopted, in the field and in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from complaints.replies.case import Case
from complaints.replies.reply import Field, Reply, Severity
from complaints.replies.rule import Found, rule

SUGGESTION = frozenset({"suggestion"})
NO = re.compile(
    r"(?:不|未|暂不|无法|暂未|不能|没有|难以|暂无法|暂缓)(?:予以|予|能|再|便|宜|被)?采纳|(?:不|暂不|无法|未能|暂无法)(?:具备|予以|能)?(?:实施条件|实施|采用|采取该)|不予采用|采纳情况[:：为是]?\s?(?:否|不|未)"
)
YES = re.compile(
    r"(?<![不未暂])(?:已|予以|给予|决定|同意|予|可以|将|可予|均|全部|积极|部分)(?:被|予以|予)?采纳|采纳(?:了)?(?:该|此|客户|您|其|上述|用户)|采纳情况[:：为是]?\s?(?:是|已)|建议(?:已|被|予以|获)?采纳|采纳(?=[，。；]|$)"
)
FIELD_NO = re.compile(r"^(?:否|不|未|暂不|无法|no|false|0)", re.IGNORECASE)
FIELD_PARTLY = re.compile(r"部分")


@rule(
    "adoption_contradicts",
    clause="D9",
    code="other",
    severity=Severity.BLOCK,
    kinds=SUGGESTION,
    good=(
        Reply("已采纳该建议，6月起增设自助缴费终端。", kind="suggestion", adopted="是"),
        Reply("因场地限制，该建议暂不采纳，已向客户说明。", kind="suggestion", adopted="不采纳"),
        Reply("客户询问是否采纳，经研究已采纳。", kind="suggestion", adopted="采纳"),
    ),
    bad=(
        Reply("因场地限制，该建议不予采纳。", kind="suggestion", adopted="是"),
        Reply("我公司决定采纳该建议，6月实施。", kind="suggestion", adopted="否"),
        Reply("经研究无法采纳。", kind="suggestion", adopted="已采纳"),
    ),
)
def adoption_contradicts(case: Case) -> Iterator[Found]:
    adopted = (case.reply.adopted or "").strip()
    if not adopted or FIELD_PARTLY.search(adopted) or "部分采纳" in case.reply.text:
        return
    text = case.text
    no = next((hit for hit in text.find(NO) if not text.said(hit.start) and not text.supposed(hit.start)), None)
    yes = next(
        (
            hit
            for hit in text.find(YES)
            if not (text.said(hit.start) or text.supposed(hit.start) or text.negated(hit.start))
            and not re.search(r"(?:不|未|无法|不能|难以)[^，。；]{0,3}$", text.before(hit.start))
        ),
        None,
    )
    refused = bool(FIELD_NO.match(adopted))
    hit = (yes if not no else None) if refused else (no if not yes else None)
    if hit is not None:
        yield Found(
            f"采纳情况选了“{adopted}”，但正文写“{hit.word}”",
            "核对采纳结论，两处改成一致",
            start=hit.start,
            end=hit.end,
        )


@rule(
    "adoption_missing",
    clause="D6",
    code="other",
    severity=Severity.BLOCK,
    kinds=SUGGESTION,
    good=(
        Reply("已采纳。", kind="suggestion", adopted="是"),
        Reply("建议已采纳，6月起实施。", kind="suggestion"),
        Reply("因场地限制，暂不采纳。", kind="suggestion"),
    ),
    bad=(
        Reply("已向客户说明缴费渠道，客户理解。", kind="suggestion"),
        Reply("已向客户说明缴费渠道，客户理解。", kind="suggestion", adopted=""),
    ),
)
def adoption_missing(case: Case) -> Iterator[Found]:
    adopted = case.reply.adopted
    if (adopted or "").strip() or not case.reply.text.strip():
        return
    if adopted is None and (NO.search(case.reply.text) or YES.search(case.reply.text) or "采纳" in case.reply.text):
        return
    yield Found(
        "没有写建议是否采纳",
        "填写采纳情况；不采纳的，写明原因并已告知客户",
        Field.ADOPTED,
        severity=Severity.REMIND if adopted is None else None,
    )
