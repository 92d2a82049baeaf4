"""D5: the customer's demand is answered, all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reply import Reply, Severity
from complaints.replies.rule import Found, rule

# Words of a demand that are courtesy or course, not matter.
SET_PHRASES = re.compile(
    r"(?:无法|不能)?(?:判断|确认)[^，。；]{0,6}(?:归属|设备)|请(?:尽快)?(?:核实|处理|查处|联系)[^，。；]{0,8}|系统(?:无|查询无)停电(?:记录|信息)|经系统查询无停电信息|要求(?:尽快)?(?:核实|处理|联系|解决|答复)"
)


PARTS = re.compile(r"[，,。；;、！？\n]|并且|同时|另外|此外|以及|且|并|还|另|和")


class Topic(NamedTuple):
    name: str
    field: str  # topics of one field answer each other by halves: a meter and a bill, a tree and an outage
    asks: re.Pattern[str]
    answers: re.Pattern[str]


@cache
def topics() -> tuple[Topic, ...]:
    found = []
    for line in words.lines("topics"):
        head, rest = line.split(":", 1)
        name, field = head.split("/")
        asks, answers = (tuple(part.split()) for part in rest.split("|"))
        found.append(Topic(name, field, words.compiled(asks), words.compiled(asks + answers)))
    return tuple(found)


def _asked(demand: str) -> list[Topic]:
    return [topic for topic in topics() if topic.asks.search(demand)]


def _elsewhere(asked: list[Topic], answer: str) -> bool:
    """Whether the answer speaks of matters that have nothing to do with those asked about."""
    told = {topic.field for topic in _asked(answer)}
    return bool(told) and told.isdisjoint(topic.field for topic in asked)


@rule(
    "demand_unanswered",
    clause="D5",
    code="demand_not_answered",
    severity=Severity.BLOCK,
    unless=(
        "bare_withdrawal",
        "brush_off",
        "solved_barely",
        "empty_text",
        "opinion_swapped",
        "frequent_answered_once",
        "element_solution",
        "element_done",
    ),
    good=(
        Reply("经检定误差为0.2%，合格，已告知客户。", demand="客户反映电表走得快，要求校验"),
        Reply("已退还多收电费120元。", demand="电费突增，要求核实"),
        Reply("10kV某线跳闸，14时恢复供电。", demand="家中没电"),
    ),
    bad=(
        Reply("10kV某线跳闸，14时恢复供电。", demand="客户投诉抄表员态度差"),
        Reply("已向客户解释阶梯电价标准，电费计算正确。", demand="客户反映门前电杆倾斜，要求扶正"),
        Reply("已清理树障，恢复供电。", demand="客户要求开具增值税发票"),
    ),
)
def demand_unanswered(case: Case) -> Iterator[Found]:
    demand = SET_PHRASES.sub(" ", case.reply.demand)
    asked = _asked(demand)
    answer = case.reply.text
    if not asked or any(topic.answers.search(answer) for topic in asked):
        return
    yield Found(
        f"客户问的是{'、'.join(topic.name for topic in asked[:3])}，正文没有答复",
        "对照受理内容，逐项写明核实结果和处理情况",
        # Only what speaks of another matter is surely no answer.
        severity=None if _elsewhere(asked, answer) else Severity.REMIND,
    )


@rule(
    "demand_partly_answered",
    clause="D5",
    code="demand_not_answered",
    severity=Severity.REMIND,
    unless=("demand_unanswered", "bare_withdrawal", "brush_off", "solved_barely", "empty_text", "opinion_swapped"),
    good=(
        Reply("因断线停电，14时恢复供电；经调取录音，抢修人员用语规范。", demand="家中停电，抢修人员态度差"),
        Reply("14时恢复供电。", demand="家中停电"),
    ),
    bad=(
        Reply("因断线停电，14时恢复供电。", demand="家中停电，抢修人员态度差"),
        Reply("经检定电能表误差合格。", demand="电表走得快，另外要求开具发票"),
    ),
)
def demand_partly_answered(case: Case) -> Iterator[Found]:
    demand = SET_PHRASES.sub(" ", case.reply.demand)
    parts = [asked for part in PARTS.split(demand) if (asked := _asked(part))]
    # What is named in one breath is one matter: 停电烧坏冰箱要求赔偿 is answered by what was paid.
    left = [asked for asked in parts if not any(topic.answers.search(case.reply.text) for topic in asked)]
    missing = [topic for asked in left for topic in asked]
    if missing and len(left) < len(parts):
        yield Found(
            f"客户还问到{'、'.join(topic.name for topic in missing[:3])}，正文没有提到", "逐项答复；确实无关的可以不写"
        )
