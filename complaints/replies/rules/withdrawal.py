"""D8: 客户已撤诉 and its like are no answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reply import Reply, Severity
from complaints.replies.rest import rest
from complaints.replies.rule import Found, rule
from complaints.replies.rules.result import SOLVED

REST_AT_MOST = words.threshold("withdrawal.rest_at_most")


@rule(
    "bare_withdrawal",
    "只写撤诉",
    clause="D8",
    code="no_result",
    severity=Severity.BLOCK,
    good=(
        Reply("客户未撤诉。5月3日工作人员到现场更换电能表，客户表示满意。"),
        Reply("5月3日10时，抄表员李某上门核对表码，实为抄错200千瓦时，已退费106元，客户表示满意并撤销投诉。"),
        Reply("客户称不会撤诉，坚持要求退费，5月3日经检定电能表误差合格，已送达检定报告。"),
    ),
    bad=(
        Reply("客户已撤诉。"),
        Reply("经与客户联系，客户要求撤诉。处理人：王某"),
        Reply("客户表示不再追究，请予以归档。"),
        Reply("客户举报不实"),
    ),
)
def bare_withdrawal(case: Case) -> Iterator[Found]:
    hit = next(
        (
            hit
            for hit in case.text.find(words.pattern("withdrawals"))
            if not (
                case.text.supposed(hit.start)
                or re.search(r"(?:未|没有|不会|不愿|拒绝|不同意|尚未)[^，。；]{0,3}$", case.text.before(hit.start))
            )
        ),
        None,
    )
    if hit is None or case.says("measure") or case.says("cause"):
        return
    if hit.word.endswith("诉求") and SOLVED.search(case.reply.text):
        return  # 已处理好，无其他诉求: nobody withdrew
    if rest(case.reply.text, "withdrawals", "brush_off") <= REST_AT_MOST:
        yield Found(
            f"整个回复只有“{hit.word}”，没有处理过程和结果",
            "写明几时由谁核实、查到什么、怎样处理、客户怎么说；客户撤诉可写在后面，不能代替答复",
            start=hit.start,
            end=hit.end,
        )
