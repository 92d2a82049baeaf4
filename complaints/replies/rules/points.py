"""D5: where a demand has several points, each is answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reply import Reply, Severity
from complaints.replies.rule import Found, rule
from complaints.replies.rules.demand import plain, shared, taken_up, topics
from complaints.replies.rules.refusal import EARLIER, OWN_SHARE, PROSE

# 1.…；2.…, （1）…（2）…, ①…②…, 一是…二是…, 第一…第二…
MARK = re.compile(
    r"(?<![\d.一-龥A-Za-z])[（(]?(?:(?P<plain>[1-9一二三四五六])(?:[)）]|[、.．](?!\d)|是)|(?P<ring>[①-⑨]))"
    r"|(?<![一-龥])第(?P<nth>[一二三四五六])(?:[，、：:是]|[点个件](?!月))"
)
ORDINALS = ("123456789", "一二三四五六", "①②③④⑤⑥⑦⑧⑨")
JOINT = re.compile(r"以及|还有|另外?|同时|并且?|还[想要问]|顺便|[和及、；;，,？?。]")
# 其余诉求已一并处理, and an answer in points of its own: which of them it means is not for a pattern to say.
ALSO = re.compile(r"另(?!行)|一并|其余|其他|[两三]项|[两三]件|均|分别|第[二三][，、：:项点个件]|同时|还|也")
# 要求给个说法, 希望严肃处理: no matter of their own.
WANTED = re.compile(
    r"给(?:个|予|出)?|说法|解释|交代|合理|满意|回电|书面|赔礼|道歉|致歉|追究|责任|严肃|严查|查处|整改|明确|彻底|马上|立即|上门|提高|质量|加强|管理|改进|水平|监督"
)
LONGEST = 600  # characters of a demand that are looked at
LEAST = 2  # characters of its own by which a point is one


class Question(NamedTuple):
    name: str
    asks: re.Pattern[str]
    answers: re.Pattern[str]


@cache
def questions() -> tuple[Question, ...]:
    found = []
    for line in words.lines("questions"):
        name, rest = line.split(": ", 1)
        asks, answers = (words.compiled(tuple(part.split())) for part in rest.split(" | "))
        found.append(Question(name, asks, answers))
    return tuple(found)


def numbered(text: str) -> list[str]:
    """The points a text counts, first, second and so on in their order; none where it does not count."""
    marks: list[re.Match[str]] = []
    for mark in MARK.finditer(text):
        sign = mark["plain"] or mark["ring"] or mark["nth"]
        if any(ordinals.find(sign) == len(marks) for ordinals in ORDINALS):
            marks.append(mark)
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)] if len(marks) > 1 else []


def _own(part: str) -> int:
    return len(re.findall(r"[一-龥]", WANTED.sub("", words.pattern("generic").sub("", part))))


def _taken(part: str, answer: str, beside: tuple[str, ...] = ()) -> bool:
    """Whether the answer takes the point up: in its own words, or in those of a topic that only this point has."""
    part = plain(part)
    if shared(part, answer) or taken_up(part, answer) >= OWN_SHARE:
        return True
    return any(
        topic.answers.search(answer)
        for topic in topics()
        if topic.asks.search(part) and not any(topic.asks.search(other) for other in beside)
    )


@rule(
    "point_unanswered",
    "分列的诉求漏答",
    clause="D5",
    code="demand_not_answered",
    severity=Severity.BLOCK,
    kinds=PROSE,
    unless=(*EARLIER, "request_ignored", "conduct_unanswered", "element_solution", "passed_on", "nothing_done"),
    good=(
        Reply("误差0.2%，合格。表箱已换为不锈钢箱。", demand="1.电表走快，要求校验；2.表箱锈穿漏雨，要求更换"),
        Reply("①误差0.2%，合格；②已换新箱体。", demand="①电表走快；②外壳锈穿漏雨"),
        Reply("5月4日扶正。", demand="1.电杆倾斜；2.要求尽快处理，给个合理说法"),
        Reply("峰段8时至22时，凭身份证到营业厅申请。", demand="咨询峰谷电时段，以及怎样申请", kind="inquiry"),
        Reply("峰段8时至22时。", demand="咨询峰谷电时段、电价", kind="inquiry"),
        Reply("过户需房产证，免费，当天办完。", demand="咨询过户带什么材料、多少钱、多久", kind="inquiry"),
    ),
    bad=(
        Reply("校验误差0.2%，电表走快不属实。", demand="1.电表走快，要求校验；2.表箱锈穿漏雨，要求更换", true=False),
        Reply("5月4日电杆已扶正夯实。", demand="一是门口电杆倾斜；二是发票抬头开错，要求重开"),
        Reply("峰段8时至22时，谷段单价0.35元。", demand="咨询峰谷电时段，以及怎样申请开通", kind="inquiry"),
        Reply("过户须结清电费，凭房产证到营业厅办理。", demand="咨询过户怎么办理，还有要多久", kind="inquiry"),
        Reply("充电桩报装需身份证和物业证明。", demand="咨询充电桩报装资料，以及执行什么电价", kind="inquiry"),
    ),
)
def point_unanswered(case: Case) -> Iterator[Found]:
    demand = case.reply.demand[:LONGEST]
    if len(counted := numbered(case.reply.text)) >= len(numbered(demand)) > 0:
        return  # point by point
    part = _point(case, demand) or (_question(case, demand) if case.reply.kind == "inquiry" else None)
    if part:
        doubtful = counted or ALSO.search(case.reply.text)
        yield Found(
            f"客户分列的“{part.strip('，。；、 ')[:20]}”，正文没有答复",
            "逐项答复；不能满足的，写明原因；查无此事的，写明查了什么",
            severity=Severity.REMIND if doubtful else None,
        )


def _point(case: Case, demand: str) -> str | None:
    """A counted point of which the answer has nothing, though it has something of another."""
    parts = numbered(demand)
    if not parts:
        return None
    answer = f"{case.reply.text}\n{plain(case.reply.text)}\n{case.reply.opinion or ''}"
    taken = [_taken(part, answer, tuple(parts[:at] + parts[at + 1 :])) for at, part in enumerate(parts)]
    left = [part for part, done in zip(parts, taken, strict=True) if not done and _own(part) > LEAST]
    return left[0] if left and any(taken) else None


def _question(case: Case, demand: str) -> str | None:
    """A question of several (怎样申请, 带什么材料) to which no word of any answer stands in the text."""
    parts = [part for part in JOINT.split(demand) if _own(part) >= LEAST]
    if len(parts) < 2 or not any(_taken(part, case.reply.text) for part in parts):
        return None
    return next(
        (
            part
            for question in questions()
            if question.asks.search(demand) and not question.answers.search(case.reply.text)
            for part in parts
            if question.asks.search(part)
        ),
        None,
    )
