"""D6: when, why and what, in words that tell it; reminders, for a reader may be content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache

from complaints.replies import words
from complaints.replies.case import CHINA, Case
from complaints.replies.reply import Contact, Reply, Severity
from complaints.replies.rule import Found, rule
from complaints.replies.times import MOMENT

PROSE = frozenset({"complaint", "opinion", "misconduct"})
EARLIER = (
    "bare_withdrawal",
    "brush_off",
    "solved_barely",
    "element_done",
    "empty_text",
    "opinion_swapped",
    "passed_on",
)
AT = datetime(2024, 5, 15, 16, tzinfo=CHINA)
FIGURE = re.compile(
    r"\d\s?(?:千?伏|[kK]?V(?![a-z])|安|A(?![a-z])|毫安|mA|分贝|dB|米|厘米|毫米|[cm]?m(?![a-z])|mm|平方|欧|MΩ|Ω|度|℃|千瓦|[kK][VW]|%|％|倍|档|元|户)"
)
PILED = words.threshold("vague.piled")
TALKED = (Contact(AT, True),)


@cache
def _words(name: str) -> re.Pattern[str]:
    return words.pattern("vague", name)


@rule(
    "text_without_day",
    "正文没有日期",
    clause="D6",
    code="wrong_time",
    severity=Severity.REMIND,
    kinds=PROSE,
    unless=(*EARLIER, "vague_day", "element_time"),
    good=(
        Reply("5月15日更换加热管，漏电动作消除。", handled_at=AT, contacts=TALKED),
        Reply("当日14时更换导线。", handled_at=AT, contacts=TALKED),
        Reply("已更换导线。", handled_at=AT),
    ),
    bad=(
        Reply("到客户家核查，热水器漏电，已指导更换加热管。", handled_at=AT, contacts=TALKED),
        Reply("表码核对无误，已讲解阶梯电价。", handled_at=AT, contacts=TALKED),
    ),
)
def text_without_day(case: Case) -> Iterator[Found]:
    reply = case.reply
    # Without a log it is not known whether the reply comes whole; without the field another rule tells.
    if reply.handled_at is None or not reply.contacts or MOMENT.search(reply.text):
        return
    yield Found("正文没有写一个日期或时间", "写明几月几日到场、几月几日办完，例如“5月15日10时……”")


@rule(
    "vague_day",
    "日期含糊",
    clause="D6",
    code="wrong_time",
    severity=Severity.REMIND,
    unless=EARLIER,
    good=(
        Reply("5月15日上门核实，近日气温升高，用电增加。"),
        Reply("因近日连续降雨，杆基下沉，5月15日扶正。"),
        Reply("客户称前几天停电，5月12日为计划检修。"),
        Reply("今后航线经过村庄，提前一天在村群预告。"),
        Reply("每次检修前一天，由网格员逐户提醒。"),
        Reply("预计工作日前两天完成，5月20日前办结。"),
    ),
    bad=(
        Reply("近日工作人员上门核实，已更换电表。"),
        Reply("日前已将拉线移至路边。"),
        Reply("前几天台区经理到现场清理了树障。"),
    ),
)
def vague_day(case: Case) -> Iterator[Found]:
    text = case.text
    for hit in text.find(_words("day")):
        clause = text.clause_at(hit.start)
        if not (
            text.said(hit.start)
            or text.quoted(hit.start)
            or text.to_come(hit.start)
            or MOMENT.search(clause.text)
            or _words("day.no").search(clause.text)
        ):
            yield Found(f"“{hit.word}”没有说是哪一天", "写明具体日期，例如“5月15日”", start=hit.start, end=hit.end)
            return


@rule(
    "vague_cause",
    "原因笼统",
    clause="D6",
    code="no_result",
    severity=Severity.REMIND,
    unless=(*EARLIER, "refused_without_reason", "vague_basis"),
    good=(
        Reply("因充电模块风扇卡死，5月15日更换模块。"),
        Reply("客户称“设备出了点故障”，经查为枪线断线，已更换。"),
        Reply("接线端子等部件已更换；未发现其他原因。"),
        Reply("经多方面检查，原因为电容击穿。"),
    ),
    bad=(
        Reply("因设备出了点故障等各方面情况造成，已更换。"),
        Reply("5月15日对相关部件进行更换，试充正常。"),
        Reply("由于种种原因，未能按时上门，5月15日已补办。"),
    ),
)
def vague_cause(case: Case) -> Iterator[Found]:
    text = case.text
    for hit in text.find(_words("cause")):
        if not (text.said(hit.start) or text.quoted(hit.start) or text.negated(hit.start) or text.supposed(hit.start)):
            yield Found(
                f"“{hit.word}”看不出是什么",
                "写明哪个设备、哪个部位、什么原因，例如“因充电模块风扇卡死”",
                start=hit.start,
                end=hit.end,
            )
            return


@rule(
    "vague_measure",
    "数值含糊",
    clause="D6",
    code="no_result",
    severity=Severity.REMIND,
    kinds=PROSE,
    unless=(*EARLIER, "nothing_done", "cause_untold"),
    good=(
        Reply("末端电压182V有点低，7月1日更换为70mm²导线，复测218V。"),
        Reply("客户称电压有点低，经测为226伏，合格。"),
        Reply("导线细小，7月1日更换；故障点比较隐蔽。"),
    ),
    bad=(
        Reply("末端电压确实有点低，7月1日换了粗一些的导线，现在好多了。"),
        Reply("噪声偏大，6月3日加垫后明显降低。"),
        Reply("弧垂比较低，5月6日收紧后高了不少。"),
    ),
)
def vague_measure(case: Case) -> Iterator[Found]:
    if FIGURE.search(case.reply.text):
        return
    text = case.text
    for hit in text.find(_words("measure")):
        if not (text.said(hit.start) or text.quoted(hit.start) or text.negated(hit.start) or text.supposed(hit.start)):
            yield Found(
                f"“{hit.word}”没有数值",
                "写明测得多少、换成什么规格，例如“由182V升到218V，导线换为70mm²”",
                start=hit.start,
                end=hit.end,
            )
            return


@rule(
    "empty_promise",
    "整改空泛",
    clause="D6",
    code="no_result",
    severity=Severity.REMIND,
    kinds=PROSE,
    unless=(*EARLIER, "nothing_done", "request_ignored"),
    good=(
        Reply("保安未理会客户，已致歉，扣绩效200元，今后加强管理。", true=True, ours=True),
        Reply("已批评教育，每周一组织礼仪培训，进一步提升服务水平。", true=True, ours=True),
        Reply("5月15日更换电表，今后将加强巡视。", true=True, ours=True),
        Reply("5月15日已致歉并批评教育。", true=True, ours=True),
    ),
    bad=(
        Reply("保安未回应客户，已致歉并批评教育，今后将进一步加强管理，提升服务水平。", true=True, ours=True),
        Reply("迟到属实，已致歉，后续将强化人员教育，杜绝类似情况。", true=True, ours=True),
        Reply(
            "漏收复印件属实，已上门补办。将提高思想认识，强化责任担当，狠抓落实，杜绝再次发生。", true=True, ours=True
        ),
        Reply("用语不当属实，已向客户道歉，将不断改进工作作风。", true=True, ours=True),
    ),
)
def empty_promise(case: Case) -> Iterator[Found]:
    reply, text = case.reply, case.text
    if reply.true is not True or reply.ours is not True or case.until:
        return
    promised = next((hit for hit in text.find(_words("promise")) if not text.said(hit.start)), None)
    # Phrase upon phrase, whatever was mended before: 提高认识，强化担当，狠抓落实.
    piled = len({hit.word for hit in text.find(_words("promise")) if not text.said(hit.start)}) >= PILED
    if promised is None or (
        not piled
        and any(not _words("promise").search(hit.word) and not _promised(case, hit.start) for hit in case.remedies)
    ):
        return
    if not _words("promise.concrete").search(reply.text):
        yield Found(
            f"整改只有“{promised.word}”，没有具体做法",
            "写明谁、几时、怎样整改，例如“5月20日前组织引导员培训，值班长每日抽查”",
            start=promised.start,
            end=promised.end,
        )


def _promised(case: Case, position: int) -> bool:
    """Whether it is part of the promise, or a word of blame that mends nothing."""
    clause = case.text.clause_at(position)
    return bool(_words("promise").search(clause.text) or _words("blame").match(case.reply.text, position))
