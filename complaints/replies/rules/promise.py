"""D6: what is still to be done has a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from complaints.replies import words
from complaints.replies.case import UNTIL, Case
from complaints.replies.reading import CUSTOMER, MOST_HITS, Hit
from complaints.replies.reply import Reply, Severity
from complaints.replies.rule import Found, rule
from complaints.replies.times import MOMENT

SOMETIME = re.compile(
    r"后期(?:还|再)?会|后期(?=更换|改造|换)|分批(?=推广|更换|改造|安装|实施)|将由[^，。；]{1,8}(?=补|换|装|修|处理|竖|加装|更换)|今后会(?=[^，。；]{0,6}(?:增|加|改|换|装|修))|届时由|将(?=(?:更换|加装|改造|拆除|迁移|增设|新建)(?![一-龥]{0,4}的|下|后|位|点|处)|在[^，。；]{1,8}(?:加装|安装|增设|新建))|下一?步(?:将|会|拟)|尽快|尽早|早日|近期|近日内|择期|择机|择日|适时|抓紧(?:时间)?|不日|(?:会|将)再(?:次)?安排|(?:将|拟)于近日|近日(?=[^，。；]{0,4}(?:将|安排|开展))|适当的?时[候机]|待条件(?:成熟|具备|允许)|条件(?:成熟|具备|允许)(?:时|后)|有机会|(?:到货|审批|批准|批复|资金到位|材料到位|停电(?:计划|申请)批复)后|(?<![等招接对看期优款])待[^，。；、待]{2,14}?(?:[之以]?后|就|再)|(?<![相平均同对优高特中上下])等(?!待)[^，。；、]{2,12}?(?:[之以]?后|就|再)|视[^，。；、]{2,12}?(?:再|后)?(?=安排|实施|确定|推进)|有空|过(?:一?段|些|几|一?阵)(?:时间|日子|天|日|子)|后头|回头(?!看|检|复)|(?:稍后|改日|日后)(?!复|续)|后续(?:还|再)?[会将]|后续(?=实施|安排|更换|改造|处理|完善|推进|加装|施工|整改)"
)
# Done already, or no work of ours: 尽快赶到现场, 近期已, 提醒客户尽快缴费.
PAST = re.compile(r"(?:已|曾|了|过|当[日天晚]|于是|立即|随即)[^，。；]{0,4}$")
DONE = re.compile(
    r"^[^，。；]{0,12}(?:已|了(?!解)|过(?!户|载|负|流|来|去)|(?<=.)完成$|完毕|后)|^(?:赶|到|前往|派员|安排人员|联系|恢复)(?!.*(?:方案|计划|[清拆迁移修换装剪砍]))"
)
OTHERS = re.compile(
    rf"(?:提醒|建议|请|督促|通知|告知|嘱|要求|协助|帮助|指导)[^，。；]{{0,12}}$|{CUSTOMER}[^，。；]{{0,12}}$|避免|防止|为"
)
WORK = re.compile(
    r"处理|推广|铺|摆|放|贴|签|谈|测量|到账|开展|列入|纳入|解决|施工|更换|安装|加装|改造|迁|移|修|拆|装|清|砍|剪|退|补|赔|恢复|实施|完成|落实|组织|安排|推进|整改|投|建|办|扶正|加固|购|换|调|竖|立|消缺|消除"
)


@rule(
    "no_date",
    "没有完成时间",
    clause="D6",
    code="no_result",
    severity=Severity.REMIND,
    unless=("brush_off", "passed_on", "bare_withdrawal", "solved_barely", "adopted_without_day", "only_planned"),
    good=(
        Reply("材料已到，将尽快施工，6月20日前完成。"),
        Reply("抢修人员尽快赶到现场，14时恢复供电。"),
        Reply("客户希望尽快更换，5月4日已更换。"),
        Reply("已更换垫圈，提醒客户尽快修复户内线路。"),
        Reply("已将更换下来的旧表封存。"),
        Reply("近期该线路雷击三次，已加装避雷器。"),
        Reply("待客户确认后已于5月4日更换，等物业开门后再次核对表码。"),
    ),
    bad=(
        Reply("测量后可将拉线改为撑杆，材料已报领，将尽快组织施工。"),
        Reply("该台区已立项，近期实施改造。"),
        Reply("该杆已打拉线加固，将更换为12米新杆。"),
        Reply("停电计划批准后，择期更换电杆。"),
        Reply("净距1.2米，已和林权户谈妥，待修剪队腾出手来就过来修剪。"),
        Reply("路面已铺碎石找平，沥青面层等天气好转之后再铺。"),
        Reply("退费流程已发起，后续会退到银行卡上。"),
    ),
)
def no_date(case: Case) -> Iterator[Found]:
    text = case.text
    if case.until:
        return
    for hit in text.find(SOMETIME):
        before, after = text.before(hit.start), text.after(hit.end)
        if (
            WORK.search(after)
            and not (text.said(hit.start) or text.quoted(hit.start) or text.negated(hit.start))
            and not (MOMENT.search(before) or PAST.search(before) or DONE.search(after) or OTHERS.search(before))
        ):
            yield Found(
                f"“{hit.word}”没有说到哪一天",
                "写明完成的日期，例如“6月20日前完成”",
                start=hit.start,
                end=hit.end,
            )
            return


MEASURED = re.compile(r"\d\s?(?:%|％|千?伏|V(?![a-z])|安|千瓦|米|厘米|毫米|度|分贝|户|次)")


@cache
def _words(name: str) -> re.Pattern[str]:
    return words.pattern("unsolved", name)


@rule(
    "only_planned",
    "只说列入计划",
    clause="D6",
    code="no_result",
    severity=Severity.BLOCK,
    kinds=frozenset({"complaint", "opinion"}),
    unless=(
        "brush_off",
        "passed_on",
        "bare_withdrawal",
        "solved_barely",
        "nothing_done",
        "element_done",
        "refused_barely",
    ),
    good=(
        Reply("测得191伏，当日调整分接头后208伏，增容列入明年计划。", true=True, ours=True),
        Reply("电杆倾斜12度，已打临时拉线并设围挡，列入三季度大修。", true=True, ours=True),
        Reply("电杆倾斜12度，列入大修，6月20日前扶正。", true=True, ours=True),
        Reply("台区重载，列入11月改造计划，新增200千伏安变压器一台。", true=True, ours=True),
        Reply("客户称曾被告知列入明年计划，5月3日已换线。", true=True, ours=True),
        Reply("测得215伏，电压正常，所述改造列入明年计划不属实。", true=False),
        Reply("当班人员解释不细属实，已致歉，并纳入年度培训计划。", true=True, ours=True),
        Reply("该段线路未列入今年改造计划。", true=True, ours=False),
        Reply("已更换烧损的导线，其余老旧导线列入明年改造计划。", true=True, ours=True),
    ),
    bad=(
        Reply("经查台区重载，负载率121%，将于明年初争取立项增容。", true=True, ours=True),
        Reply("该杆倾斜约15度，已报县公司列入三季度大修计划，待物资到货后扶正。", true=True, ours=True),
        Reply("现场核实线径偏细，已列入明年农网改造计划，届时可以解决。", true=True, ours=True),
        Reply("电压偏低属实，待明年大修时一并解决。", true=True, ours=True),
        Reply("已纳入储备项目，视资金安排实施，请客户理解。", true=True),
        Reply("迁移电杆的诉求列入来年计划。", true=True, ours=False),
        Reply("测得190伏，需更换变压器，推到下年度实施。", true=True, ours=True),
    ),
)
def only_planned(case: Case) -> Iterator[Found]:
    reply, text = case.reply, case.text
    if reply.true is False:
        return
    plans = [
        hit
        for hit in text.find(_words("plan"))
        if not (text.said(hit.start) or text.quoted(hit.start) or text.negated(hit.start))
    ]
    if not plans:
        return
    sentences = {text.clause_at(plan.start).sentence: plan.start for plan in plans}.values()
    told = [reply.text[slice(*text.sentence_at(start))] for start in sentences]
    if _ahead(case) or any(_words("plan.day").search(sentence) for sentence in told) or _meanwhile(case, plans):
        return
    if any(_words("plan.quarter").search(sentence) for sentence in told) and not _words("hazard").search(reply.text):
        return
    based = case.says("cause") or MEASURED.search(reply.text)
    yield Found(
        f"“{plans[0].word}”说不准几时，眼下也没有采取措施",
        "写明几月几日前完成什么，和在那以前的临时措施，例如“已调整分接头，复测208伏；11月30日前更换变压器”",
        start=plans[0].start,
        end=plans[0].end,
        severity=Severity.REMIND if based and reply.ours is not True else None,
    )


def _ahead(case: Case) -> bool:
    """Whether a day is named that is still to come, or by which it is to be done; next year is none."""
    now = case.reply.now or case.reply.handled_at
    if now and any(moment.dated and moment.at > now for moment in case.moments):
        return True
    return any(
        not (match.group().startswith(("明年", "次年")) or "季度" in match.group() or case.text.said(match.start()))
        for match in islice(UNTIL.finditer(case.reply.text), MOST_HITS)
    )


def _meanwhile(case: Case, plans: list[Hit]) -> bool:
    """Whether something is done already: told before the plan, or beside and after it in so many words."""
    text = case.text
    planned = {text.clause_at(plan.start).start for plan in plans}
    for remedy in case.remedies:
        clause = text.clause_at(remedy.start)
        before = text.text[clause.start : remedy.start]
        told = clause.end <= plans[0].start or _words("plan.done").search(clause.text)
        if clause.start in planned and not _words("plan.done").search(before):
            continue
        to_come = text.to_come(remedy.start) and not _words("plan.at_once").search(before)
        if told and not (to_come or _words("plan.word").search(before + remedy.word)):
            return True
    return False
