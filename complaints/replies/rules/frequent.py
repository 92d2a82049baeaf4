"""Outages that came again and again: each of them answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice, zip_longest

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reading import MOST_HITS
from complaints.replies.reply import Reply, Severity
from complaints.replies.rule import Found, rule
from complaints.replies.rules.outages import BACK, FEW, FREQUENT, OUTAGE, OUTAGE_STATED, WITH_CAUSE, counted, frequent

# An answer to all of them counts, compares or looks back,
ALL = re.compile(
    r"(?:近|最近|过去)[一二两三四五六七八九十半\d]{1,4}(?:个?月|周|天|日|年)|以来|期间|年内|月内|周内|月份|(?<![公总])共计?(?:发生|停电|出现|跳闸|[有为]?[两二三四五六七八九十\d]{1,2}[次起回])|分别|先后|"
    r"[一两二三四五六七八九十\d]{1,4}(?:次(?!日|测|巡|夜|上门|回访|联系)|回(?![访复电来到家收退填路]))|频繁|多次(?!联系|致电|拨打|沟通|协商|上门)|每次|各次|历次|次数|反复|均(?:为|因|系|由)|第[一二三四五]次|其中|(?:其余|其他|另外?|剩余)(?=[一两二三四五六七八九十几各\d]{0,3}(?:次|月|日)|停电|跳闸|日期|均|都|时间)|累计|[无未没][^，。；]{0,8}停电记录|前[两二三四五六几]次|同一(?:原因|故障|缺陷)|"
    r"[、和及][^，。；]{0,6}\d{1,2}(?:月\d{1,2})?[日号]"
)
# or ends the cause; which says nothing of days that were asked about one by one.
ENDS = re.compile(
    r"改造|未再|再未|不再(?:跳|停|出现|发生)|更换为|治理|整治|列入|纳入|计划|更换[^，。；]{0,8}(?:线路|导线|变压器|电缆|线)|切割|割接|改[由接]|增容|新增|分流|负荷转|转供|绝缘化|大修|综合检修"
)
LISTED = re.compile(
    r"(?<![\d.:：])\d{1,2}+(?:日|号)?(?:(?:[、，,和及以至与]|\d{1,2}+月){1,3}\d{1,2}+(?:日|号)?){0,30}(?:日|号)(?!楼|线|杆|院|门|变|机|台|表|柜)"
)
DARK = re.compile(r"停电|断电|无电|没电|失电|停了|停过")
TRIPS = re.compile(
    r"(?:家|户内|屋)[^，。；]{0,4}?(?:总是?|老是?|经常|频繁|反复|一直|一[用开])[^，。；]{0,4}?跳闸"
)  # 家里总跳闸没电
# 防止频繁停电, 就频繁停电一事致电: an aim, or what was talked about; it tells of no outage.
AIMED = re.compile(
    r"(?:防止|避免|杜绝|减少|防范|预防|治理|整治|解决|缓解|降低|[就对为]|针对|关于|说明|解释|告知|反映的?|投诉的?|所述的?)[^，。；]{0,8}?(?:频繁|反复|多次|再次|重复)[^，。；因系]{0,8}"
)
# Each of several days is answered by name, or all of them at once.
EACH = re.compile(
    r"均|逐[次一日条]|每次|各次|历次|[几数][次起]|其[余他](?:[一两二三四几\d]{0,2}[次起日]|均|为|因|系|停电)|另外?[一两二三四几\d]{1,2}[次起]|同(?:一(?:原因|故障|缺陷|线路缺陷)|上|样)|(?:全部|都)(?:为|因|是|系)|剩余|[三四五六七八九十3-9]次"
)
TO = re.compile(r"\s?(?:至|到|[-—~～]+)\s?")
# 说明停电原因, 查停电记录: talked about or looked up on that day.
TALKED = re.compile(
    r"(?:查(?!明|清|实)|核[实查对]|调[取阅]|说明|解释|告知|讲解|答复|介绍|通报|沟通|反馈)[^，。；]{0,8}$"
)
# 7月8日为雷击: a day with nothing but what happened on it.
EXPLAINED = re.compile(
    r"[^，。；]{0,4}?(?:为|系|因|由于)[^，。；]{0,8}?(?:雷|树|鸟|蛇|鼠|检修|故障|外力|外破|短路|接地|烧|熔|断|击穿|跳闸|过载|施工)"
)
# What the customer said once more, and what is to be done for ever after: neither tells of an outage.
RETOLD = re.compile(
    r"[^，。；]{0,12}(?:客户|用户|居民|业主)(?![^，。；]{0,14}(?:均|因|系|属实))[^，。；]{0,8}(?:反映|来电|投诉|报修|诉求|关注)[^，。；]{0,12}(?=[，。；]|$)"
    r"|(?:今后|后续|以后|下一?步|\d{1,2}月(?:份)?起)(?![^，。；视适择]{0,16}(?:改造|更换|列入|纳入|治理|整治|增容|分流|新增|计划))[^，。；]*|(?:列入|纳入|制定|加强)[^，。；]{0,8}(?:巡视|巡查|特巡)[^，。；]*|每(?:个)?[月周季年天日旬][^，。；]*|(?:未见|未发现|无)[^，。；]{0,6}异常"
)
ONE = re.compile(f"{OUTAGE_STATED.pattern}|{BACK.pattern}|当[日天]|[本此该][次起]|停电")


def outage_days(case: Case) -> set[date]:
    """The days on which the text tells of an outage."""
    text, found = case.reply.text, set()
    for moment, following in zip_longest(case.moments, case.moments[1:]):
        end = following.start if following else len(text)
        lasted = following and TO.fullmatch(text, moment.end, end)  # 6月10日2:16至3:40，熔管掉落
        told = text[following.end : following.end + 30] if lasted else text[moment.end : min(end, moment.end + 30)]
        if any(
            not TALKED.search(told[: match.start()])
            for pattern in (OUTAGE_STATED, WITH_CAUSE)
            for match in pattern.finditer(told)
        ) or EXPLAINED.match(told):
            found.add(moment.at.date())
    return found


def _days(text: str) -> set[str]:
    """The days of the month a text names, of lists as well (1、7、13日)."""
    return {
        day.lstrip("0")
        for match in islice(LISTED.finditer(text), MOST_HITS)
        for day in re.findall(r"\d{1,2}(?!\d|月)", match.group())
    }


def _named(case: Case) -> int:
    """How many outages the demand names one by one, or counts; 0 where it is about something else."""
    demand = case.complaint
    if not OUTAGE.search(demand) or words.pattern("truth", "outage.beside").search(demand):
        return 0
    many = counted(demand) if frequent(demand) else 0
    days = _days(demand)
    return max(len(days) if len(days) > 1 else 0, many if many >= FEW else 0)


def _dated(case: Case) -> bool:
    """Whether one outage is told of by its day (5月6日停电为……): not the cause of all."""
    return any(OUTAGE.search(case.text.after(moment.end, 12)) for moment in case.moments if moment.dated)


def told(case: Case) -> int:
    """How many outages the text speaks of: the days of the demand it names, or those on which it tells of an outage."""
    asked, named = _days(case.reply.demand), _days(case.reply.text)
    return max(len(asked & named) if len(asked) > 1 else 0, len(outage_days(case)))


@rule(
    "frequent_answered_once",
    "频繁停电只答一次",
    clause="D5",
    code="demand_not_answered",
    severity=Severity.BLOCK,
    kinds=frozenset({"complaint", "opinion", "inquiry", "misconduct"}),
    good=(
        Reply("近两个月该台区因树障跳闸3次，已清理树障并列入改造计划，客户认可。", demand="客户反映频繁停电，要求核实"),
        Reply("5月3日因雷击跳闸，11时恢复供电。", demand="客户反映5月3日停电"),
        Reply("经核实，近三个月该线路仅停电一次，客户反映频繁停电不属实。", demand="小区频繁停电"),
        Reply("3日、9日停电均因树枝碰线跳闸，已清理。", demand="3日、9日停电两次，要求说明原因"),
        Reply("5月20日跳闸系引线烧断，其余三次为同一缺陷，已更换。", demand="5月1日、7日、13日、20日停电四次"),
        Reply("5月20日引线烧断停电，21时恢复供电。", demand="5月20日、21日停电公告没有通知到户"),
        Reply("客户家跳闸系浴霸受潮漏电，已断开。", demand="家里总跳闸", true=True, ours=False),
        Reply("客户反映的5次停电均因树枝碰线，6月19日清障。", demand="近一个月停电5次"),
        Reply("6月18日树枝碰线，21时送电，后续列入改造，8月底前完成。", demand="近一个月停电5次"),
        Reply("2日、9日为熔丝熔断，7日未查到停电记录。", demand="2日、7日、9日三次停电"),
        Reply("上周停电两回：10日2:16至3:40，熔管掉落；14日12:05至12:50，刀闸烧坏。", demand="频繁停电，上周停两回了"),
        Reply("9日为闪络跳闸，另两次为同一支线接地，已更换。", demand="2日、7日、9日三次停电"),
        Reply("近一月停电4次，原因均为蛇爬变台，末次9:55恢复。", demand="隔几天就停一回电，已经四回"),
        Reply("9:00停电系接户线断，9:50送电，漏接电话已考核。", demand="停电报修打了五次没人管"),
        Reply("15:02停电系熔丝熔断，16:20送电。", demand="停电两小时了，催了四回"),
        Reply("8日查明该线路频繁停电系走廊树木过密，已清障30处。", demand="动不动就停电"),
    ),
    bad=(
        Reply("5月3日10时因雷击线路跳闸，11时恢复供电，已向客户解释。", demand="客户投诉频繁停电"),
        Reply("因熔断器烧坏停电，更换后14时恢复供电，客户认可。", demand="小区一周内停电四次，冰箱食物变质"),
        Reply("经查，当日为树枝碰线引起，已清理，客户理解。", demand="停电", category=("停送电投诉", "频繁停电")),
        Reply("5月20日引线烧断停电，21时换线，已列入改造计划。", demand="5月1日、7日、13日、20日先后停电四次"),
        Reply("13日为开关跳闸，10时送电，已更换绝缘导线。", demand="本月6、13、19日停电，要求逐次说明"),
        Reply("6月18日熔丝熔断停电，21时送电，测温未见异常，7月起每月巡视一次。", demand="近一个月停电5次"),
        Reply("依据停电记录，20日停电系熔断器熔断，20时送电，已更换。", demand="8月以来停电4次，要求查明每次原因"),
        Reply("4月以来客户三次来电反映停电。9日闪络跳闸，其余绝缘子已清扫。", demand="2日、7日、9日三次停电"),
        Reply("8日15:02停电系熔丝熔断，16:20送电，9日巡视并向客户说明，防止频繁停电。", demand="今年以来停电六次"),
        Reply("8日8:40停电系蛇爬变台，9:55恢复供电，加装护套4只。", demand="隔几天就停一回电，已经四回"),
        Reply("8日12:30停电为吊车碰线，13:40恢复供电。", demand="动不动就停，这个月我记得的就有五回"),
        Reply("8日20:10引线烧断停电，21:30恢复供电，已列入巡视计划。", demand="经常停电，夏天没法过"),
        Reply("2日熔丝熔断，10时送电；9日避雷器击穿，12时送电，已更换。", demand="2日、7日、9日接连停电"),
    ),
)
def frequent_answered_once(case: Case) -> Iterator[Found]:
    reply = case.reply
    asked = frequent(reply.demand) or any(FREQUENT.search(label) for label in reply.category)
    at_home = not DARK.search(reply.demand) or TRIPS.search(reply.demand)
    if reply.ours is False and at_home and not _dated(case):
        return  # 家里总跳闸: what trips in a house has one cause, and the customer mends it
    named, text = _named(case), RETOLD.sub(" ", reply.text)
    all_told = ALL.search(AIMED.sub(" ", text))
    ended = len(_days(reply.demand)) < 2 and ENDS.search(text) and not _dated(case)
    answered = told(case)
    if named > 1 and answered < named and not (ended or (EACH.search(text) if answered > 1 else all_told)):
        left = sorted(_days(reply.demand) - _days(reply.text), key=int)
        if answered > 1 and left:
            yield Found(
                f"客户逐日列出了停电，正文没有答复{'、'.join(left)}日的",
                "逐次写明每次停电的时间、原因和恢复时间；那天没有停电的，写明查询结果",
            )
        elif answered <= 1 and ONE.search(reply.text):
            yield Found(
                f"客户问的是{named}次停电，正文只答复了一次",
                "逐次写明每次停电的时间、原因和恢复时间；原因相同的，写“均因……”",
            )
        return
    if not asked or all_told or ENDS.search(text):
        return
    if answered > 1 or re.search(r"(?:不属实|与事实不符|与实际不符)", reply.text):
        return
    if ONE.search(reply.text):
        yield Found(
            "客户反映的是频繁停电，正文只答复了一次停电",
            "列出近期每次停电的时间和原因，说明今后怎样避免，例如“近两个月停电3次，原因……，已列入改造计划”",
        )
