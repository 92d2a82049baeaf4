"""D5: 处理时间填写错误, in its field and in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from complaints.replies import words
from complaints.replies.case import CHINA, Case, local
from complaints.replies.reply import Field, Reply, Severity
from complaints.replies.rule import Found, rule
from complaints.replies.rules.planned import COMPLETED, planned
from complaints.replies.times import Moment, no_such

ACCEPTED = datetime(2024, 5, 3, 9, tzinfo=CHINA)
NOW = ACCEPTED + timedelta(days=3)
UNPLANNED = re.compile(r"到[达场]|抵达|赶|联系|恢复|[查看勘测]|核[实对查]|解释|回访|答复|沟通|接到|发现")
OUTAGE_BEGAN = re.compile(
    r"^[^，。；]{0,24}?(?:停电(?!审批|计划|申请|信息|公告|通知|管理|安排|票)|跳闸|接地|故障|断线|击穿|失电|无电|停运|烧毁|断电)"
)
DEFINED = re.compile(r"(?:为|是|从|自|每年|至|到|[-—~～])\s?(?:次年|翌年)?$")
# 将于5月10日前完成, and what tells that it was kept, put off or told before.
PROMISES = re.compile(r"(?:将|预计|计划|拟|定|力争|争取|承诺|确保|安排)(?:最迟|最晚|不晚)?(?:于|在)?$")
BY_THEN = re.compile(r"(?:之?前|底前)(?!后)")
KEPT = re.compile(
    r"原[定计拟]|本应|曾|此前|之前|当时|已(?!列|纳|报|安排|领|立|下达|编|申|到货|落实)|实际|按期|如期|提前|推迟|延[期后误]|未(?:兑现|完成|能)|超期|逾期"
)
CAME = re.compile(
    r"[^，。；]{0,8}?(?:派[员人工]|派出|赶到|赶赴|赶往|到达|抵达|到场|到现场|前往|赴现场|上门|入户|登门|到(?=[一-龥]{2,8}(?:现场|[查核勘看处清修]))|抢修)"
)
ROUTINE = re.compile(
    r"催|抄表|装表|巡|例行|通知|张贴|送达|检修|施工|安装|(?<!更)换表|报装|办理|投运|曾|此前|之前|上次|前次|首次|第一次|客户|宣传|普查|公告|立杆|架线|轮换|迁移|收费|缴费"
)
EARLIER_VISIT = re.compile(r"此前|之前|曾|上次|前次|首次|第一次|再次|又|复查|回访|当时")
# Who came because of this order cannot have come before it.
ARRIVED = re.compile(r"[^，。；]{0,8}?(?:赶到|到达|抵达|到场|到现场|到户|上门)")
TOLD_OF_IT = re.compile(
    r"(?:接(?:到)?(?:客户|用户)?的?(?:来电|电话|报修|诉求|投诉|工单|派单|报|单)|(?:客户|用户)?(?:来电|报修|投诉)|受理|派单|收到(?:工单|诉求))后?"
)
OVER = re.compile(
    r"昨|前[天晚日]|[今当上下中][天日午晚][^，。；]{0,8}(?:停过|停了|停电[^，。；]{0,6}(?:小时|分钟))|曾|多次|频繁|抢修|师傅|上门|来人|[一两三四五六七八九十\d](?:次|个?多?小时)"
)
CALLS = re.compile(r"客户|用户|来电|报修")
LABELLED = re.compile(r"处理时间[:：为是]?\s?$")
CONTACTED = re.compile(
    r"^[^，。；]{0,10}?(?:联系(?:了)?(?:客户|用户)|(?:与|同|向)(?:客户|用户|其)[^，。；]{0,6}(?:联系|沟通|解释|答复|致歉)|(?:回复|答复|走访|告知)(?:了)?(?:客户|用户))"
)


def _clock(at: datetime) -> str:
    return f"{at.month}月{at.day}日{at:%H:%M}"


@rule(
    "handled_before_accepted",
    "处理早于受理",
    clause="D5",
    code="wrong_time",
    severity=Severity.BLOCK,
    good=(
        Reply("已处理", handled_at=ACCEPTED + timedelta(hours=1), accepted_at=ACCEPTED, now=NOW),
        Reply("已处理", handled_at=ACCEPTED, accepted_at=ACCEPTED),
        Reply("5月2日线路跳闸，当日恢复。处理时间：5月3日。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日8时10分跳闸，8时40分到场，10时送电。", demand="小区停电", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日8时20分到场，表后空开烧坏。", demand="师傅说是户内问题不给修", accepted_at=ACCEPTED, now=NOW),
    ),
    bad=(
        Reply("已处理", handled_at=ACCEPTED - timedelta(hours=1), accepted_at=ACCEPTED),
        Reply("处理时间：5月2日10时。已更换电表。", accepted_at=ACCEPTED, now=NOW),
        Reply("接到来电后，抢修员5月3日8时50分赶到，更换端子。", demand="家中停电", accepted_at=ACCEPTED, now=NOW),
        Reply("5月3日8时30分到达现场，更换烧断的端子。", demand="家中单户停电", accepted_at=ACCEPTED, now=NOW),
    ),
)
def handled_before_accepted(case: Case) -> Iterator[Found]:
    handled, accepted = local(case.reply.handled_at), local(case.reply.accepted_at)
    if accepted is None:
        return
    advice = "处理时间填实际处理的时间，不是停电发生的时间，也不会早于受理"
    # Where only a day is entered, it arrives as midnight; the forms know no seconds.
    if handled is not None and not _within(handled, accepted):
        yield Found(f"处理时间{_clock(handled)}早于受理时间{_clock(accepted)}", advice, Field.HANDLED_AT)
    for moment in case.moments:
        if LABELLED.search(case.text.before(moment.start)) and not _within(moment.at, accepted) and not moment.doubtful:
            yield Found(f"正文的处理时间早于受理时间{_clock(accepted)}", advice, start=moment.start, end=moment.end)
    early = _came_early(case, accepted)
    if early is not None:
        yield Found(
            f"到场的时间“{case.reply.text[early.start : early.end]}”早于受理时间{_clock(accepted)}",
            "核对时间；确是受理前就到场的，写明“受理前已于……到场”",
            start=early.start,
            end=early.end,
            # Others may have called before this customer.
            severity=None
            if TOLD_OF_IT.search(case.reply.text, case.text.sentence_at(early.start)[0], early.start)
            else Severity.REMIND,
        )


def _came_early(case: Case, accepted: datetime) -> Moment | None:
    """An arrival on the day of acceptance and before it, where no time is told before: neither that of the failure nor
    that of a call of somebody else's; and the demand tells of no outage or visit that was over by then."""
    demand, exact = case.complaint, [moment for moment in case.moments if moment.exact]
    first = exact[0] if exact else None
    if first is None or first.at.date() != accepted.date() or _within(first.at, accepted):
        return None
    told = words.pattern("truth", "outage.beside").search(demand) or case.named_days or OVER.search(demand)
    clause = case.text.clause_at(first.start).text
    if told or EARLIER_VISIT.search(case.reply.text) or ROUTINE.search(CALLS.sub("", clause)) or planned(case, first):
        return None
    return first if ARRIVED.match(case.text.after(first.end, 16)) else None


