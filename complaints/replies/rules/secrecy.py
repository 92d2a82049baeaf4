"""A3.5: who reported stays unknown to those it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reply import Reply, Severity
from complaints.replies.rule import Found, rule

PARTS = re.compile("SURNAME|PERSON|NAMED|CALLED|WHO|REPORTED")
# It was not so: 未透露, 严禁, 匿名, 群众举报, 与被举报人无关.
KEPT = re.compile(r"(?:未|不|没有|严禁|禁止|不得|避免|防止|是否|怀疑|以为|误认为)[^，。；]{0,12}$")


# A number to call, and a door: 139-0000-2468, 枫林苑5栋2单元1103室.
CONTACT = re.compile(r"(?<!\d)1[3-9]\d[-—\s]?(?:\d{4}|[*＊xX×]{4})[-—\s]?\d{4}(?!\d)")
DOOR = re.compile(r"\d{1,4}(?:号楼|栋|幢|座|号院|弄)[^，。；]{0,8}?\d{1,5}(?:室|户(?!数)|号房|房(?!屋))")
REPORTER = re.compile(r"举报人|来电人|反映人|检举人|投诉人|其家")


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
        Reply("举报人于当日提供截图，举报人安装的电表无异常。", kind="misconduct"),
        Reply("6月3日核对枫林苑5栋2单元1103室表码，与系统一致，举报不属实。", kind="misconduct"),
    ),
    bad=(
        Reply("检查时已告知店主系同村村民吴某举报，并将结果反馈吴某。", kind="misconduct"),
        Reply("经核实举报人为该所离职员工，与冯某有矛盾，举报不实。", kind="misconduct"),
        Reply("已将举报人姓名告知被举报员工，双方当面和解。", kind="misconduct"),
        Reply("系李女士举报，6月3日安排举报人与当事人当面对质。", kind="misconduct"),
        Reply("6月3日与来电人（139-0000-2468）通话取证，未见指定厂家的要求，不属实。", kind="misconduct"),
        Reply("据举报人张桂芳提供的截图，装表工收费属实。", kind="misconduct"),
        Reply("店主问谁告的，已说明是隔壁李建国打的举报电话。", kind="misconduct"),
        Reply("6月3日到举报人家（枫林苑5栋2单元1103室）取证，少抄电量不属实。", kind="misconduct"),
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
    door = next((hit for hit in text.find(DOOR) if REPORTER.search(text.clause_at(hit.start).text)), None)
    told = next(text.find(CONTACT), door)
    if told is not None:
        yield Found(
            f"“{told.word}”让人认出举报人",
            "删去电话和门牌，写“与举报人联系”“到举报人处”即可",
            start=told.start,
            end=told.end,
        )
