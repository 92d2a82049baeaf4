"""D5: what is told of the course of events stands in the order in which it can have happened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from complaints.replies.case import Case
from complaints.replies.reply import Reply, Severity
from complaints.replies.rule import Found, rule
from complaints.replies.rules.timing import ACCEPTED, NOW, planned
from complaints.replies.times import Moment

# What is done in the course of handling, in the order it must happen.
STEPS = (
    re.compile(
        r"跳闸|(?<!处理)故障(?=发生|，|。|；|$)|断线|失电|击穿|烧[断毁坏损]|熔断(?!器)|[刮挂砸撞碰挖压折扯吹冻锯]断|倒杆|短路|接地(?!线|极|电阻)|[打击]坏|停电(?=[，。；、]|$)|^停(?=[、，])|开工|(?:开始|启动)(?:施工|作业|检修)"
    ),
    re.compile(r"接的?单|接到?(?:报修|报|工单|派单|来电)|派单|出发|派出|派员|安排人员|派人|赶赴|赶往|派工"),
    re.compile(r"到达|抵达|赶到|到场|到现场(?!处理)"),
    re.compile(
        r"修复|恢复(?:了)?(?:正常)?(?:供电|送电|用电|通电)|送电|复电|处理完毕|抢修完毕|更换完毕|处理完成|^送(?=[，。；、])|完工|竣工|(?:施工|作业|检修)(?:结束|完成|完毕)"
    ),
)
STEP_NAMES = ("停电或开工", "接单或出发", "到达", "恢复或完工")
# 故障发生于9:25: what began is told before its time.
BEGAN_AT = re.compile(
    r"(?:故障|停电|跳闸|失电|断线|事故|击穿|烧[断毁坏损]|熔断)[^，。；]{0,4}?(?:发生|起始|开始|出现)?(?:时间|时刻)?(?:于|在|为|是|始于|：|:)$"
)
MENDING = re.compile(r"换|修|处理|排除|清|接|拆|移|查|发现|隔离|确认|因|系|将|把|合")
CAUSED = re.compile(r"(?:引起|造成|导致|引发|致使?)$")  # 因弹簧疲软引起停电 mends nothing
OUR_WORK = re.compile(r"计划|检修|施工|作业|消缺|改造|开工")  # whoever works is there before power is cut


@rule(
    "times_out_of_order",
    "时间先后颠倒",
    clause="D5",
    code="wrong_time",
    severity=Severity.BLOCK,
    good=(
        Reply("10时5分出发，10时30分到达现场，11时20分恢复供电。5月4日回访。", accepted_at=ACCEPTED, now=NOW),
        Reply("23时40分到达现场，0时30分恢复供电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日计划检修，8时停电，7时40分到场，11时送电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日下午2时停电，3时到场，5时送电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日15时恢复供电，系9时跳闸所致。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月1日11时到达，12时恢复供电；5月2日9时到达，10时恢复供电。", accepted_at=ACCEPTED, now=NOW),
    ),
    bad=(
        Reply("5月3日14时20分到达现场，13时50分恢复供电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日抢修人员10时30分出发，10时10分到达现场，11时恢复供电。", accepted_at=ACCEPTED, now=NOW),
        Reply("抢修人员5月4日到达现场，5月3日15时恢复供电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日电缆头烧断，故障发生于9:25。抢修人员8:50到场，11:38恢复供电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日14:20跳闸，13:55送电。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月4日开工，5月3日完工。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日14:20恢复送电，15:05因弹簧疲软引起停电。", accepted_at=ACCEPTED, now=NOW),
    ),
)
def times_out_of_order(case: Case) -> Iterator[Found]:
    last: list[tuple[int, Moment]] = []
    for moment in case.moments:
        if planned(case, moment):
            continue
        following = case.text.after(moment.end)
        step = _step(following, case.text.before(moment.start))
        if step is None:
            continue
        for earlier, before in last:
            if not earlier and step < len(STEPS) - 1 and OUR_WORK.search(case.reply.text):
                continue
            if earlier < step and _precedes(case, moment, before):
                yield Found(
                    f"{STEP_NAMES[step]}的时间“{case.reply.text[moment.start : moment.end]}”早于{STEP_NAMES[earlier]}的时间"
                    f"“{case.reply.text[before.start : before.end]}”",
                    "核对两个时间，改正先后",
                    start=moment.start,
                    end=moment.end,
                )
                return
        # Restored at 14:20, and what failed failed at 15:05: told once each, in the order of a report that begins with its end.
        if not step and _only_end(case, moment, last):
            yield Found(
                f"停电的时间“{case.reply.text[moment.start : moment.end]}”晚于恢复的时间"
                f"“{case.reply.text[last[-1][1].start : last[-1][1].end]}”",
                "核对两个时间，改正先后",
                start=moment.start,
                end=moment.end,
            )
            return
        # A step told again begins another course of events.
        last = [(earlier, before) for earlier, before in last if earlier < step]
        last.append((step, moment))


def _only_end(case: Case, began: Moment, told: list[tuple[int, Moment]]) -> bool:
    """Whether the end alone is told before this beginning, of the same day, and no other end follows."""
    end = len(STEPS) - 1
    if [step for step, _ in told] != [end] or not (began.exact and told[0][1].exact):
        return False
    later = (moment for moment in case.moments if moment.start > began.start)
    return (
        told[0][1].at.date() == began.at.date()
        and told[0][1].at < began.at
        and not any(_step(case.text.after(each.end), case.text.before(each.start)) == end for each in later)
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