def _within(at: datetime, accepted: datetime) -> bool:
    if (at.hour, at.minute, at.second) == (0, 0, 0):
        return at.date() >= accepted.date()
    return at >= accepted.replace(second=0, microsecond=0)


@rule(
    "handled_after_now",
    "处理时间未到",
    clause="D5",
    code="wrong_time",
    severity=Severity.BLOCK,
    good=(
        Reply("已处理", handled_at=NOW - timedelta(hours=1), now=NOW),
        Reply("已处理", handled_at=NOW, now=NOW),
        Reply("已处理", handled_at=NOW),
    ),
    bad=(
        Reply("已处理", handled_at=NOW + timedelta(hours=1), now=NOW),
        Reply("", handled_at=NOW + timedelta(days=30), now=NOW),
    ),
)
def handled_after_now(case: Case) -> Iterator[Found]:
    handled, now = local(case.reply.handled_at), local(case.reply.now)
    if handled is not None and now is not None and handled > now + timedelta(minutes=1):
        yield Found(f"处理时间{_clock(handled)}还没有到", "改成实际处理的时间，注意月份和上下午", Field.HANDLED_AT)


def _tells(case: Case, moment: Moment) -> bool:
    """Whether something is told to have happened then; a date in a rule or a tariff is nobody's act."""
    after = case.reply.text[moment.end : moment.end + 40]
    if DEFINED.search(case.text.before(moment.start)):
        return False
    signals = ("measure", "weak", "going")
    return bool(OUTAGE_BEGAN.match(after)) or any(words.pattern("signals", name).search(after) for name in signals)


