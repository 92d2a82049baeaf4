"""Outages: when power came back, and why it failed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.elapsed import DURATION
from complaints.replies.reading import MOST_HITS, Clause, Passage
from complaints.replies.reply import Reply, Severity
from complaints.replies.rule import Found, rule
from complaints.replies.rules.outages import BACK, OUTAGE, OUTAGE_STATED, WITH_CAUSE, frequent
from complaints.replies.times import MOMENT

NOTICE = re.compile(r"通知|告知|公告|赔|补偿")
CLOCKED = re.compile(r"\d\s?[时点:：]|[一二三四五六七八九十][时点]")
INDOORS = re.compile(
    r"产权|(?<![换装校验抄])表后|[户室屋]内|自[有备购装]|(?:客户|用户|该户|其)(?:家[中里]?)?总?(?:侧|设备|专变|线路|开关|空开|保护器|漏保|电器|插座)"
)
LASTED = re.compile(
    r"(?:断线|断电|停电|故障)[^，。；]{0,6}到[^，。；]{0,4}(?:送电|来电|恢复)[^，。；]{0,8}\d\s?(?:个?小时|分)|停电[^，。；]{0,16}(?:至|到|[-—~～])[^，。；]{0,8}\d\s?[时点:：]|(?:停电|检修)[^，。；]{0,10}\d\s?时[^，。；]{0,8}结束|(?:停电|历时|耗时|用时|持续)[^，。；]{0,6}[\d一二两三四五六七八九十半]{1,4}个?多?(?:秒|分钟|小时)"
    r"|\d\s?[时点:：]\s?\d{0,2}分?\s?(?:至|到|[-—~～])[^，。；]{0,6}\d\s?[时点:：][^，。；]{0,8}?(?:停电|断电|失电|无电)"
)
# Others had power again by what we cut off: it is ours to say when, whosever the fault was.
CUT_OFF = re.compile(
    r"(?:隔离|断开|拉开|切除|甩开|脱开|解开)[^。；]{0,24}?(?:恢复[^，。；]{0,6}(?:供电|送电|用电)|送电|复电|来电|试送)"
)
# Power is cut and is to come back, though the demand speaks of bills beside it: when it came back is what is asked.
CUT = re.compile(
    r"(?:交|缴|付|结|还|充)[^，。；]{0,8}(?:费|钱|款|清|值|了|完)[^。；]{0,16}?(?:仍|还|却|至今|依然|依旧|被|一直|又|未|没|不)[^，。；]{0,6}?(?:停[着了电供]|断电|没有?电|无电|[未没不](?:给|予|有|能)?(?:恢复|复电|送电|来电|供电|通电|送))"
    r"|(?:[误错]停|欠费|费控|停错)[^。；]{0,24}?(?:要求|请|希望|盼|何时|什么时候|尽快|立即|马上|快点|早点)[^，。；]{0,8}?(?:恢复|复电|送电|来电|供电|通电)"
)
# 超过公告时间仍未送电: the announcement is the measure of it, not the matter.
STILL_OUT = re.compile(
    r"(?:仍|还|至今|一直|却|没有?按时|未按时|延时|超过|晚于)[^，。；]{0,10}?[没未不](?:有|能|给)?(?:送电|来电|复电|供电|恢复(?:供电|送电|用电|通电))"
)
# An order that power come back is not its coming back: 发起复电, 复电指令.
ORDERED = re.compile(
    r"(?:发起|下发|下达|发送|提交|申请|办理|重发|安排|通知|派发|补发|推送|要求|请求|催办)[^，。；]{0,4}$"
)
FAILED = re.compile(r"(?:未|没有?|不能|无法)[^，。；]{0,4}$")
ORDER = re.compile(r"(?:的)?(?:指令|命令|流程|申请|工单|任务|手续|请求|操作|程序|失败|不成功|未成功)")
# Nor is the time of a payment, of an error or of its discovery that of the restoration.
NOT_BACK = re.compile(r"查[明看询实证]|[缴交]|付款|[误错]停|抄表|受理|发起|下发")
# What happened at a time that is not the time power came back.
ELSE = re.compile(
    r"(?<=[班队组员])到(?=[一-龥])|公告|到场|到达|赶到|抵达|到位|到现场|(?<=[\d时分许])到(?!账|期|货|位)|出发|出动|前往|派出|派员|接到|接单|接报|受理|报修|(?:客户|用户|居民|村民)[^，。；]{0,4}来电|来电(?=话|人|反映|咨询|投诉|称|报修|询问)|[致去回]电|致歉|签[字认]|停电(?!结束)|[没无断]电|走访|登门|拜访|[误错]停|致停|跳闸|断线|接地|失电|击穿|故障(?!排除|处理完|消除|修复)|脱扣|烧[断毁坏损蚀]|倒杆|雷|大风|吹[上断落倒]|刮|砸|撞|咬|挖|爆|短路|着火|起火|冒烟|回访|联系|告知|说明|解释|核对|核实|巡线|巡查|前(?:换|更换|完成)|下达|发函|索赔|巡视|测"
)
# A clause that tells the time by itself, after 恢复供电.
AFTERWARDS = re.compile(r"^(?:时间|历时|用时|耗时|全程|共|停电|前后|总|较|比|此时|于)")
SOON = re.compile(
    r"当[日天晚场]|次日|第二天|\d{1,4}(?:多|余)?(?:分钟|小时)[后内]|[半一两三四五六七八九十]{1,4}(?:个)?(?:多)?(?:分钟|小时)[后内]?|瞬时"
)
# 10:20赶到立杆架线后来电: the time stands with the arrival, though the clause goes on to the restoration.
CAME = re.compile(
    r"[^，。；换修处排清接拆合]{0,10}?(?:到场|到达|赶到|抵达|到位|到现场|接[到报单]|派[员人单]|出发|赶赴|(?:停电|跳闸|断电|失电)(?=后))"
)
# 线路故障 says at least where; 故障 alone does not.
PLACED = re.compile(
    r"(?:线路?|电?缆|变压器|[配台专]变|开关|刀闸|表计?|箱|器|设备|接头|[内侧]|接地|单相|瞬时|永久|[高低]压|母线)故障"
)
AT_ONCE = re.compile(r"随即|立即|随后|即时|马上|迅速")


def _at_once(text: str) -> bool:
    """Whether a clause tells no other time than that it was soon."""
    return bool(AT_ONCE.search(text)) and not (MOMENT.search(text) or DURATION.search(text))


def _moment_near(case: Case, start: int, end: int) -> bool:
    """Whether a time stands in the sentence, or it is told how long it took."""
    text = case.reply.text
    return bool(MOMENT.search(text, start, end) or SOON.search(text, start, end) or DURATION.search(text, start, end))


@rule(
    "outage_without_restoration",
    "没有恢复供电时间",
    clause="D5",
    code="no_result",
    severity=Severity.BLOCK,
    kinds=frozenset({"complaint", "opinion", "misconduct"}),
    good=(
        Reply("10kV某线A相接地造成停电，14时20分恢复供电。"),
        Reply("经核实当日该户未停电。", demand="客户反映停电"),
        Reply("已与客户沟通停电信息公告方式，客户理解。", demand="停电未通知"),
        Reply("16时22分雷击断线停电，17时05分到场，一小时后恢复供电。", demand="全村停电"),
        Reply("16时22分断线停电，更换导线后恢复供电，停电历时2小时。", demand="全村停电"),
        Reply("5月2日计划消缺，8:00停、11:20送，本月不再安排检修停电。", demand="三次停电"),
        Reply("17时05分到场，18时更换导线完毕，恢复供电，原因为断线停电。", demand="全村停电"),
        Reply("14:20缴清，远程复电指令未执行，16:50恢复用电。", demand="已缴清欠费仍未复电，要求立即复电"),
        Reply("违约金按合同计算正确，已说明。", demand="欠费停电收取滞纳金不合理"),
        Reply("6:50停电系熔丝熔断，7:55到场，8:40换好，随即送电。", demand="早上停电"),
        Reply("18:40断线停电，19:00到场接线，送电时间21:15。", demand="村里没电"),
        Reply("18:40熔丝熔断停电，19:05到场更换，20分钟后来电。", demand="村里没电"),
        Reply("13:05至14:50停电，系电缆头击穿，更换后恢复正常。", demand="厂区断电"),
        Reply("某饭店自备变击穿，20:20到场拉开分界开关，20:41全线来电。", demand="整片停电", ours=False),
        Reply("系客户自装空开跳闸，指导合闸后来电。", demand="家里停电", ours=False),
    ),
    bad=(
        Reply("10kV某线A相接地，已隔离，客户表示理解。"),
        Reply("因雷击造成跳闸停电，抢修后恢复供电，客户认可。"),
        Reply("因变压器烧毁造成停电，已更换变压器。", demand="客户反映停电"),
        Reply("16时22分雷击断线停电，17时05分到场，更换导线后恢复供电。", demand="全村停电"),
        Reply("接报后17时到场，发现引线断线，换线后送电，5月9日加装避雷器。", demand="家中没电"),
        Reply("计划停电检修，公告至16:00，电缆头返工未按时送电，现已全部送电。", demand="超过公告时间仍未送电"),
        Reply("8时40分抢修班到文昌巷，电缆短路，已更换电缆15米，客户家中已来电。", demand="文昌巷停电"),
        Reply("停电发生于3:35，电缆头放电。6:20到场，更换后试验合格，8:15电话告知。", demand="半夜停电"),
        Reply("10时查明已缴费，系26日18时误停。抄表班立即发起复电，客户家已来电。", demand="已缴费仍被停电，要求恢复"),
        Reply("6:50停电系熔丝熔断，7:55到场，更换后随即送电，次日走访说明。", demand="早上停电"),
        Reply("10:20撞杆停电，10:55赶到立杆架线后全村来电。", demand="大棚停电"),
        Reply("某饭店自备变击穿，20:20到场拉开分界开关，隔离后全线来电。", demand="整片停电", ours=False),
        Reply("9:40停电由电缆外破造成，到场后转由备用线路供电。", demand="学校停电"),
        Reply("系把5栋当成6栋错停，已恢复送电并致歉。", demand="误停我家电，要求恢复供电"),
        Reply("6月27日9时许，胡同停电。查为触头烧蚀，随即更换触头，居民用电全部正常。", demand="胡同停电"),
    ),
)
def outage_without_restoration(case: Case) -> Iterator[Found]:
    text = case.text
    # When a customer's own plant was mended is the customer's affair.
    indoors = INDOORS.search(case.reply.text) and not CUT_OFF.search(case.reply.text)
    late = bool(STILL_OUT.search(case.reply.demand))
    asked = _complained(case) or late or bool(CUT.search(case.reply.demand))
    whole = asked and case.reply.true is not False and not indoors
    back = next(text.facts(BACK), None) if whole else None
    hit = next(text.facts(OUTAGE_STATED), back) or (next(text.facts(WITH_CAUSE), None) if whole else None)
    if (
        hit is None
        or (indoors and case.reply.ours is not True)
        or frequent(case.reply.demand)
        or (NOTICE.search(case.reply.demand) and not late)
        or (case.reply.demand and not (OUTAGE.search(case.matter) or asked))
    ):
        return
    backs = [back for back in islice(BACK.finditer(case.reply.text), MOST_HITS) if _came_back(text, back)]
    if any(_timed(case, at) for at in {text.index_at(back.start()) for back in backs}) or LASTED.search(
        case.reply.text
    ):
        return
    yield Found(
        f"写了“{hit.word}”，没有写几时恢复供电",
        "补上恢复供电的时间，例如“14时20分恢复供电”",
        start=hit.start,
        end=hit.end,
        severity=None
        if asked and not _time_left(case, backs[-1].start() if backs else len(case.reply.text))
        else Severity.REMIND,
    )


def _came_back(text: Passage, back: re.Match[str]) -> bool:
    return not (
        text.said(back.start())
        or FAILED.search(text.before(back.start()))
        or ORDERED.search(text.before(back.start()))
        or ORDER.match(text.after(back.end()))
    )


def _timed(case: Case, at: int) -> bool:
    """Whether it is told when power came back, of which that clause tells: there, in one beside it that tells of nothing
    else, or before in the sentence with nothing else between."""
    text, whole = case.text, case.reply.text
    here = text.clauses[at]
    # 抢修队17时05分到场更换导线后恢复供电: the time is that of the arrival.
    if any(
        not (ELSE.match(whole[match.end() : match.end() + 3]) or CAME.match(whole, match.end(), here.end))
        for found in (MOMENT, SOON, DURATION)
        for match in islice(found.finditer(whole, here.start, here.end), 20)
    ):
        return True
    for back, clause in enumerate(reversed(text.clauses[max(0, at - 2) : at])):
        # A date at the head of the sentence is that of all it tells.
        told = CLOCKED.search(clause.text) or (not back and _moment_near(case, clause.start, clause.end))
        if told and not _at_once(clause.text):  # 随即更换触头，用电全部正常: at once after what?
            return not ELSE.search(_with_next(case, clause))
        if clause.sentence != here.sentence:
            break
    following = text.clauses[at + 1] if at + 1 < len(text.clauses) else None
    return bool(
        following
        and AFTERWARDS.match(following.text)
        and (_moment_near(case, following.start, following.end) or CLOCKED.search(following.text))
    )


def _with_next(case: Case, clause: Clause) -> str:
    """A clause, with the one behind it where it is nothing but a time (6月27日9时许，胡同停电)."""
    if len(MOMENT.sub("", clause.text)) > 1:
        return clause.text
    following = case.text.clauses[case.text.index_at(clause.start) + 1 :][:1]
    return clause.text + "".join(each.text for each in following)


def _complained(case: Case) -> bool:
    """Whether an outage is what the demand is about, and nothing beside it."""
    demand = case.complaint
    return bool(OUTAGE.search(demand)) and not words.pattern("truth", "outage.beside").search(demand)


def _time_left(case: Case, position: int) -> bool:
    """Whether a time stands before, or a time of day anywhere, that may be that of the restoration."""
    return any(
        not (ELSE.search(told := _with_next(case, clause)) or NOT_BACK.search(told))
        and not _at_once(clause.text)
        and (CLOCKED.search(clause.text) or (clause.start <= position and _moment_near(case, clause.start, clause.end)))
        for clause in case.text.clauses
    )


def _tells_why(text: str) -> bool:
    return bool(words.pattern("outage", "why").search(words.pattern("outage", "no_why").sub(" ", text)))


@rule(
    "outage_without_cause",
    "没有停电原因",
    clause="D5",
    code="no_result",
    severity=Severity.BLOCK,
    kinds=frozenset({"complaint", "opinion"}),
    unless=("bare_withdrawal", "brush_off", "solved_barely", "element_done", "frequent_answered_once"),
    good=(
        Reply("更换烧损线夹后于14时恢复供电。", demand="家中停电"),
        Reply("14时合上跳闸的开关，恢复供电，开关因过负荷动作。", demand="家中停电"),
        Reply("工单轨迹显示39分钟到场，14时恢复供电。", demand="停电报修后两小时没人来"),
        Reply("经核实当日供电正常。", demand="家中停电", true=False),
    ),
    bad=(
        Reply("抢修人员14时到场，15时恢复供电，测量电压正常，已致歉。", demand="整条巷子停电"),
        Reply("接报后立即组织抢修，14时20分送电成功，客户家用电正常。", demand="家里没电"),
        Reply("14时故障处理完毕，恢复供电，后续加强巡视。", demand="小区停电"),
        Reply("14时到场，更换导线30米、线夹4只，15时恢复供电，停电问题已解决。", demand="平安里停电"),
    ),
)
def outage_without_cause(case: Case) -> Iterator[Found]:
    if case.reply.true is False or not _complained(case):
        return
    back = next(case.text.facts(BACK), None)
    if back is None or _tells_why(case.reply.text):
        return
    yield Found(
        "写了恢复供电，没有写为什么停电",
        "补上停电的原因，例如“因接户线老化烧断停电”",
        start=back.start,
        end=back.end,
        severity=Severity.REMIND if PLACED.search(case.reply.text) else None,
    )
