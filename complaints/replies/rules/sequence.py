"""D5: what is told of the course of events stands in the order in which it can have happened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from complaints.replies.case import Case
from complaints.replies.reply import Reply, Severity
from complaints.replies.rule import Found, rule
from complaints.replies.rules.planned import planned
from complaints.replies.rules.timing import ACCEPTED, NOW
from complaints.replies.times import Moment

# What is done in the course of handling, in the order it must happen.
Listed = list[Moment]
STEPS = (
    re.compile(
        r"跳闸|(?<!处理)故障(?=发生|，|。|；|$)|断线|失电|击穿|烧[断毁坏损]|熔断(?!器)|[刮挂砸撞碰挖压折扯吹冻锯]断|倒杆|短路|接地(?!线|极|电阻)|[打击]坏|停电(?=[，。；、系因为是由]|的?原因|[一两各][次起回处]|$)|^停(?=[、，])|开工|(?:开始|启动)(?:施工|作业|检修)"
    ),
    re.compile(
        r"来电(?=后|反映|报修|报|称|投诉|诉|要求|求助)|(?<!接到)报修(?![人单电热]|工单|记录)|拨打(?=95598|热线|供电所|我所)"
        r"|接的?单|接到?(?:客户|用户|居民|95598)?的?(?:报修|报|工单|派单|来电|电话)|派单|出发|派出|派员|安排人员|派人|赶赴|赶往|派工"
    ),
    re.compile(r"到达|抵达|赶到|到场|到现场(?!处理)"),
    re.compile(
        r"修复|恢复(?:了)?(?:正常)?(?:供电|送电|用电|通电)|送电|复电|^恢复(?:正常)?(?=[，。；、]|$)|全[线村部]来电(?=[，。；、]|$)|处理完毕|抢修完毕|更换完毕|处理完成|^送(?=[，。；、])|完工|竣工|(?:施工|作业|检修)(?:结束|完成|完毕)"
        r"|(?:装(?!修)|[移换迁拆改剪砍扶立架焊铺敷接]|更换|安装|改造|整改|加固|浇筑)[^，。；]{0,6}?(?:完成|完毕|到位|好)(?=[，。；、]|$)"
    ),
)
STEP_NAMES = ("停电或开工", "来电、接单或出发", "到达或勘查", "恢复或完工")
ARRIVAL, END = 2, 3
# A survey is a step of the course where what is done is told as following from it; else it may be of what was done before.
SURVEYED = re.compile(
    r"(?:勘[查察测]|踏勘|查勘|勘验|实地(?:查看|测量|察看|核查)|现场(?:查看|测量|察看|核查|检查|核实|复核|查验|校验|检测|检定))(?!记录|资料|报告|单|时)"
)
THEREUPON = re.compile(
    r"(?:随即|随后|旋即|当即|继而|接着|据此|然后|之后|其后)(?!查|核|发现|得知)|(?:按|依|照|据|根据)(?:此|该|照|据)?[^，。；]{0,6}(?:方案|图纸|结果|意见|计划|设计)|(?:定下?|制定|拟定|确定|编制|形成|出具|商定)[^，。；]{0,8}(?:方案|图纸|计划|设计|措施)"
)
# 据12月4日报告换垫，当日装好: of whichever day was named last, perhaps of a paper's.
RELATIVE = re.compile(r"当[日天晚]|同[日天]|次日|翌日|第二天")
# 现场核查发现该杆12月5日已更换: found there, and told as what was before.
AS_FOUND = re.compile(
    r"发现|得知|获悉|显示|查明|查实|证实|系|原来|此前|先前|前期|早已|已[于在经]|已[^，。；]{0,12}$|曾|记录|资料|台账"
)
# 故障发生于9:25: what began is told before its time.
BEGAN_AT = re.compile(
    r"(?:故障|停电|跳闸|失电|断线|事故|击穿|烧[断毁坏损]|熔断)[^，。；]{0,4}?(?:发生|起始|开始|出现)?(?:时间|时刻)?(?:于|在|为|是|始于|：|:)$"
)
MENDING = re.compile(r"换|修|处理|排除|清|接(?!头|地|户|触)|拆|移|查|发现|隔离|确认|因|系|将|把|合")
LISTED = re.compile(r"\s?[、,和及与]\s?")  # between the times of a list: 9:10、14:20两次停电
# 客户14时来电时，线路已于13时50分恢复供电: told as what had gone before.
EARLIER = re.compile(r"最近|[上末]次|已[于在经]|[此之]前|早[在已于]|先前|其时")
FOLLOWS = re.compile(
    r"(?:[查核检校测修换]|到场|现场|答复|批复|签订|受理|缴费|付款)[^，。；\d]{0,4}后[，,]?[已即便就]?[于在]?$"
)  # 校验后已于7月11日更换: what came after it
SENT = re.compile(r"[^，。；]{0,6}?(?:送检|送[^，。；]{1,8}检定|拆表|拆回|拆下|封样|封存)")
TESTED = re.compile(
    r"[^，。；]{0,6}?(?:出具|取回|取得|收到|出来)[^，。；]{0,8}?(?:结果|结论|报告|证书)|[^，。；]{0,4}?检定(?:合格|结果|结论|误差|为|完)"
)
CAUSED = re.compile(r"(?:引起|造成|导致|引发|致使?)$")  # 因弹簧疲软引起停电 mends nothing
OUR_WORK = re.compile(r"计划|检修|施工|作业|消缺|改造|开工")  # whoever works is there before power is cut


@rule(
    "times_out_of_order",
    "时间先后颠倒",
    clause="D5",
    code="wrong_time",
    severity=Severity.BLOCK,
    good=(
        Reply("5月4日15时到场核实：5月3日19:35零线接头烧断，20:48更换接头恢复供电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日拆表送检，5月6日出具检定结果，误差0.3%，合格。", accepted_at=ACCEPTED, now=NOW),
        Reply("10时5分出发，10时30分到达现场，11时20分恢复供电。5月4日回访。", accepted_at=ACCEPTED, now=NOW),
        Reply("23时40分到达现场，0时30分恢复供电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日计划检修，8时停电，7时40分到场，11时送电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日下午2时停电，3时到场，5时送电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日15时恢复供电，系9时跳闸所致。", accepted_at=ACCEPTED, now=NOW),
        Reply("客户5月3日14时来电反映停电时，线路已于13时50分恢复供电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日13时20分跳闸，客户14时来电报修，14时20分到场。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月1日11时到达，12时恢复供电；5月2日9时到达，10时恢复供电。", accepted_at=ACCEPTED, now=NOW),
        Reply(
            "5月1日9:10、5月2日14:20、5月3日20:05三次停电，各于10:00、15:30、21:40恢复供电。",
            accepted_at=ACCEPTED,
            now=NOW,
        ),
        Reply("5月1日23:10和5月2日14:20停电，先后于次日0:30、15:40恢复。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日19:40停电由树障引起，20:20恢复；前次5月1日18:00停电，18:45恢复。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月4日9时现场勘查，该表箱5月3日15时已移装完毕。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日9时现场勘查，随即按方案施工，5月4日9时移表完工。", accepted_at=ACCEPTED, now=NOW),
    ),
    bad=(
        Reply("5月3日14时20分到达现场，13时50分恢复供电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日抢修人员10时30分出发，10时10分到达现场，11时恢复供电。", accepted_at=ACCEPTED, now=NOW),
        Reply("客户5月3日14时30分来电后，抢修员13时50分到达现场。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日10:30客户报修，抢修班10:05赶到，更换熔丝。", accepted_at=ACCEPTED, now=NOW),
        Reply("抢修人员5月4日到达现场，5月3日15时恢复供电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日电缆头烧断，故障发生于9:25。抢修人员8:50到场，11:38恢复供电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日14:20跳闸，13:55送电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月4日开工，5月3日完工。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日18:20停电系风筝缠线，带电摘除，当日16:05恢复供电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月1日9:10、5月3日14:20两次停电，分别于10:00、13:30恢复供电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月4日9时现场勘查，定下移表方案，随即按方案施工，5月3日15时移表完工。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月4日踏勘后制定方案，5月3日扶正电杆到位。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月4日10时首次到现场校验，误差超差，校验后已于5月3日15时更换电表。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日现场勘查，5月4日答复方案，方案答复后于5月1日装表送电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月4日拆表送检，5月3日出具检定结果，误差0.3%，合格。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日16时到达现场，到场后更换断路器，于当日15时恢复供电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日14:20恢复送电，15:05因弹簧疲软引起停电。", accepted_at=ACCEPTED, now=NOW),
    ),
)
def times_out_of_order(case: Case) -> Iterator[Found]:
    if wrong := _tested_before_sent(case):
        result, sent = wrong
        yield Found(
            f"检定结果的时间“{case.reply.text[result.start : result.end]}”早于送检的时间“{case.reply.text[sent.start : sent.end]}”",
            "核对两个时间，改正先后",
            start=result.start,
            end=result.end,
        )
        return
    last: list[tuple[int, Listed]] = []
    lists = list(_lists(case))
    for at, listed in enumerate(lists):
        moment = listed[0]
        if planned(case, moment):
            continue
        step = _step(case.text.after(listed[-1].end), case.text.before(moment.start))
        if step is None and last and FOLLOWS.search(case.text.before(moment.start)):
            step = END
        if step is None and at + 1 < len(lists) and _surveyed(case, listed[-1].end, lists[at + 1][0].start):
            step = ARRIVAL
        if step is None:
            continue
        for earlier, those in last:
            # As many of either: one to one. Else it is not told which belongs to which.
            pair = next(_reversed(case, listed, those), None) if len(listed) == len(those) else None
            if pair is None:
                continue
            after, before = pair
            if RELATIVE.match(case.reply.text, after.start) and those is not lists[at - 1]:
                continue
            if not earlier and step < END and OUR_WORK.search(case.reply.text):
                continue
            told_before = case.text.before(after.start)
            if earlier < step and (FOLLOWS.search(told_before) or not EARLIER.search(told_before)):
                yield Found(
                    f"{STEP_NAMES[step]}的时间“{case.reply.text[after.start : after.end]}”早于{STEP_NAMES[earlier]}的时间"
                    f"“{case.reply.text[before.start : before.end]}”",
                    "核对两个时间，改正先后",
                    start=after.start,
                    end=after.end,
                )
                return
        # Restored at 14:20, and what failed failed at 15:05: told once each, in the order of a report that begins with its end.
        if not step and len(listed) == 1 and _only_end(case, moment, last):
            yield Found(
                f"停电的时间“{case.reply.text[moment.start : moment.end]}”晚于恢复的时间"
                f"“{case.reply.text[last[-1][1][0].start : last[-1][1][0].end]}”",
                "核对两个时间，改正先后",
                start=moment.start,
                end=moment.end,
            )
            return
        # A step told again begins another course of events.
        last = [each for each in last if each[0] < step]
        last.append((step, listed))


def _tested_before_sent(case: Case) -> tuple[Moment, Moment] | None:
    """拆表送检 on one day, and the result told of a day before."""
    sent = next((each for each in case.moments if SENT.match(case.text.after(each.end))), None)
    if sent is None:
        return None
    later = (each for each in case.moments if each.start > sent.start and TESTED.match(case.text.after(each.end)))
    return next(((each, sent) for each in later if each.dated and _precedes(case, each, sent)), None)


def _surveyed(case: Case, start: int, end: int) -> bool:
    """Whether a survey is told there, and then that what comes next was done upon it."""
    survey = SURVEYED.search(case.text.after(start))
    behind = case.reply.text[start + survey.end() : end] if survey else ""
    upon = (THEREUPON.search(behind) and not AS_FOUND.search(behind)) or any(
        FOLLOWS.search(case.text.before(later.start)) for later in case.moments if later.start >= end
    )
    return bool(survey and upon)


def _lists(case: Case) -> Iterator[Listed]:
    """The moments of the text, those of a list together."""
    listed: Listed = []
    for moment in case.moments:
        if listed and not LISTED.fullmatch(case.reply.text, listed[-1].end, moment.start):
            yield listed
            listed = []
        listed.append(moment)
    if listed:
        yield listed


def _reversed(case: Case, later: Listed, earlier: Listed) -> Iterator[tuple[Moment, Moment]]:
    """What must come later and came before, each of a list beside its counterpart; what has no day of its own is of the
    counterpart's."""
    for after, before in zip(later, earlier, strict=True):
        own = after
        if len(later) > 1 and after.exact and not after.dated:
            own = after._replace(at=after.at.replace(year=before.at.year, month=before.at.month, day=before.at.day))
        if _precedes(case, own, before):
            yield after, before