def _surely_done(case: Case, moment: Moment) -> bool:
    """Whether it is told as done, to the minute (nobody plans for 14:23), or of a kind that nobody plans (到达现场): a bare 更换 or 停电 may be a plan."""
    after = case.text.after(moment.end)
    if COMPLETED.search(after) or UNPLANNED.search(after):
        return True
    began = OUTAGE_BEGAN.match(after)
    return not began.group().endswith("停电") if began else moment.exact and moment.at.minute % 30 != 0


@rule(
    "text_time_ahead",
    "正文时间未到",
    clause="D5",
    code="wrong_time",
    severity=Severity.BLOCK,
    good=(
        Reply("计划于5月20日前完成改造。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月4日14时更换电表。", accepted_at=ACCEPTED, now=NOW),
        Reply("该线路将于6月2日停电检修。", accepted_at=ACCEPTED, now=NOW),
        Reply("预计5月账单起不再加收，6月5日出账后再与客户核对一次。", accepted_at=ACCEPTED, now=NOW),
        Reply("采纳建议，5月账单增列柱状图，5月12日首期推送。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月6日送检，5月16日取回报告，届时上门告知。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月30日前完成改造，5日下午到户说明。", accepted_at=ACCEPTED, now=NOW),
        Reply("5月9日停电是更换导线，缩短为3小时。", demand="希望5月9日的停电改期", accepted_at=ACCEPTED, now=NOW),
        Reply("变压器5月5日到货，5月20日停电更换。", accepted_at=ACCEPTED, now=NOW),
        Reply("到望江路22号处理，电压稳定。", accepted_at=ACCEPTED, now=NOW),
    ),
    bad=(
        Reply("5月14日14时到达现场更换电表。", accepted_at=ACCEPTED, now=NOW),
        Reply("6月4日已联系客户解释。", accepted_at=ACCEPTED, now=NOW),
        Reply("预计本月停电两次，6月4日已更换避雷器。", accepted_at=ACCEPTED, now=NOW),
        Reply("于2024年12月4日恢复供电。", accepted_at=ACCEPTED, now=NOW),
        Reply("依据退费规定，96元已于5月20日15时退回账户并到账。", accepted_at=ACCEPTED, now=NOW),
    ),
)
def text_time_ahead(case: Case) -> Iterator[Found]:
    now = local(case.reply.now)
    if now is None:
        return
    for moment in case.moments:
        # 当日 after a day that was planned is not that day.
        if not moment.dated or moment.doubtful or case.reply.text[moment.start] in "当同":
            continue
        ahead = moment.at > now if moment.exact else moment.at.date() > now.date()
        if moment.at.date() in case.named_days:
            continue  # the outage of 8 July that they want moved is no deed
        if ahead and not planned(case, moment) and _tells(case, moment):
            yield Found(
                f"正文的时间“{case.reply.text[moment.start : moment.end]}”还没有到",
                "改成实际时间；是今后安排的，写明“计划于……”",
                start=moment.start,
                end=moment.end,
                severity=None if _surely_done(case, moment) else Severity.REMIND,
            )
            return


