"""建议: whether it was adopted, in the field and in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reading import FUTURE, Hit
from complaints.replies.reply import Field, Reply, Severity
from complaints.replies.rest import rest
from complaints.replies.rule import Found, rule

SUGGESTION = frozenset({"suggestion"})
QUOTED = re.compile(r"“[^”]{0,60}”")
FIELD_NO = re.compile(r"^(?:否|不|未|暂不|无法|no|false|0|refus|reject)", re.IGNORECASE)
FIELD_PARTLY = re.compile(r"部分|partly", re.IGNORECASE)
LABELS = {"yes": "采纳", "adopted": "采纳", "no": "不采纳", "not_adopted": "不采纳"}
ITSELF = re.compile(r"关于[^，。；]{1,30}?的?(?:建议|意见|诉求|提议)")  # its own words are no reason
SAID_AT_MOST = words.threshold("suggestion.said_at_most")
PART = re.compile(r"[。；;！？\n]")
WITH = re.compile(r"与|向|同|和|跟|对|客户|用户|其|建议人|提出人|当面|面对面|进行|本人|了|家中?|作|并|表示|听|取")
GAIN = ("采纳", "讲解", "协商", "整理", "已整理")  # words of any answer, no measure
TALK = re.compile(
    r"^[^，。；、]{0,6}?(?:交流|面谈|座谈|谈心|沟通|见面|拜访|听取|走访|致谢|道谢|感谢|反馈|答复|回复|说明|慰问)"
)
UNDER = re.compile(r"(?:根据|依据|按照|遵照|依照|对照|结合|落实|贯彻|本着)[^，。；]{0,12}$")
SPIRIT = re.compile(r"[^，。；]{0,12}(?:精神|文件|要求|政策|规定|部署|原则|理念|意见|通知)(?=，|。|；|：|$)")
LATER = re.compile(r"将|会|拟|后续|下一?步|近期|计划|今后|尽快|择期|准备|打算|可(?!行)")


@cache
def _words(name: str) -> re.Pattern[str]:
    return words.pattern("suggestion", name)


@rule(
    "adoption_contradicts",
    "采纳情况与正文不符",
    clause="D9",
    code="other",
    severity=Severity.BLOCK,
    kinds=SUGGESTION,
    good=(
        Reply("已采纳该建议，6月起增设自助缴费终端。", kind="suggestion", adopted="是"),
        Reply("因场地限制，该建议暂不采纳，已向客户说明。", kind="suggestion", adopted="不采纳"),
        Reply("6月1日起增设座椅两排；遮阳棚暂不考虑。", kind="suggestion", adopted="采纳"),
        Reply("客户询问是否采纳，经研究已采纳。", kind="suggestion", adopted="采纳"),
    ),
    bad=(
        Reply("因场地限制，该建议不予采纳。", kind="suggestion", adopted="是"),
        Reply("我公司决定采纳该建议，6月实施。", kind="suggestion", adopted="否"),
        Reply("经研究无法采纳。", kind="suggestion", adopted="已采纳"),
        Reply("客户提出的加装摄像头涉及隐私，暂不具备实施条件，本次不采用。", kind="suggestion", adopted="adopted"),
        Reply("因无专用线路，该设想目前不予安排，已向客户解释。", kind="suggestion", adopted="采纳"),
        Reply("6月起已在营业厅增设叫号机，予以采用。", kind="suggestion", adopted="否"),
    ),
)
def adoption_contradicts(case: Case) -> Iterator[Found]:
    adopted = (case.reply.adopted or "").strip()
    if not adopted or FIELD_PARTLY.search(adopted) or "部分采纳" in case.reply.text:
        return
    text = case.text
    no = next(
        (hit for hit in text.find(_words("no")) if not text.said(hit.start) and not text.supposed(hit.start)), None
    )
    yes = next(
        (
            hit
            for hit in text.find(_words("yes"))
            if not (text.said(hit.start) or text.supposed(hit.start) or text.negated(hit.start))
            and not re.search(r"(?:不|未|无法|不能|难以)[^，。；]{0,3}$", text.before(hit.start))
        ),
        None,
    )
    refused = bool(FIELD_NO.match(adopted))
    if not (refused or no or yes or case.until or any(hit.word not in GAIN for hit in case.remedies)):
        no = next((hit for hit in text.find(_words("no.weak")) if not text.said(hit.start, strongly=True)), None)
    hit = (yes if not no else None) if refused else (no if not yes else None)
    if hit is not None:
        yield Found(
            f"采纳情况选了“{LABELS.get(adopted, adopted)}”，但正文写“{hit.word}”",
            "核对采纳结论，两处改成一致",
            start=hit.start,
            end=hit.end,
        )


def _verdict(case: Case) -> str:
    """ "no", "partly", "yes" or "": by the field, else by the text."""
    adopted = (case.reply.adopted or "").strip()
    if FIELD_PARTLY.search(adopted) or "部分采纳" in case.reply.text:
        return "partly"
    if adopted:
        return "no" if FIELD_NO.match(adopted) else "yes"
    text = case.text
    if any(not text.said(hit.start) for hit in text.find(_words("no"))):
        return "no"
    return "yes" if any(not text.said(hit.start) for hit in text.find(_words("yes"))) else ""


@rule(
    "refused_without_reason",
    "不采纳没有理由",
    clause="D5",
    code="no_result",
    severity=Severity.BLOCK,
    kinds=SUGGESTION,
    unless=("adoption_contradicts", "brush_off", "bare_withdrawal", "empty_text"),
    good=(
        Reply("因周末晚间日均办理量不足2笔，不予采纳，已说明。", kind="suggestion", adopted="不采纳"),
        Reply("该处净距不足，不采纳，已电话说明。", kind="suggestion"),
        Reply("经综合考虑不采纳：现有查询入口可按日查看电量。", kind="suggestion"),
        Reply("不采纳，已告知客户因广场下为人防工程，不能开挖。", kind="suggestion"),
        Reply("部分采纳：雨棚9月30日前建成；座椅因占用消防通道不设。", kind="suggestion", adopted="部分采纳"),
        Reply("该功能已上线，无需另行开发，故不采纳。", kind="suggestion", adopted="no"),
    ),
    bad=(
        Reply("5月14日召开班务会讨论，决定不予采纳，5月15日电话告知客户。", kind="suggestion", adopted="不采纳"),
        Reply("经研究该建议暂不采纳，感谢客户关心。", kind="suggestion"),
        Reply("5月4日依据建议办理流程进行了登记，本次不予采纳，已电话告知。", kind="suggestion"),
        Reply("经综合考虑不予采纳，已介绍现有的账单查询入口。", kind="suggestion"),
        Reply("受场地等客观条件限制不采纳，告知其距离最近的充电站。", kind="suggestion"),
        Reply("部分采纳：雨棚9月30日前建成；座椅因多方面原因暂不考虑。", kind="suggestion", adopted="partly"),
    ),
)
def refused_without_reason(case: Case) -> Iterator[Found]:
    verdict = _verdict(case)
    if verdict not in ("no", "partly"):
        return
    text = case.reply.text
    vague = next((hit for hit in case.text.find(_words("vague")) if not case.text.said(hit.start, strongly=True)), None)
    # What is adopted of it has reasons of its own: only the clauses that refuse are asked for theirs.
    told = (
        text
        if verdict == "no"
        else "；".join(part for part in PART.split(text) if _words("refusal").search(part)) or text
    )
    told = _without_courtesy(told, further=vague is None)
    if _words("reason").search(_words("empty").sub(" ", _words("vague").sub(" ", ENTERED.sub(" ", told)))):
        return
    if vague is not None:
        yield Found(
            f"不采纳的理由“{vague.word}”太笼统",
            "写明具体的理由或依据，例如“因该处净距不足，不具备安装条件”",
            start=vague.start,
            end=vague.end,
            severity=Severity.REMIND,
        )
    elif verdict == "no":
        yield Found(
            "建议没有采纳，正文没有写理由",
            "写明不采纳的理由和依据，并说明已告知客户，例如“因场地净距不足，不予采纳”",
            # A reason perhaps that is in no list.
            severity=Severity.REMIND if _told_of_it(case, "course", "beside", "empty") > SAID_AT_MOST else None,
        )


# 依据工单管理要求: by what somebody is told, not why it is refused.
COURSE = re.compile(
    r"(?:依据|按照?|根据)[^，。；]{0,8}(?:工单|管理|回访|服务|答复|办理|处理)[^，。；]{0,4}(?:要求|规定|规范|制度|流程|程序)"
)
# 依据办理流程进行了登记: it was taken in, by whatever rule.
ENTERED = re.compile(
    rf"{COURSE.pattern}(?:(?:进行|予以|作)了?)?(?:登记|受理|记录|录入|流转|转办|转达|上报|提交|讨论|研究)"
)


def _without_courtesy(text: str, *, further: bool) -> str:
    """Without the suggestion's own words, and without clauses that thank or tell of other ways and give no reason;
    ``further``: what goes on behind them is kept."""
    kept = []
    for part in PART.split(ITSELF.sub(" ", QUOTED.sub(" ", text))):
        for clause in part.split("，"):
            because = _words("because").search(COURSE.sub(" ", clause))
            if not _words("beside").search(clause) or because:
                kept.append(clause)
            elif not further:
                break
    return "，".join(kept)


def _told_of_it(case: Case, *names: str) -> int:
    """How many Chinese characters tell of anything but the suggestion, its praise and the verdict."""
    kept = "，".join(
        clause.text
        for clause in case.text.clauses
        if not any(_words(name).search(clause.text) and not _excepted(name, clause.text) for name in names)
    )
    return rest(kept, "going", "brush_off", "passed_on")


def _excepted(name: str, clause: str) -> bool:
    exceptions = f"{name}.no"
    return exceptions in words.sections("suggestion") and bool(_words(exceptions).search(clause))


@rule(
    "adopted_without_measure",
    "采纳没有措施",
    clause="D5",
    code="no_result",
    severity=Severity.BLOCK,
    kinds=SUGGESTION,
    unless=("adoption_contradicts", "brush_off", "bare_withdrawal", "empty_text", "solved_barely", "passed_on"),
    good=(
        Reply("予以采纳，7月1日起周三驻点收费。", kind="suggestion", adopted="采纳"),
        Reply("已采纳，6月购置老花镜两副，摆在等候区。", kind="suggestion", adopted="yes"),
        Reply("因净距不足不采纳。", kind="suggestion", adopted="不采纳"),
        Reply("采纳该建议，已上门为三户老人安装扶手。", kind="suggestion", adopted="采纳"),
        Reply("采纳，与村委座谈商定，每周三在村部代收电费。", kind="suggestion", adopted="采纳"),
        Reply("排队超20分钟，予以采纳，由李某在专窗受理报装。", kind="suggestion", adopted="采纳"),
    ),
    bad=(
        Reply("客户提出的增设报装专窗的建议，报装量增长六成，确有需要，予以采纳。", kind="suggestion", adopted="yes"),
        Reply("客户的建议很有价值，予以采纳，感谢客户关心，5月8日已电话反馈。", kind="suggestion", adopted="采纳"),
        Reply("该建议合理可行，符合服务规范，决定采纳，我们将认真研究。", kind="suggestion", adopted="yes"),
        Reply("关于增设窗口的建议，所里开会研究后同意采纳，已电话告知客户。", kind="suggestion", adopted="adopted"),
        Reply("采纳客户建议，所长已上门与客户当面交流，对其意见高度重视，充分肯定。", kind="suggestion", adopted="yes"),
        Reply("已采纳。认为设置专用窗口的想法很好，欢迎今后继续提出宝贵意见。", kind="suggestion", adopted="yes"),
    ),
)
def adopted_without_measure(case: Case) -> Iterator[Found]:
    if _verdict(case) not in ("yes", "partly"):
        return
    if case.until or any(
        hit.word not in GAIN and "采纳" not in hit.word and not _talk(case, hit) for hit in case.remedies
    ):
        return
    # Who tells more has perhaps done what is in no list; who says neither 采纳 nor what will be done has only looked.
    told = _told_of_it(case, "course", "grounds") > SAID_AT_MOST
    if told and (_words("yes").search(case.reply.text) or FUTURE.search(case.reply.text) or not _only_looked(case)):
        return
    yield Found(
        "建议已采纳，正文没有写怎样落实",
        "写明做什么、由谁负责、几时完成，例如“6月20日前由营业班购置老花镜两副”",
        severity=Severity.REMIND if told else None,
    )


def _talk(case: Case, hit: Hit) -> bool:
    """已上门与客户当面交流: they went to talk, and the clause tells nothing more; 根据优化营商环境文件精神: what is appealed to."""
    if UNDER.search(case.text.before(hit.start)) and SPIRIT.match(case.text.after(hit.end)):
        return True
    clause = case.text.clause_at(hit.start)
    behind = WITH.sub("", clause.text[hit.end - clause.start :])
    return bool(words.pattern("signals", "going").search(hit.word) and (not behind or TALK.match(behind)))


def _only_looked(case: Case) -> bool:
    """Whether the text praises the suggestion (很有价值) or tells of going to see and measure."""
    return bool(_words("praise").search(case.reply.text) or _words("looked").search(case.reply.text))


@rule(
    "adopted_without_day",
    "采纳没有落实时间",
    clause="D6",
    code="no_result",
    severity=Severity.REMIND,
    kinds=SUGGESTION,
    unless=("adoption_contradicts", "adopted_without_measure", "brush_off", "passed_on", "bare_withdrawal"),
    good=(
        Reply("予以采纳，将于7月1日起每周三驻点收费。", kind="suggestion", adopted="采纳"),
        Reply("予以采纳，4月10日已装好坡道，今后将加强维护。", kind="suggestion", adopted="采纳"),
        Reply("予以采纳，将购置老花镜，6月底前到位。", kind="suggestion", adopted="采纳"),
    ),
    bad=(
        Reply("予以采纳。供电所将购置老花镜并摆放在等候区，5月8日已反馈客户。", kind="suggestion", adopted="采纳"),
        Reply("该建议可行，已采纳，后续增设一个综合窗口。", kind="suggestion", adopted="yes"),
        Reply("建议予以采纳，近期安装遮阳棚。", kind="suggestion", adopted="adopted"),
    ),
)
def adopted_without_day(case: Case) -> Iterator[Found]:
    if _verdict(case) not in ("yes", "partly") or case.until:
        return
    planned = [hit for hit in case.remedies if "采纳" not in hit.word]
    starts = {hit.start: case.text.sentence_at(hit.start)[0] for hit in planned}
    if all(LATER.search(case.reply.text, start, at) for at, start in starts.items()) and (
        planned or FUTURE.search(case.reply.text)
    ):
        yield Found("写了今后要做，没有写几时落实", "写明完成的日期和负责人，例如“6月20日前由营业班购置”")


@rule(
    "adoption_missing",
    "没有采纳情况",
    clause="D6",
    code="other",
    severity=Severity.BLOCK,
    kinds=SUGGESTION,
    good=(
        Reply("已采纳。", kind="suggestion", adopted="是"),
        Reply("建议已采纳，6月起实施。", kind="suggestion"),
        Reply("因场地限制，暂不采纳。", kind="suggestion"),
    ),
    bad=(
        Reply("已向客户说明缴费渠道，客户理解。", kind="suggestion"),
        Reply("已向客户说明缴费渠道，客户理解。", kind="suggestion", adopted=""),
    ),
)
def adoption_missing(case: Case) -> Iterator[Found]:
    adopted = case.reply.adopted
    if (adopted or "").strip() or not case.reply.text.strip():
        return
    if adopted is None and (
        _words("no").search(case.reply.text) or _words("yes").search(case.reply.text) or "采纳" in case.reply.text
    ):
        return
    yield Found(
        "没有写建议是否采纳",
        "填写采纳情况；不采纳的，写明原因并已告知客户",
        Field.ADOPTED,
        severity=Severity.REMIND if adopted is None else None,
    )
