"""D6: a basis that can be looked up, words a customer knows, sums that add up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reply import Reply, Severity
from complaints.replies.rule import Found, rule

LATIN = re.compile(r"(?<![A-Za-z0-9_/.:@#-])[A-Z][A-Za-z]{1,9}(?![A-Za-z0-9_/.:@])")
MANY = words.threshold("plain.many")
QUANTITY = re.compile(r"(?<![\d.])(\d{1,7}(?:\.\d{1,2})?)\s?(?:千瓦时|度(?!数|电表)|kWh|KWh|KWH)(?![/每]|\d)")
PRICE = re.compile(
    r"(?:每(?:千瓦时|度)|电价(?:为)?|单价(?:为)?)[^，。；\d]{0,4}(\d{1,2}\.\d{1,6})\s?元|(\d{1,2}\.\d{1,6})\s?元\s?(?:/|每|／)\s?(?:千瓦时|度|kWh)"
)
SUM = re.compile(
    r"(?:应|实|共|合计|需|予|已|计|多)?(?:退|补|退还|退补|返还|追补|补交|补缴|收|计)[^，。；\d元]{0,8}?(?<![\d.])(\d{1,7}(?:\.\d{1,2})?)\s?元(?!/|每|／)"
)
RECKONED = re.compile(r"(?:按|以)[^。]{0,16}(?:每(?:千瓦时|度)|元[/每／])[^。]{0,20}(?:核算|计算|折算|结算|退|补|计)")


@rule(
    "vague_basis",
    "依据笼统",
    clause="D6",
    code="no_result",
    severity=Severity.REMIND,
    unless=(
        "bare_withdrawal",
        "brush_off",
        "empty_text",
        "solved_barely",
        "refused_without_reason",
        "untrue_without_basis",
    ),
    good=(
        Reply("按《供电营业规则》第八十条的有关规定退补。"),
        Reply("该户执行一般工商业电价，符合有关规定。"),
        Reply("客户称不符合有关规定，经检定误差0.2%，合格。"),
    ),
    bad=(
        Reply("该户按有关规定执行相应电价，计费正确，已说明。"),
        Reply("根据公司相关规定，费用由客户承担，已说明。"),
        Reply("收费符合相关政策，已打印明细交客户。"),
    ),
)
def vague_basis(case: Case) -> Iterator[Found]:
    if words.pattern("plain", "named_basis").search(case.reply.text):
        return
    for hit in case.text.find(words.pattern("plain", "vague_basis")):
        if not (case.text.said(hit.start) or case.text.quoted(hit.start)):
            yield Found(
                f"“{hit.word}”没有说是哪一条",
                "写明文件名和条款或电价类别，例如“依据《供电营业规则》第八十条”“执行一般工商业电价0.62元/千瓦时”",
                start=hit.start,
                end=hit.end,
            )
            return


@rule(
    "abbreviations",
    "缩写太多",
    clause="D8",
    code="wording",
    severity=Severity.REMIND,
    good=(
        Reply("网上国网APP查询，10kV线路A相接地，GPS定位到场。"),
        Reply("集中器（TTU）离线，已更换。"),
        Reply("更换HPLC模块一只，采集恢复。"),
    ),
    bad=(
        Reply("TTU召测，CCO与STA间SNR偏低，已更换。"),
        Reply("FTU误报，经DTU与SCADA比对，已消缺。"),
        Reply("RTU离线，OLT、ONU断链，已恢复。"),
    ),
)
def abbreviations(case: Case) -> Iterator[Found]:
    text = case.reply.text
    # One in brackets, or with its words in brackets behind, is explained.
    hits = [
        hit
        for hit in case.text.find(LATIN)
        if hit.word not in words.sections("plain")["known"]
        and sum(map(str.isupper, hit.word)) > 1
        and not (text[hit.end : hit.end + 1] in "（(" or text[max(0, hit.start - 1) : hit.start] in ("（", "("))
    ]
    if len({hit.word for hit in hits}) >= MANY:
        said = "、".join(dict.fromkeys(hit.word for hit in hits))
        yield Found(
            f"缩写“{said[:30]}”客户看不懂", "换成中文，例如“集中器”“通信模块”", start=hits[0].start, end=hits[0].end
        )


@rule(
    "sum_wrong",
    "金额算不对",
    clause="D5",
    code="no_result",
    severity=Severity.BLOCK,
    good=(
        Reply("多计120千瓦时，按每千瓦时0.55元核算，应退66元。"),
        Reply("多计96千瓦时，退还50.88元。"),
        Reply("多计120千瓦时、80千瓦时，按0.55元/千瓦时计，共退110元。"),
        Reply("多计120千瓦时，按阶梯分档计算应退71.2元，第一档每千瓦时0.55元。"),
    ),
    bad=(
        Reply("多计120千瓦时，按每千瓦时0.55元核算，应退86元。"),
        Reply("少计200度，按0.60元/度计算，应补交100元。"),
        Reply("多计500千瓦时，电价0.52元，已退还250元。"),
    ),
)
def sum_wrong(case: Case) -> Iterator[Found]:
    text = case.reply.text
    quantities, prices, sums = ({*_numbers(pattern, text)} for pattern in (QUANTITY, PRICE, SUM))
    if not len(quantities) == len(prices) == len(sums) == 1 or TIERS.search(text):
        return
    product, told = quantities.pop() * prices.pop(), sums.pop()
    if abs(product - told) > max(Decimal("0.02") * product, Decimal("0.05")):
        hit = SUM.search(text)
        assert hit is not None
        yield Found(
            f"金额对不上：按写明的电量和单价应为{product.normalize():f}元，正文写{told:f}元",
            "核对电量、单价和金额；分档、分时或另有费用的，写明怎样算",
            start=hit.start(1),
            end=hit.end(1) + 1,
            severity=None if RECKONED.search(text) else Severity.REMIND,
        )


TIERS = re.compile(r"阶梯|分档|[一二三]档|峰|谷|分时|违约|附加|基金|代征|力调|基本电费|滞纳|倍|三倍|合计|另|扣除|抵")


def _numbers(pattern: re.Pattern[str], text: str) -> Iterator[Decimal]:
    for match in pattern.finditer(text):
        yield Decimal(next(group for group in match.groups() if group))