@rule(
    "no_such_time",
    "没有这个时间",
    clause="D5",
    code="wrong_time",
    severity=Severity.BLOCK,
    good=(
        Reply("2月29日10时更换电表，24时前恢复。"),
        Reply("停电36时，3月31日23时59分恢复供电。"),
        Reply("已调取12月1日96点电压曲线，12月2日16点65户恢复，10时75千瓦充电桩。"),
        Reply("6月31号表箱、11月31号杆，11月至2月30日均电量，12月2日40时区表参数。"),
        Reply("二月三十一组线路、13号杆、25日更换。"),
    ),
    bad=(
        Reply("13月1日更换电表。"),
        Reply("2月30日更换电表。"),
        Reply("2025年2月29日更换电表。"),
        Reply("12月1日25时恢复供电。"),
        Reply("4月31日10时到达现场。"),
    ),
)
def no_such_time(case: Case) -> Iterator[Found]:
    for start, end in no_such(case.text):
        yield Found(f"没有“{case.reply.text[start:end]}”这个时间", "核对月、日和钟点", start=start, end=end)
        return


@rule(
    "promise_past",
    "承诺的日期已过",
    clause="D5",
    code="wrong_time",
    severity=Severity.BLOCK,
    good=(
        Reply("材料已领，将于5月10日前完成。", handled_at=NOW, accepted_at=ACCEPTED, now=NOW),
        Reply("原定5月4日前完成，因下雨推迟，5月5日已装好。", handled_at=NOW, accepted_at=ACCEPTED, now=NOW),
        Reply("预计5月4日前完成的改造已按期投运。", handled_at=NOW, accepted_at=ACCEPTED, now=NOW),
        Reply(
            "4月20日曾答复客户将于5月2日前扶正，未兑现属实，5月5日扶正。", handled_at=NOW, accepted_at=ACCEPTED, now=NOW
        ),
    ),
    bad=(
        Reply("材料已领，将于5月2日前完成焊装。", handled_at=NOW, accepted_at=ACCEPTED, now=NOW),
        Reply("已列入计划，预计4月30日前更换。", handled_at=NOW, accepted_at=ACCEPTED, now=NOW),
        Reply("拟定于5月1日前扶正电杆。", handled_at=NOW, accepted_at=ACCEPTED, now=NOW),
    ),
)
def promise_past(case: Case) -> Iterator[Found]:
    handled = local(case.reply.handled_at)
    if handled is None:
        return
    for moment in case.moments:
        start, end = case.text.clause_at(moment.start).start, case.text.sentence_at(moment.start)[1]
        if (
            moment.dated
            and not moment.doubtful
            and moment.at.date() < handled.date()
            and moment.at.date() not in case.named_days
            and PROMISES.search(case.text.before(moment.start, 12))
            and BY_THEN.match(case.text.after(moment.end))
            and not (KEPT.search(case.reply.text, start, end) or case.text.said(moment.start))
            and not case.text.quoted(moment.start)
        ):
            yield Found(
                f"承诺的时间“{case.reply.text[moment.start : moment.end]}”在处理时间{_clock(handled)}之前",
                "核对日期；已经完成的写实际完成的时间，还没有的写今后的时间",
                start=moment.start,
                end=moment.end,
            )
            return


@rule(
    "deed_before_event",
    "处理早于事情发生",
    clause="D5",
    code="wrong_time",
    severity=Severity.BLOCK,
    kinds=frozenset({"complaint", "opinion", "misconduct"}),
    unless=("handled_before_accepted",),
    good=(
        Reply("5月3日派员清走电缆盘。", demand="5月2日电缆盘占道", accepted_at=ACCEPTED, now=NOW),
        Reply("5月1日已张贴公告，5月3日10时送电。", demand="5月2日停电", accepted_at=ACCEPTED, now=NOW),
        Reply("此前5月1日曾派员查看，5月3日复查。", demand="5月2日漏电", accepted_at=ACCEPTED, now=NOW),
        Reply("4月28日派员清走电缆盘。", demand="电缆盘占道", accepted_at=ACCEPTED, now=NOW),
    ),
    bad=(
        Reply("4月30日派员到现场，电缆盘已于当天清走。", demand="5月2日电缆盘占道", accepted_at=ACCEPTED, now=NOW),
        Reply("5月1日抢修班赶到更换熔丝，20时送电。", demand="5月2日傍晚停电", accepted_at=ACCEPTED, now=NOW),
        Reply("4月25日上门核实并更换表箱锁。", demand="5月1日表箱被撬", accepted_at=ACCEPTED, now=NOW),
    ),
)
def deed_before_event(case: Case) -> Iterator[Found]:
    accepted, handled = local(case.reply.accepted_at), local(case.reply.handled_at)
    if accepted is None or not case.named_days:
        return
    first = min(case.named_days)
    dated = [moment for moment in case.moments if moment.dated and not moment.doubtful]
    early = next((moment for moment in dated if _came(case, moment)), None)
    if early is None or not early.at.date() < min(first, accepted.date()) or first > (handled or accepted).date():
        return
    # Where other days are told as well, it may be an earlier visit.
    other = any(moment.at.date() >= first for moment in dated)
    if not other and not EARLIER_VISIT.search(case.reply.text):
        yield Found(
            f"处理的时间“{case.reply.text[early.start : early.end]}”早于客户反映的{first.month}月{first.day}日",
            "核对日期；确是更早的一次，写明“此前于……”，并写受理后的处理",
            start=early.start,
            end=early.end,
        )