def _only_end(case: Case, began: Moment, told: list[tuple[int, Listed]]) -> bool:
    """Whether the end alone is told before this beginning, of the same day, and no other end follows."""
    if [step for step, _ in told] != [END] or not (began.exact and told[0][1][0].exact):
        return False
    later = (moment for moment in case.moments if moment.start > began.start)
    return (
        told[0][1][0].at.date() == began.at.date()
        and told[0][1][0].at < began.at
        and not any(_step(case.text.after(each.end), case.text.before(each.start)) == END for each in later)
        and not re.search(r"再次|又|再度|重复", case.text.after(began.end))
    )


def _step(following: str, before: str) -> int | None:
    """Which step is told at a time: the first that is named behind it, or what began then."""
    if BEGAN_AT.search(before):
        return 0
    began, *acts = (pattern.search(following) for pattern in STEPS)
    act = next(((number, hit.start()) for number, hit in enumerate(acts, 1) if hit), None)
    # 更换烧坏的电缆后送电 tells of the restoration.
    before_it = following[: began.start()] if began else ""
    if (
        began
        and (CAUSED.search(before_it) or not MENDING.search(before_it))
        and (act is None or began.start() < act[1])
    ):
        return 0
    return act[0] if act else None


def _precedes(case: Case, later: Moment, earlier: Moment) -> bool:
    """Whether what must come later came before: to the minute where both are, else by the day."""
    if not (later.exact and earlier.exact):
        return later.at.date() < earlier.at.date()
    past_midnight = not later.dated and earlier.at.hour >= 18 and later.at.hour <= 8
    return later.at < earlier.at and not past_midnight
