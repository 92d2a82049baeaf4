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

OWN_WORDS = words.threshold("demand.own_words") / 100
SORRY = re.compile(r"致歉|道歉|歉意|赔礼")
COMMON = {"户", "日", "时", "用电"}  # answer nothing where another matter is spoken of: every text has a 客户 and a day
PAIR = re.compile(r"[一-龥]{2}")
PARTS = re.compile(r"[，,。；;、！？\n]|并且|同时|另外|此外|以及|且|并|还|另|和")


THINGS = tuple(name for name in words.sections("things") if name != "failing")


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
        asks, answers = (tuple(part.split()) for part in rest.split(" | "))
        found.append(Topic(name, field, words.compiled(asks), words.compiled(asks + answers)))
    return tuple(found)


@cache
def _same() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((words.compiled(others), meant) for meant, *rest in words.rows("same") if (others := tuple(rest)))


def plain(text: str) -> str:
    """The text with one word for each meaning."""
    for pattern, meant in _same():
        text = pattern.sub(meant, text)
    return text


def _matter(case: Case) -> str:
    """What the demand asks, without courtesy and without what it only tells on the way."""
    return plain(words.pattern("beside").sub(" ", case.reply.demand))


def _answer(case: Case) -> str:
    """The text as it stands, and once more with one word for each meaning."""
    return f"{case.reply.text}\n{plain(case.reply.text)}"


def _asked(demand: str) -> list[Topic]:
    return [topic for topic in topics() if topic.asks.search(demand)]


def shared(demand: str, answer: str) -> bool:
    """Whether the answer takes up any of the demand's own words, those left out that every order has."""
    plain = words.pattern("generic")
    one, other = (
        {text[at : at + 2] for at in range(len(text) - 1)} for text in (plain.sub(" ", demand), plain.sub(" ", answer))
    )
    return any(PAIR.fullmatch(piece) for piece in one & other)


def _elsewhere(asked: list[Topic], answer: str) -> bool:
    """Whether the answer speaks of matters that have nothing to do with those asked about."""
    told = {topic.field for topic in _asked(answer)}
    return bool(told) and told.isdisjoint(topic.field for topic in asked)


def _another_thing(demand: str, answer: str) -> bool:
    """Whether a thing is asked about (电杆拉线) and the answer speaks of others only (表箱锁具)."""
    if words.pattern("things", "failing").search(demand):
        return False
    asked, told = ({name for name in THINGS if words.pattern("things", name).search(text)} for text in (demand, answer))
    return bool(asked and told) and asked.isdisjoint(told)


def taken_up(demand: str, answer: str) -> float:
    """How much of the demand's own characters the answer has."""
    own = set(re.findall(r"[一-龥]", words.pattern("generic").sub(" ", demand)))
    return len(own & set(answer)) / len(own) if own else 1.0


@rule(
    "demand_unanswered",
    "没有答复诉求",
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
        Reply("客户5月3日结清，因远程指令失败，5月4日9时恢复供电。", demand="昨天就已交清电费，至今仍未送电"),
        Reply("将横路的拉线改为撑杆，通行无碍。", demand="电杆拉线横在路中间"),
        Reply("接户线接头烧蚀，重新压接并包扎。", demand="表箱冒烟"),
        Reply("系远程停复电指令未下发，值班员已重发。", demand="费用早已缴清，仍然没来电，要求送电"),
    ),
    bad=(
        Reply("10kV某线跳闸，14时恢复供电。", demand="客户投诉抄表员态度差"),
        Reply("已向客户解释阶梯电价标准，电费计算正确。", demand="客户反映门前电杆倾斜，要求扶正"),
        Reply("已清理树障，恢复供电。", demand="客户要求开具增值税发票"),
        Reply("表箱锁具损坏，更换锁具2把，表箱可正常关闭。", demand="电杆拉线横在路中间，孩子绊倒"),
        Reply("充电枪卡扣断裂，更换枪头，试充正常。", demand="院里电线垂得太低"),
        Reply(
            "研究采纳：给营业厅配齐老花镜和轮椅，9月30日前到位。",
            kind="suggestion",
            demand="建议把村里老旧变压器更换为节能型，降低噪声",
        ),
        Reply("测得电压224伏，合格，接头温度38℃，用电安全。", demand="重复扣了两次电费，要求退还一笔"),
    ),
)
def demand_unanswered(case: Case) -> Iterator[Found]:
    demand, answer = _matter(case), _answer(case)
    asked = _asked(demand)
    if not asked or shared(demand, answer):
        return
    if (
        case.reply.kind == "suggestion"
        and "采纳" in answer
        and not (_elsewhere(asked, answer) and _another_thing(demand, answer))
    ):
        return  # what is taken up or not is the suggestion
    in_others = taken_up(demand, answer) < OWN_WORDS
    elsewhere, other = in_others and _elsewhere(asked, answer), in_others and _another_thing(demand, answer)
    hits = (hit.group() for topic in asked for hit in topic.answers.finditer(answer))
    if not other and any(not (elsewhere and hit in COMMON) for hit in hits):
        return
    yield Found(
        f"客户问的是{'、'.join(topic.name for topic in asked[:3])}，正文没有答复",
        "对照受理内容，逐项写明核实结果和处理情况",
        # Only what speaks of another matter is surely no answer.
        severity=None if elsewhere or other else Severity.REMIND,
    )


@rule(
    "demand_partly_answered",
    "诉求答复不全",
    clause="D5",
    code="demand_not_answered",
    severity=Severity.REMIND,
    unless=(
        "demand_unanswered",
        "conduct_unanswered",
        "point_unanswered",
        "bare_withdrawal",
        "brush_off",
        "solved_barely",
        "empty_text",
        "opinion_swapped",
    ),
    good=(
        Reply("因断线停电，14时恢复供电；经调取录音，抢修人员用语规范。", demand="家中停电，抢修人员态度差"),
        Reply("14时恢复供电。", demand="家中停电"),
        Reply("已采纳，每周三在社区设缴费点。", demand="建议设立缴费点，方便老人交电费"),
        Reply("合同满一年方可变更电价，3月1日起可申请。", demand="峰谷电价不划算，营业厅说改不了"),
    ),
    bad=(
        Reply("因断线停电，14时恢复供电。", demand="家中停电，抢修人员态度差"),
        Reply("经检定电能表误差合格。", demand="电表走得快，另外要求开具发票"),
        Reply("经检定电能表误差合格。", demand="电表走得快，营业厅排队两小时"),
    ),
)
def demand_partly_answered(case: Case) -> Iterator[Found]:
    answer = SORRY.sub(" ", _answer(case))  # to be sorry for one thing answers no other
    parts = [asked for part in PARTS.split(_matter(case)) if (asked := _asked(part))]
    # What is named in one breath is one matter: 停电烧坏冰箱要求赔偿 is answered by what was paid.
    left = [asked for asked in parts if not any(topic.answers.search(answer) for topic in asked)]
    missing = list(dict.fromkeys(topic for asked in left for topic in asked))
    if missing and len(left) < len(parts):
        yield Found(
            f"客户还问到{'、'.join(topic.name for topic in missing[:3])}，正文没有提到", "逐项答复；确实无关的可以不写"
        )
