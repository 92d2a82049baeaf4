"""建议: whether it was adopted, in the field and in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from complaints.replies.case import Case
from complaints.replies.reading import FUTURE
from complaints.replies.reply import Field, Reply, Severity
from complaints.replies.rest import rest
from complaints.replies.rule import Found, rule

SUGGESTION = frozenset({"suggestion"})
NO = re.compile(
    r"(?:不|未|暂不|无法|暂未|不能|没有|难以|暂无法|暂缓)(?:予以|予|能|再|便|宜|被)?采纳|(?:不|暂不|无法|未能|暂无法)(?:具备|予以|能)?(?:实施条件|实施|采用|采取该)|不予采用|采纳情况[:：为是]?\s?(?:否|不|未)"
)
YES = re.compile(
    r"(?<![不未暂])(?:已|予以|给予|决定|同意|予|可以|将|可予|均|全部|积极|部分)(?:被|予以|予)?采纳|采纳(?:了)?(?:该|此|客户|您|其|上述|用户)|采纳情况[:：为是]?\s?(?:是|已)|建议(?:已|被|予以|获)?采纳|采纳(?=[，。；]|$)"
)
FIELD_NO = re.compile(r"^(?:否|不|未|暂不|无法|no|false|0)", re.IGNORECASE)
FIELD_PARTLY = re.compile(r"部分|partly", re.IGNORECASE)
LABELS = {"yes": "采纳", "adopted": "采纳", "no": "不采纳", "not_adopted": "不采纳"}
# What tells why a suggestion is not taken up.
REASON = re.compile(
    r"因(?!此|而)|由于|原因|鉴于|考虑到|受[^，。；]{1,16}(?:限制|影响|约束|制约)|限制|条件|具备|涉及|规定|规范|规程|政策|标准|文件|办法|条例|统一|无权|权限|安全|场地|空间|面积|成本|预算|资金|客流|人流|办理量|业务量|人手|人员不足|编制|排班|已(?:有|设|开通|具备|实现|能|可)|现有|现行|低于|高于|不足|仅|只有|不符合|难以|需[^要]|技术|距离|净距|产权|规划|季节|重复|替代|满足|覆盖|平均|统计|调查|测算|评估(?:认为|显示|为|后认为|结果|：)|占用|影响|管|依据|按照?|《|\d{1,6}(?:\.\d{1,4})?(?:元|万|户|笔|人次|米|%|％|倍|处|台)"
)
VAGUE = re.compile(
    r"(?:多方面|各方面|多种|种种|诸多|各种|某些|一些|其他|特殊|客观|实际|现实|综合|相关|有关|自身|公司|内部|历史)(?:的)?(?:原因|情况|因素|条件|考虑|需要|安排|规定|政策|要求|问题|困难)|条件(?:所限|限制|不成熟|不允许)|综合考虑|暂时无法|具体情况"
)
# What is left when a vague reason is taken out (因 …), and words of course that look like one.
EMPTY_REASON = re.compile(
    r"(?:由于|因|鉴于|考虑到|按照?|根据|依据|受)[^，。；]{0,4} (?:限制|影响)?|原因(?=[，。；]|$)|(?:符合|服务)规范|需要?客户"
)
REFUSAL = re.compile(
    r"(?:不予?|暂不|未|无法|不能|暂缓|暂未)(?:予以?|能|再|作|做)?(?:采纳|考虑|实施|调整|设|安装|增|采用|具备|纳入|开|改|建|办)"
)
SAID_AT_MOST = 8  # Chinese characters beside the suggestion and the verdict
COURSE = re.compile(
    r"建议|采纳|感谢|致谢|告知|反馈|答复|回复|说明|研究|讨论|开会|会议|合理|可行|符合|价值|意义|有利于|有助于|重视|电话|沟通|关心|支持|认真|满意|认可"
)
PART = re.compile(r"[。；;！？\n]")
LATER = re.compile(r"将|会|拟|后续|下一?步|近期|计划|今后|尽快|择期|准备|打算|可(?!行)")


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
        Reply("客户询问是否采纳，经研究已采纳。", kind="suggestion", adopted="采纳"),
    ),
    bad=(
        Reply("因场地限制，该建议不予采纳。", kind="suggestion", adopted="是"),
        Reply("我公司决定采纳该建议，6月实施。", kind="suggestion", adopted="否"),
        Reply("经研究无法采纳。", kind="suggestion", adopted="已采纳"),
    ),
)
def adoption_contradicts(case: Case) -> Iterator[Found]:
    adopted = (case.reply.adopted or "").strip()
    if not adopted or FIELD_PARTLY.search(adopted) or "部分采纳" in case.reply.text:
        return
    text = case.text
    no = next((hit for hit in text.find(NO) if not text.said(hit.start) and not text.supposed(hit.start)), None)
    yes = next(
        (
            hit
            for hit in text.find(YES)
            if not (text.said(hit.start) or text.supposed(hit.start) or text.negated(hit.start))
            and not re.search(r"(?:不|未|无法|不能|难以)[^，。；]{0,3}$", text.before(hit.start))
        ),
        None,
    )
    refused = bool(FIELD_NO.match(adopted))
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
    if any(not text.said(hit.start) for hit in text.find(NO)):
        return "no"
    return "yes" if any(not text.said(hit.start) for hit in text.find(YES)) else ""


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
        Reply("部分采纳：雨棚9月30日前建成；座椅因占用消防通道不设。", kind="suggestion", adopted="部分采纳"),
        Reply("该功能已上线，无需另行开发，故不采纳。", kind="suggestion", adopted="no"),
    ),
    bad=(
        Reply("5月14日召开班务会讨论，决定不予采纳，5月15日电话告知客户。", kind="suggestion", adopted="不采纳"),
        Reply("经研究该建议暂不采纳，感谢客户关心。", kind="suggestion"),
        Reply("部分采纳：雨棚9月30日前建成；座椅因多方面原因暂不考虑。", kind="suggestion", adopted="partly"),
    ),
)
def refused_without_reason(case: Case) -> Iterator[Found]:
    verdict = _verdict(case)
    if verdict not in ("no", "partly"):
        return
    text = case.reply.text
    vague = next((hit for hit in case.text.find(VAGUE) if not case.text.said(hit.start)), None)
    # What is adopted of it has reasons of its own: only the clauses that refuse are asked for theirs.
    told = text if verdict == "no" else "；".join(part for part in PART.split(text) if REFUSAL.search(part)) or text
    bare = EMPTY_REASON.sub(" ", VAGUE.sub(" ", told))
    if REASON.search(bare):
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
            "建议没有采纳，正文没有写理由", "写明不采纳的理由和依据，并说明已告知客户，例如“因场地净距不足，不予采纳”"
        )


def _told_of_it(case: Case) -> int:
    """How many Chinese characters tell of anything but the suggestion, its praise and the verdict."""
    kept = "，".join(clause.text for clause in case.text.clauses if not COURSE.search(clause.text))
    return rest(kept, "going", "brush_off", "passed_on")


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
    ),
    bad=(
        Reply("客户的建议很有价值，予以采纳，感谢客户关心，5月8日已电话反馈。", kind="suggestion", adopted="采纳"),
        Reply("该建议合理可行，符合服务规范，决定采纳，我们将认真研究。", kind="suggestion", adopted="yes"),
        Reply("关于增设窗口的建议，所里开会研究后同意采纳，已电话告知客户。", kind="suggestion", adopted="adopted"),
    ),
)
def adopted_without_measure(case: Case) -> Iterator[Found]:
    if _verdict(case) != "yes":
        return
    if case.until or _told_of_it(case) > SAID_AT_MOST or any("采纳" not in hit.word for hit in case.remedies):
        return
    yield Found(
        "建议已采纳，正文没有写怎样落实", "写明做什么、由谁负责、几时完成，例如“6月20日前由营业班购置老花镜两副”"
    )


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
    if adopted is None and (NO.search(case.reply.text) or YES.search(case.reply.text) or "采纳" in case.reply.text):
        return
    yield Found(
        "没有写建议是否采纳",
        "填写采纳情况；不采纳的，写明原因并已告知客户",
        Field.ADOPTED,
        severity=Severity.REMIND if adopted is None else None,
    )
