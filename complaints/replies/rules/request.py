"""D5: what the customer expressly asks for is answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reply import Reply, Severity
from complaints.replies.rule import Found, rule

ASKS = r"(?:要求|希望|请求|请|索要|诉求|申请|讨要|想要|盼|并|及|和|、|，(?:给予|予以|应|需|望|且))"
# 希望尽快答复赔偿 asks once more, and answers nothing.
WISHED = re.compile(r"(?:希望|要求|等待?|盼|催|请|尽[快早])[^，。；]*")
NOT_ASKED = re.compile(r"(?:不|无需|不用|未|不再|已经?|曾|拒绝|放弃)[^，。；]{0,3}$")
FINES = re.compile(r"(?:扣|罚|考核)[^，。；]{0,10}?\d{1,7}(?:\.\d{1,2})?元")  # our people pay: that is not the answer


class Request(NamedTuple):
    """``owed``: words of the text without which it is not asked for; ``always``: also where nothing was found true."""

    name: str
    owed: re.Pattern[str]
    always: bool
    asks: re.Pattern[str]
    answers: re.Pattern[str]


def _mild(request: Request, reply: Reply) -> bool:
    """What may be settled otherwise; but an apology is owed where the fault is ours."""
    return request.name == "处理责任人" or (request.name == "道歉" and reply.ours is not True)


@cache
def requests() -> tuple[Request, ...]:
    found = []
    for line in words.lines("requests"):
        head, rest = line.split(": ", 1)
        name, _, owed = head.rstrip("!").partition("~")
        asks, answers = (part.split() for part in rest.split(" | "))
        wanted = "|".join(asks).replace("…", words.GAP)
        found.append(
            Request(
                name,
                re.compile(owed.replace("…", words.GAP)),
                head.endswith("!"),
                re.compile(f"{ASKS}[^，。；]{{0,10}}?(?P<what>{wanted})"),
                words.compiled(tuple(answers)),
            )
        )
    return tuple(found)


@rule(
    "request_ignored",
    "明确要求没有答复",
    clause="D5",
    code="demand_not_answered",
    severity=Severity.BLOCK,
    kinds=frozenset({"complaint", "opinion"}),
    unless=(
        "demand_unanswered",
        "bare_withdrawal",
        "brush_off",
        "solved_barely",
        "empty_text",
        "opinion_swapped",
        "element_done",
        "element_solution",
        "passed_on",
    ),
    good=(
        Reply("零线氧化已重做，电视机由我公司承担修理费620元。", demand="电压不稳，要求处理并赔偿电视机", true=True),
        Reply("已重做接头，客户表示不再索赔。", demand="要求赔偿冰箱", true=True),
        Reply("电费计算正确，与表码一致。", demand="电费高，要求退还多收电费", true=False),
        Reply("已将拉线改为撑杆，不再占道。", demand="拉线占道，希望移走", true=True),
        Reply("复印件已当面销毁，值班长登门赔礼。", demand="泄露信息，希望整改并道歉", true=True, ours=True),
        Reply("14时更换线夹恢复供电。", demand="上次已经赔偿，今天又停电，要求恢复", true=True),
        Reply("两笔扣款分别为4月、5月电费，已出示账单。", demand="扣了两次电费，要求退还一笔", true=True),
    ),
    bad=(
        Reply(
            "零线氧化致电压升高，已重做接头，复测223伏。", demand="电视机被烧坏，要求处理电压并赔偿电视机", true=True
        ),
        Reply("表码录错属实，已更正档案，对录入人员批评教育。", demand="表码录错，要求核实并退还多收电费", true=True),
        Reply(
            "复印件遗留在打印机旁，已销毁，责任人扣绩效200元。", demand="泄露信息，希望整改并道歉", true=True, ours=True
        ),
        Reply("测得224伏，符合198至235.4伏的标准，紧固端子两处。", demand="扣了两次电费，要求退还一笔", true=True),
        Reply("电杆占道属实，系道路拓宽所致，5月9日已贴反光标识。", demand="电杆占道，要求迁移电杆", true=True),
        Reply(
            "电压高系零线接触不良，更换接头后230伏。",
            opinion="客户希望尽快答复赔偿",
            demand="电压高烧坏电视机，要求赔偿损失",
            true=True,
        ),
    ),
)
def request_ignored(case: Case) -> Iterator[Found]:
    reply = case.reply
    answer = FINES.sub(" ", f"{reply.text} {WISHED.sub(' ', reply.opinion or '')}")
    told: set[str] = set()
    for request in requests():
        if request.name in told or (reply.true is False and not request.always) or not request.owed.search(reply.text):
            continue
        # What is owed is not settled by how the customer takes it (客户等退款).
        answered = request.answers.search(FINES.sub(" ", reply.text) if request.owed.pattern else answer)
        asked = request.asks.search(reply.demand)
        if asked is None or NOT_ASKED.search(reply.demand[: asked.start("what")]) or answered:
            continue
        yield Found(
            f"客户要求{request.name}（“{asked['what']}”），正文一字未提",
            "写明同意与否、依据和结果；不能满足的，写明原因并向客户说明",
            severity=Severity.REMIND if reply.true is None or _mild(request, reply) else None,
        )
        told.add(request.name)
