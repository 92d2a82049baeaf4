"""Outages: all of them answered, and when power came back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice, zip_longest

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.elapsed import DURATION
from complaints.replies.reading import MOST_HITS, Clause, Passage
from complaints.replies.reply import Reply, Severity
from complaints.replies.rule import Found, rule
from complaints.replies.times import MOMENT, number

FREQUENT = re.compile(
    r"(?:频繁|三番五次|断断续续|接二连三|一而再|天天都|经常|多次|反复|屡次|屡屡|连续|总是|总|老是|老(?![小旧城街百人年村楼房式化板客线家])|时常|时不时|常常|天天|每天|隔三差五|三天两头|动不动|不断|一再|长期|隔[一两三几]?[天日周])[^，。；！？\n]{0,6}?(?:停电|断电|跳闸|没电|无电|掉电|停了电|停一?[次回]电|停(?=[，。；、！？]|$))"
    r"|说停就停|停停送送|(?:停电|断电|跳闸)[^，。；！？\n]{0,4}?(?:不断|频频|没完没了|家常便饭)"
    r"|(?:停电|断电|跳闸|没电|停了?)[^，。；！？\n催打拨报找问跑赔要]{0,4}?(?:频繁|多次|[两二三四五六七八九十\d]{1,4}[多余几]?[次回趟]|好几[次回]|几[次回])"
    r"|[一两二三四五六七八九十\d]{1,4}(?:周|天|个?月|日)[内里]?[^，。；\n]{0,6}?(?:停电|停了?|断电)[^，。；\n]{0,3}?[两二三四五六七八九十\d]{1,4}[多余几]?[次回趟]"
    r"|(?:停电|断电|跳闸)[^，。；\n催打拨报找问跑赔要]{0,12}[两二三四五六七八九十\d]{1,4}[多余几]?[次回趟]"
)
# An answer to all of them counts, compares or looks back,
ALL = re.compile(
    r"(?:近|最近|过去)[一二两三四五六七八九十半\d]{1,4}(?:个?月|周|天|日|年)|以来|期间|年内|月内|周内|月份|(?<![公总])共计?(?:发生|停电|出现|跳闸|[有为]?[两二三四五六七八九十\d]{1,2}[次起回])|分别|先后|"
    r"[一两二三四五六七八九十\d]{1,4}(?:次(?!日|测|巡|夜|上门|回访|联系)|回(?![访复电来到家收退填路]))|频繁|多次(?!联系|致电|拨打|沟通|协商|上门)|每次|各次|历次|次数|反复|均(?:为|因|系|由)|第[一二三四五]次|其中|(?:其余|其他|另外?|剩余)(?=[一两二三四五六七八九十几各\d]{0,3}(?:次|月|日)|停电|跳闸|日期|均|都|时间)|累计|停电记录|前[两二三四五六几]次|同一(?:原因|故障|缺陷)|"
    r"[、和及][^，。；]{0,6}\d{1,2}(?:月\d{1,2})?[日号]"
)
# or ends the cause; which says nothing of days that were asked about one by one.
ENDS = re.compile(
    r"改造|未再|再未|不再(?:跳|停|出现|发生)|更换为|治理|整治|列入|纳入|计划|更换[^，。；]{0,8}(?:线路|导线|变压器|电缆|线)|切割|割接|改[由接]|增容|新增|分流|负荷转|转供|绝缘化|大修|综合检修"
)
LISTED = re.compile(
    r"(?<![\d.:：])\d{1,2}(?:日|号)?(?:(?:[、，,和及以至与]|\d{1,2}月){1,3}\d{1,2}(?:日|号)?){0,30}(?:日|号)(?!楼|线|杆|院|门|变|机|台|表|柜)"
)
DARK = re.compile(r"停电|断电|无电|没电|失电|停了|停过")
COUNTED = re.compile(r"([两二三四五六七八九十]|\d{1,2})[多余几]?[次回趟](?!电话|来电|热线|报修|投诉|短信|通知)")
# 催了四回, 打三次电话: what is counted is not what failed.
CALLED = re.compile(r"[催打报拨找问跑交缴]|反映|投诉|联系|通知|致电|咨询|来[过了]|上门|回访")
# 防止频繁停电, 就频繁停电一事致电: an aim, or what was talked about; it tells of no outage.
AIMED = re.compile(
    r"(?:防止|避免|杜绝|减少|防范|预防|治理|整治|解决|缓解|降低|[就对为]|针对|关于|说明|解释|告知|反映的?|投诉的?|所述的?)[^，。；]{0,8}?(?:频繁|反复|多次|再次|重复)[^，。；因系]{0,8}"
)
# Each of several days is answered by name, or all of them at once.
EACH = re.compile(
    r"均|逐[次一日条]|每次|各次|历次|[几数][次起]|其[余他](?:[一两二三四几\d]{0,2}[次起日]|均|为|因|系|停电)|另外?[一两二三四几\d]{1,2}[次起]|同(?:一(?:原因|故障|缺陷|线路缺陷)|上|样)|(?:全部|都)(?:为|因|是|系)|剩余|[三四五六七八九十3-9]次"
)
TO = re.compile(r"\s?(?:至|到|[-—~～]+)\s?")
FEW = words.threshold("outage.few")
OUTAGE = re.compile(
    r"停电|停一[次回]电|[停断]了?[两二三四五六七八九十几好多\d]{1,3}[次回趟]电|断电|跳闸|无电|没电|失电|接地"
)
NOTICE = re.compile(r"通知|告知|公告|赔|补偿")
OUTAGE_STATED = re.compile(
    r"(?:烧[断毁坏损]|熔断|脱扣|动作|短路)[^，。；]{0,3}停电|跳闸|接地(?!线|极|电阻|装置|网|体)|断线|击穿|(?:造成|导致|引起|引发|致使|发生|出现)[^，。；]{0,10}?(?:停电|断电|失电|无电)|(?:故障|临时|紧急|检修|计划|欠费)(?:性)?停电(?!信息|通知|公告|计划|系统|告知|安排|问题|投诉|情况|事项)|(?<![失错延耽])[误错]停(?!止|车|用|机)|(?:被|系统|远程|自动|擅自|强行)(?:将其|将客户)?停(?:了)?[电供]|停电(?:原因|时间|一次|的原因|事件|发生|起始|始于)|(?<=[:：]\d\d)(?:停电|失电|断电|没电)|(?<=[时分点许])(?:停电|失电|断电|没电)|致停|停运"
)
# 停电系熔丝熔断: told by its cause.
WITH_CAUSE = re.compile(r"(?:停电|断电|失电|没电)(?=系(?!统)|因(?!此)|由)")
# 说明停电原因: talked about on that day.
TALKED = re.compile(r"(?:说明|解释|告知|讲解|答复|介绍|通报|沟通|反馈)[^，。；]{0,8}$")
# 7月8日为雷击: a day with nothing but what happened on it.
EXPLAINED = re.compile(
    r"[^，。；]{0,4}?(?:为|系|因|由于)[^，。；]{0,8}?(?:雷|树|鸟|蛇|鼠|检修|故障|外力|外破|短路|接地|烧|熔|断|击穿|跳闸|过载|施工)"
)
CLOCKED = re.compile(r"\d\s?[时点:：]|[一二三四五六七八九十][时点]")
# What the customer said once more, and what is to be done for ever after: neither tells of an outage.
RETOLD = re.compile(
    r"[^，。；]{0,12}(?:客户|用户|居民|业主)(?![^，。；]{0,14}(?:均|因|系|属实))[^，。；]{0,8}(?:反映|来电|投诉|报修|诉求|关注)[^，。；]{0,12}(?=[，。；]|$)"
    r"|(?:今后|后续|以后|下一?步|\d{1,2}月(?:份)?起)(?![^，。；视适择]{0,16}(?:改造|更换|列入|纳入|治理|整治|增容|分流|新增|计划))[^，。；]*|(?:列入|纳入|制定|加强)[^，。；]{0,8}(?:巡视|巡查|特巡)[^，。；]*|每(?:个)?[月周季年天日旬][^，。；]*|(?:未见|未发现|无)[^，。；]{0,6}异常"
)
INDOORS = re.compile(
    r"产权|(?<![换装校验抄])表后|[户室屋]内|自[有备购装]|(?:客户|用户|该户|其)(?:家[中里]?)?总?(?:侧|设备|专变|线路|开关|空开|保护器|漏保|电器|插座)"
)
LASTED = re.compile(
    r"停电[^，。；]{0,16}(?:至|到|[-—~～])[^，。；]{0,8}\d\s?[时点:：]|(?:停电|检修)[^，。；]{0,10}\d\s?时[^，。；]{0,8}结束|(?:停电|历时|耗时|用时|持续)[^，。；]{0,6}[\d一二两三四五六七八九十半]{1,4}个?多?(?:秒|分钟|小时)"
    r"|\d\s?[时点:：]\s?\d{0,2}分?\s?(?:至|到|[-—~～])[^，。；]{0,6}\d\s?[时点:：][^，。；]{0,8}?(?:停电|断电|失电|无电)"
)
BACK = re.compile(
    r"恢复[^，。；]{0,6}(?:供电|送电|用电|通电)|恢复(?:了)?(?:正常)?(?:供电|送电|用电|通电|正常)|送电|复电|来电(?!话|人|反映|咨询|投诉|称)|供电恢复|通电(?!话)|照常用电|(?:用电|供电)(?:均|已|全部|都|现|恢复|基本){1,3}正常|恢复(?=[，。；]|$)|已恢复|合闸成功|试送成功|重合(?:闸)?成功|供电正常|有电|后带电|全亮|灯(?:全|都|均)?亮|(?:改|转)(?:由|至|接)[^，。；]{0,12}?供电|转供"
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
# An order that power come back is not its coming back: 发起复电, 复电指令.
ORDERED = re.compile(
    r"(?:发起|下发|下达|发送|提交|申请|办理|重发|安排|通知|派发|补发|推送|要求|请求|催办)[^，。；]{0,4}$"
)
FAILED = re.compile(r"(?:未|没有?|不能|无法)[^，。；]{0,4}$")
ORDER = re.compile(r"(?:的)?(?:指令|命令|流程|申请|工单|任务|手续|请求|操作|程序|失败|不成功|未成功)")
# Nor is the time of a payment, of an error or of its discovery that of the restoration.
NOT_BACK = re.compile(r"查[明看询实证]|[缴交]|付款|[误错]停|抄表|受理|发起|下发")
ONE = re.compile(f"{OUTAGE_STATED.pattern}|{BACK.pattern}|当[日天]|[本此该][次起]|停电")
# What happened at a time that is not the time power came back.
ELSE = re.compile(
    r"到场|到达|赶到|抵达|到位|到现场|(?<=[\d时分许])到(?!账|期|货|位)|出发|出动|前往|派出|派员|接到|接单|接报|受理|报修|(?:客户|用户|居民|村民)[^，。；]{0,4}来电|来电(?=话|人|反映|咨询|投诉|称|报修|询问)|[致去回]电|致歉|签[字认]|停电(?!结束)|[没无断]电|走访|登门|拜访|[误错]停|致停|跳闸|断线|接地|失电|击穿|故障(?!排除|处理完|消除|修复)|脱扣|烧[断毁坏损蚀]|倒杆|雷|大风|吹[上断落倒]|刮|砸|撞|咬|挖|爆|短路|着火|起火|冒烟|回访|联系|告知|说明|解释|核对|核实|巡线|巡查|前(?:换|更换|完成)|下达|发函|索赔|巡视|测"
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


def _counted(demand: str) -> int:
    """The most that a demand counts of anything but calls."""
    said = Passage(demand[:400])
    return max(
        (
            number(match[1].replace("两", "二"))
            for match in COUNTED.finditer(said.text)
            if not CALLED.search(said.before(match.start(), 12))
        ),
        default=0,
    )


def frequent(demand: str) -> bool:
    """Whether it is about outages that came again and again: said so, or counted wherever it stands."""
    return bool(FREQUENT.search(demand) or (OUTAGE.search(demand) and _counted(demand) >= FEW))


def _named(case: Case) -> int:
    """How many outages the demand names one by one, or counts; 0 where it is about something else."""
    demand = case.complaint
    if not OUTAGE.search(demand) or words.pattern("truth", "outage.beside").search(demand):
        return 0
    counted = _counted(demand) if frequent(demand) else 0
    days = _days(demand)
    return max(len(days) if len(days) > 1 else 0, counted if counted >= FEW else 0)


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
    if reply.ours is False and not DARK.search(reply.demand) and not _dated(case):
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
    asked = _complained(case) or bool(CUT.search(case.reply.demand))
    whole = asked and case.reply.true is not False and not indoors
    back = next(text.facts(BACK), None) if whole else None
    hit = next(text.facts(OUTAGE_STATED), back) or (next(text.facts(WITH_CAUSE), None) if whole else None)
    if (
        hit is None
        or (indoors and case.reply.ours is not True)
        or frequent(case.reply.demand)
        or NOTICE.search(case.reply.demand)
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
