"""D8: 客户已撤诉 and its like are no answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reading import Clause
from complaints.replies.reply import Reply, Severity
from complaints.replies.rest import rest
from complaints.replies.rule import Found, rule
from complaints.replies.rules.result import SOLVED

REST_AT_MOST = words.threshold("withdrawal.rest_at_most")
# 因客户撤诉 tells why the order ends, not what was the matter.
BECAUSE = re.compile(r"^(?:因(?:为|客户|用户|其|本人)?|由于|原因[是为：:]?)[^，。；]{0,4}$")
ALREADY = re.compile(r"已(?!撤|放弃|要求|表示)[^，。；]{0,8}$")
LITTLE = 1  # characters of a clause beside the order's end


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
        Reply("5月3日接客户来电撤销投诉，其增容申请已于5月2日办结。"),
        Reply("5月3日接客户电话要求撤单。核查录音，坐席未报工号，已批评，依客户意愿办结。"),
    ),
    bad=(
        Reply("客户已撤诉。"),
        Reply("经与客户联系，客户要求撤诉。处理人：王某"),
        Reply("客户表示不再追究，请予以归档。"),
        Reply("客户举报不实"),
        Reply("5月9日接客户来电，客户表示撤销本工单，不再追究，依据客户意愿办结。"),
        Reply("因客户主动撤诉，按其要求予以办结。"),
        Reply("班长接听客户电话，其称这事算了，核对身份后登记，尊重客户意见结案。"),
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
    if hit is None or _answered(case):
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


def _answered(case: Case) -> bool:
    """Whether the text tells of a measure or a cause: not of the call, of the customer's will or of the order's end."""
    text = case.text
    stated = [hit for signal in ("measure", "cause") for hit in case.stated(signal)]
    # Behind 客户来电撤单 all is the customer's speech, until the writer says what is already done.
    done = (
        hit
        for hit in text.find(words.pattern("signals", "measure"))
        if ALREADY.search(text.before(hit.start)) and not text.said(hit.start, strongly=True)
    )
    return any(not _ends_only(text.clause_at(hit.start)) for hit in (*stated, *done))


def _ends_only(clause: Clause) -> bool:
    """因客户撤诉, 依据客户意愿办结; not 增容申请已办结, which names what was done."""
    withdrawn = words.pattern("withdrawals").search(clause.text)
    if withdrawn and BECAUSE.match(clause.text[: withdrawn.start()]):
        return True
    left = words.pattern("withdrawals").sub(" ", _course().sub(" ", clause.text))
    if left == clause.text and not _closed().search(left):
        return False
    return rest(_closed().sub(" ", left)) <= LITTLE


@cache
def _course() -> re.Pattern[str]:
    return words.pattern("withdrawn", "course")


@cache
def _closed() -> re.Pattern[str]:
    return words.pattern("withdrawn", "closed")