def _came(case: Case, moment: Moment) -> bool:
    """Whether our people are told to have come then about the matter."""
    after = case.text.after(moment.end, 16)
    return bool(CAME.match(after)) and not (
        ROUTINE.search(case.text.clause_at(moment.start).text) or planned(case, moment)
    )


@rule(
    "handled_when_it_failed",
    "处理时间填成停电时间",
    clause="D5",
    code="wrong_time",
    severity=Severity.REMIND,
    unless=("handled_before_accepted",),
    good=(
        Reply("5月3日10时5分线路跳闸，11时恢复供电。", handled_at=ACCEPTED + timedelta(hours=2), now=NOW),
        Reply("5月3日10时工作人员到场处理故障。", handled_at=ACCEPTED + timedelta(hours=1), now=NOW),
    ),
    bad=(
        Reply("5月3日10时5分10kV某线跳闸，11时恢复供电。", handled_at=ACCEPTED + timedelta(minutes=65), now=NOW),
        Reply("5月3日9时30分停电，原因为雷击，10时恢复供电。", handled_at=ACCEPTED + timedelta(minutes=30), now=NOW),
    ),
)
def handled_when_it_failed(case: Case) -> Iterator[Found]:
    handled = local(case.reply.handled_at)
    if handled is None:
        return
    for moment in case.moments:
        following = case.text.after(moment.end)
        if (
            moment.exact
            and moment.at == handled.replace(second=0, microsecond=0)
            and OUTAGE_BEGAN.match(following)
            and not re.search(r"到|赶|处理|恢复|修|联系|隔离|查", following)
        ):
            yield Found(
                "处理时间与停电发生的时间一分不差，可能填成了停电时间",
                "处理时间填处理完成的时间，停电时间写在正文",
                Field.HANDLED_AT,
            )
            return


@rule(
    "contact_before_accepted",
    "联系早于受理",
    clause="D5",
    code="wrong_time",
    severity=Severity.REMIND,
    good=(
        Reply("5月3日10时联系客户解释，客户认可。", accepted_at=ACCEPTED, now=NOW),
        Reply("此前曾于5月1日与客户沟通，5月4日再次答复客户。", accepted_at=ACCEPTED, now=NOW),
    ),
    bad=(
        Reply("5月1日10时联系客户解释，客户认可。", accepted_at=ACCEPTED, now=NOW),
        Reply("4月30日工作人员向客户解释，客户表示理解。", accepted_at=ACCEPTED, now=NOW),
    ),
)
def contact_before_accepted(case: Case) -> Iterator[Found]:
    accepted = local(case.reply.accepted_at)
    if accepted is None or re.search(r"此前|之前|前期|曾|再次|早在|已于受理前", case.reply.text):
        return
    for moment in case.moments:
        following = case.text.after(moment.end)
        if moment.dated and not moment.doubtful and CONTACTED.match(following) and moment.at.date() < accepted.date():
            yield Found(
                f"联系客户的时间早于受理时间{_clock(accepted)}",
                "核对日期；确是受理前的联系，写明“此前于……”，并补上受理后的答复",
                start=moment.start,
                end=moment.end,
            )
            return
