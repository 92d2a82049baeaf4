"""Outages: all of them answered, and when power came back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from complaints.replies.case import Case
from complaints.replies.elapsed import DURATION
from complaints.replies.reply import Reply, Severity
from complaints.replies.rule import Found, rule
from complaints.replies.times import MOMENT

FREQUENT = re.compile(
    r"(?:频繁|三番五次|断断续续|接二连三|一而再|天天都|经常|多次|反复|屡次|屡屡|连续|总是|总|老是|老|时常|常常|天天|每天|隔三差五|三天两头|动不动|不断|一再|长期)[^，。；！？\n]{0,6}?(?:停电|断电|跳闸|没电|无电|掉电|停了电)"
    r"|(?:停电|断电|跳闸|没电|停了?)[^，。；！？\n]{0,4}?(?:频繁|多次|[两二三四五六七八九十\d]{1,4}[多余几]?[次回趟]|好几[次回]|几[次回])"
    r"|[一两二三四五六七八九十\d]{1,4}(?:周|天|个?月|日)[内里]?[^，。；\n]{0,6}?(?:停电|停了?|断电)[^，。；\n]{0,3}?[两二三四五六七八九十\d]{1,4}[多余几]?[次回趟]"
    r"|(?:停电|断电|跳闸)[^，。；\n]{0,12}[两二三四五六七八九十\d]{1,4}[多余几]?[次回趟]"
)
# An answer to all of them counts, compares, looks back or ends the cause.
SEVERAL = re.compile(
    r"(?:近|最近|过去)[一二两三四五六七八九十半\d]{1,4}(?:个?月|周|天|日|年)|以来|期间|年内|月内|周内|月份|共[计]?(?:发生|停电|出现|跳闸)?|分别|先后|"
    r"[一两二三四五六七八九十\d]{1,4}次(?!日)|频繁|多次|每次|各次|历次|次数|反复|均(?:为|因|系|由)|第[一二三四五]次|其中|另[外一]?|累计|停电记录|"
    r"改造|治理|整治|列入|纳入|计划|更换[^，。；]{0,8}(?:线路|导线|变压器|电缆|线)|切割|割接|增容|新增|分流|负荷转|转供|绝缘化|大修|综合检修|"
    r"[、和及][^，。；]{0,6}\d{1,2}(?:月\d{1,2})?[日号]"
)
OUTAGE = re.compile(r"停电|断电|跳闸|无电|没电|失电|接地")
NOTICE = re.compile(r"通知|告知|公告|赔|补偿")
OUTAGE_STATED = re.compile(
    r"跳闸|接地(?!线|极|电阻|装置|网|体)|断线|击穿|(?:造成|导致|引起|引发|致使|发生|出现)[^，。；]{0,10}?(?:停电|断电|失电|无电)|(?:故障|临时|紧急|检修|计划|欠费)(?:性)?停电(?!信息|通知|公告|计划|系统|告知|安排|问题|投诉|情况|事项)|停电(?:原因|时间|一次|的原因|事件)|停运"
)
CLOCKED = re.compile(r"\d\s?[时点:：]|[一二三四五六七八九十][时点]")
BACK = re.compile(
    r"恢复[^，。；]{0,6}(?:供电|送电|用电|通电)|恢复(?:了)?(?:正常)?(?:供电|送电|用电|通电|正常)|送电|复电|来电(?!话|人|反映|咨询|投诉|称)|供电恢复|通电|恢复(?=[，。；]|$)|已恢复|合闸成功|试送成功|重合(?:闸)?成功|供电正常|有电"
)
SOON = re.compile(
    r"当[日天晚场]|随即|立即|次日|第二天|\d{1,4}(?:多|余)?(?:分钟|小时)[后内]|[半一两三四五六七八九十]{1,4}(?:个)?(?:多)?(?:分钟|小时)[后内]?|瞬时|即时|随后"
)


def _moment_near(case: Case, start: int, end: int) -> bool:
    """Whether a time stands in the sentence, or it is told how long it took."""
    text = case.reply.text
    return bool(MOMENT.search(text, start, end) or SOON.search(text, start, end) or DURATION.search(text, start, end))


def outage_days(case: Case) -> set[date]:
    """The days on which the text tells of an outage."""
    return {
        moment.at.date()
        for moment in case.moments
        if OUTAGE_STATED.search(case.reply.text[moment.end : moment.end + 30])
    }


@rule(
    "frequent_answered_once",
    "频繁停电只答一次",
    clause="D5",
    code="demand_not_answered",
    severity=Severity.BLOCK,
    kinds=frozenset({"complaint", "opinion", "inquiry", "misconduct"}),
    good=(
        Reply("近两个月该台区因树障跳闸3次，已清理树障并列入改造计划，客户认可。", demand="客户反映频繁停电，要求核实"),
        Reply("5月3日因雷击跳闸，11时恢复供电。", demand="客户反映5月3日停电"),
        Reply("经核实，近三个月该线路仅停电一次，客户反映频繁停电不属实。", demand="小区频繁停电"),
    ),
    bad=(
        Reply("5月3日10时因雷击线路跳闸，11时恢复供电，已向客户解释。", demand="客户投诉频繁停电"),
        Reply("因熔断器烧坏停电，更换后14时恢复供电，客户认可。", demand="小区一周内停电四次，冰箱食物变质"),
        Reply("经查，当日为树枝碰线引起，已清理，客户理解。", demand="停电", category=("停送电投诉", "频繁停电")),
    ),
)
def frequent_answered_once(case: Case) -> Iterator[Found]:
    reply = case.reply
    asked = FREQUENT.search(reply.demand) or any(FREQUENT.search(label) for label in reply.category)
    if not asked or SEVERAL.search(reply.text):
        return
    if len(outage_days(case)) > 1 or re.search(r"(?:不属实|与事实不符|与实际不符)", reply.text):
        return
    if OUTAGE_STATED.search(reply.text) or BACK.search(reply.text) or re.search(r"当[日天]|[本此][次起]", reply.text):
        yield Found(
            "客户反映的是频繁停电，正文只答复了一次停电",
            "列出近期每次停电的时间和原因，说明今后怎样避免，例如“近两个月停电3次，原因……，已列入改造计划”",
        )


@rule(
    "outage_without_restoration",
    "没有恢复供电时间",
    clause="D5",
    code="no_result",
    severity=Severity.REMIND,
    kinds=frozenset({"complaint", "opinion", "misconduct"}),
    good=(
        Reply("10kV某线A相接地造成停电，14时20分恢复供电。"),
        Reply("经核实当日该户未停电。", demand="客户反映停电"),
        Reply("已与客户沟通停电信息公告方式，客户理解。", demand="停电未通知"),
    ),
    bad=(
        Reply("10kV某线A相接地，已隔离，客户表示理解。"),
        Reply("因雷击造成跳闸停电，抢修后恢复供电，客户认可。"),
        Reply("因变压器烧毁造成停电，已更换变压器。", demand="客户反映停电"),
    ),
)
def outage_without_restoration(case: Case) -> Iterator[Found]:
    text = case.text
    hit = next(text.facts(OUTAGE_STATED), None)
    if (
        hit is None
        or FREQUENT.search(case.reply.demand)
        or NOTICE.search(case.reply.demand)
        or (case.reply.demand and not OUTAGE.search(case.matter))
    ):
        return
    for back in BACK.finditer(case.reply.text):
        start, end = text.sentence_at(back.start())
        near = text.clauses[max(0, text.index_at(back.start()) - 1)].start
        if CLOCKED.search(case.reply.text, start, end) or _moment_near(case, max(start, near), end):
            return
    yield Found(
        f"写了停电（“{hit.word}”），没有写几时恢复供电",
        "补上恢复供电的时间，例如“14时20分恢复供电”",
        start=hit.start,
        end=hit.end,
    )
