"""A3.5: who reported stays unknown to those it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reply import Reply, Severity
from complaints.replies.rule import Found, rule

PARTS = re.compile("SURNAME|PERSON|NAMED|WHO|REPORTED")
# It was not so: 未透露, 严禁, 匿名, 群众举报, 与被举报人无关.
KEPT = re.compile(r"(?:未|不|没有|严禁|禁止|不得|避免|防止|是否|怀疑|以为|误认为)[^，。；]{0,12}$")


@cache
def _points() -> re.Pattern[str]:
    """The turns of phrase, with the parts they are made of put in."""
    parts = {name.upper(): "".join(lines) for name, lines in words.sections("secrecy").items() if name != "points"}

    def whole(text: str) -> str:
        return PARTS.sub(lambda match: whole(parts[match.group()]), text)

    return words.compiled(tuple(whole(line) for line in words.sections("secrecy")["points"]))


@rule(
    "reporter_named",
    "泄露举报人",
    clause="A3.5",
    code="wording",
    severity=Severity.BLOCK,
    kinds=frozenset({"misconduct"}),
    good=(
        Reply("查处时未向店主透露举报人姓名，举报人信息严格保密。", kind="misconduct"),
        Reply("经查，举报员工冯某收受香烟属实，已退还，系群众匿名举报。", kind="misconduct"),
        Reply("该举报系重复举报，员工冯某已于5月3日调离岗位，结果已向举报人反馈。", kind="misconduct"),
        Reply("按举报内容核对收费台账，收费员张某违规收费属实。", kind="misconduct"),
    ),
    bad=(
        Reply("检查时已告知店主系同村村民吴某举报，并将结果反馈吴某。", kind="misconduct"),
        Reply("经核实举报人为该所离职员工，与冯某有矛盾，举报不实。", kind="misconduct"),
        Reply("已将举报人姓名告知被举报员工，双方当面和解。", kind="misconduct"),
        Reply("系李女士举报，6月3日安排举报人与当事人当面对质。", kind="misconduct"),
    ),
)
def reporter_named(case: Case) -> Iterator[Found]:
    text = case.text
    for hit in text.find(_points()):
        if not (
            KEPT.search(text.before(hit.start))
            or re.search(r"(?:未|不|没有|匿名)[^，。；]{0,4}(?:透露|告知|告诉)", hit.word)
        ):
            yield Found(
                f"“{hit.word}”说出或指明了举报人",
                "删去举报人的姓名、身份和住处，不得告诉被举报的人，写“举报人”即可",
                start=hit.start,
                end=hit.end,
            )
            return
