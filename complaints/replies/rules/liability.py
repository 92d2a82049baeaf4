"""D9: 电力公司责任 and the text say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from complaints.replies import words
from complaints.replies.case import Case, once
from complaints.replies.reading import Hit
from complaints.replies.reply import Reply, Severity
from complaints.replies.rule import Found, rule
from complaints.replies.rules.frequent import told
from complaints.replies.rules.outages import OUTAGE

DENIED = re.compile(
    r"(?:非|不属于?|不是|不存在|并非|没有|未发现|无|排除|未|不|认为|否认|是否|避免|防止|杜绝|不会)[^，。；]{0,4}$"
)
# 未核对编号误拉开关: what was left undone before the mistake denies nothing. 未 is a denial at once before it (未错抄), or
# with a verb of finding or being (未发现错抄, 未造成误停); 没有 with one of duty only, for it denies things too.
NEGLECT = (
    r"(?:(?<![从并曾尚])未(?:能|经|按|认真|仔细|严格|再次?|事先|先)?"
    r"(?![发出][现生]|见|查[出到实见获]|有|曾|存在|造成|构成|导致|引起|引发|影响|因|被|对|将|把|与|给|向|收到|接到|涉|承认|认[定为]|判定|确定|记[录载]|登记|显示|反映|体现|提及|提示|载明|说明|证实|查明|得到|达|接获)"
    r"|(?:没有?|不)(?:能|认真|仔细|严格|再次?|事先|先)?(?:核[对实查]|确认|复核|检查|验电|看清|听清|辨认|唱票|监护|按|执行|履行|遵守|比对|对照|审[核查]|填写)"
    r"|无(?:票|证|人监护|监护))[^，。；]{2,10}"
)
OURS_BESIDE = re.compile(r"抢修|检修|运维|巡[线视]|班|电工|师傅|营业|配合|会同|联合|协助|要求|通知|委托")
# Who left it undone: ours is named, and nobody else (施工方未探明管线误碰电缆).
OUR_ACTOR = re.compile(
    r"我[公所局司单方班站]|值班|当班|抄表|装表|装接|收费|录入|检修|抢修|运维|操作[员人]|调度|受理|营业|窗口|坐席|供电|工作人员|[配用]电|[核发]算|客户经理|台区经理|班[组长员]"
)
NOT_OUR_ACTOR = re.compile(
    r"(?:客户|用户)(?!经理)|业主|物业|[租住商]户|房东|邻|施工|第三方|社会|外单位|工厂|厂方|司机|车主|村民|居民|工地|专变|自来水|燃气|通信|市政|装修"
)
NEGLECTED = re.compile(f"{NEGLECT}$")
NEGLECTED_WITHIN = re.compile(f"{NEGLECT}[误错漏反]")
OWN = re.compile(
    r"(?:我|本)(?:公司|单位|局|所|司|方|部)[^，。；]{0,12}$|供电(?:公司|局|所)(?!.*(?:通知|告知))[^，。；]{0,8}$"
    r"|(?:值班|抢修|检修|施工|放线|作业|运维|巡线|巡视|送电|带电|应急|工程|服务|配送|所里|公司|班组)(?:的)?$"  # vehicles
)
NOT_OURS = re.compile(
    r"(?:市政|燃气|天然气|自来水|水务|供水|通信|电信|移动|联通|广电|热力|物业|建筑|建设|园林|绿化|路桥|装修|运输|物流)[^，。；]{0,4}公司(?:的)?$"
)
AWAY = re.compile(r"[^，。；]{0,3}(?:无人|没人|不在|外出|有事|上班|不便|要求|约定)")
SOUND = re.compile(
    r"[^，。；]{0,4}?(?:[无没]有?(?:任何|明显)?(?:故障|异常|问题|损|缺陷|漏电|短路|老化)|未见|未发现|正常|完好)"
)  # 客户户内设备无故障
OTHERS_DID = re.compile(
    r"被(?:邻居|他人|别人|对方|装修|物业|第三方|施工方|前任?户主|房东|租户|客户|用户)[^，。；]{0,6}$|(?:装修|物业|社会|客户自请的?|客户自行|邻[居户家]|房东|租[户客]|开发商)(?:电工|人员|公司|工人?|师傅)?(?:[^，。；]{0,2}|(?:将|把)[^，。；]{1,10})$|(?<![为向给对与将把])(?:客户|用户|业主|物业|开发商|租户)(?:单位|公司|一方|本人|家人|的|自己){0,2}$"
)
# Somebody else gave it wrongly (邻村用户登记时留错号码), and what came of it in a bare word: 错发的短信.
OTHERS_GAVE = re.compile(
    r"(?:因|系|由于|是|为|由)[^，。；]{0,6}(?:邻[居村]|他人|别人|同名|同姓|[原前]?(?:租户|住户|房主|户主|业主|机主)|物业|银行|第三方|开发商|代理人?|家人|亲属|中介|平台|客户|用户|业主|本人|对方)(?!经理|服务)[^，。；]{0,18}?(?:[留填报输写记选提传绑](?:供|交|写|报|登|定)?(?:错|误)|误(?:留|填|报|输|写|选|绑|交|操作)|(?:有误|错误|失误|疏忽))"
)
BARE = re.compile(r"^(?:[错误][一-龥]{1,2}|[录派]错|登记错误|多计)$")
OURS = re.compile(r"我[公所局司单方]|(?:抄表|收费|营业|受理|工作|录入|核算|值班)(?:人员|员)|供电|窗口")
# A denial in the middle of an admission's words: 我公司未发现漏抄.
WITHIN = re.compile(
    r"无(?!人)|没有|不承担|不负|不存在|不属|不是|并未|从未|未(?:发现|见|出现|发生|曾|造成)|排除|是否|避免|防止|杜绝|[非不]$|非(?:任何)?(?:责任|过错|失误|过失)$"
)
# 估抄不属实, 误停之说查无此事
REFUTED = re.compile(
    r"(?:的|电量|之说|一说|一事|说法|情况|问题|行为|现象){0,3}(?:并|均|都)?(?:不属实|不实|不存在|查无|不成立|无依据|没有依据)"
)
# 客户家中无电问题: what was reported, not why; 系客户室内问题 is why.
MATTER = re.compile(
    r"(?:[无没停断失缺来送用]电|跳闸|报修|投诉|诉求|反映|电压[^，。；]{0,4}|灯[^，。；]{0,4})的?(?:问题|故障|原因)$"
)
PROBLEM = re.compile(r"^(?!系|属|是|为|因|由|归).*(?:问题|故障)$")
TOLD_OF = re.compile(r"(?:均|都|现|全部|得到|已经?)[^，。；]{0,4}(?:解决|处理|排除|消除|修复)|(?:一事|的)?[:：]")
# A worn or overloaded part is no part of our plant where it is the customer's by what stands before it: 客户户内线路老化.
WORN = re.compile(r"老化|故障|缺陷|隐患|击穿|烧|断|裂|松脱|发热|卡涩|接地|负荷|过载|重载|降低|破损")
PRIVATE = re.compile(
    r"(?:[户室屋]内|屋里|家[里中]|(?<![换装校验抄])表后|自[有备购装建维]|专变|专用|(?:客户|用户|业主|物业)(?:的|家|侧|产权|资产|内部|总)?)"
    r"(?![^，。；]{0,10}(?:我[公所局方司]|公司|供电|电网|公用|公变|台区|配变|表前|接户线))[^，。；]{0,10}$"
)
TOPIC = re.compile(r"(?<![成造])就(?!是)[^，。；]{0,6}$")  # 就沟通不够细致作了说明
CUSTOMERS = re.compile(r"客户|用户|业主|居民|产权|(?<![换装校验抄])表后|该户|室内|户内")
WEATHER = re.compile(r"不可抗力|台风|雷击|雷电|暴雨|洪水|冰雪|覆冰|大风|强风|泥石流|自然灾害")


@cache
def _section(name: str) -> re.Pattern[str]:
    return words.pattern("liability", name)


@once
def admitted(case: Case) -> Hit | None:
    """Where the utility takes the blame."""
    text = case.text
    others = set()  # what somebody else did, told again without them
    for hit in text.find(_section("ours")):
        neglected = NEGLECTED.search(text.before(hit.start))
        if neglected and not _by_ours(text.before(hit.start)[: neglected.start()]):
            neglected = None
        if text.supposed(hit.start) or text.to_come(hit.start) or text.said(hit.start):
            continue
        if text.negated(hit.start) and not neglected:
            continue
        if OTHERS_DID.search(text.before(hit.start)) or (BARE.match(hit.word) and _given(case, hit)):
            others.add(hit.word)
        if not (
            (DENIED.search(text.before(hit.start)) and not neglected)
            or hit.word in others
            or text.quoted(hit.start)
            or _section("not_ours").match(text.text, hit.start)
        ):
            if WITHIN.search(hit.word) and not NEGLECTED_WITHIN.search(hit.word):
                continue
            if REFUTED.match(text.after(hit.end)) or TOPIC.search(text.before(hit.start)):
                continue
            return hit
    return None


def _by_ours(actor: str) -> bool:
    return bool(OUR_ACTOR.search(actor)) and not NOT_OUR_ACTOR.search(actor)


def _given(case: Case, hit: Hit) -> bool:
    """Whether somebody else gave it wrongly, by the text, and nobody of ours is named beside it."""
    return _others_gave(case) and not OURS.search(case.text.clause_at(hit.start).text)


@once
def _others_gave(case: Case) -> bool:
    told = OTHERS_GAVE.search(case.reply.text)
    return bool(told and not OURS.search(told.group()) and not case.text.said(told.start()))


def refused(case: Case) -> Hit | None:
    """Where it says that the fault is not its own."""
    text = case.text
    for hit in text.find(_section("not_ours")):
        if not (text.said(hit.start) or text.quoted(hit.start) or text.supposed(hit.start)):
            return hit
    return None


def elsewhere(case: Case) -> Hit | None:
    """A cause that is the customer's, a third party's or the weather's; not our own people's, and not that somebody was
    out when we came."""
    text = case.text
    return next(
        (
            hit
            for hit in (*text.facts(_section("theirs")), *_acts(case))
            if not DENIED.search(text.before(hit.start))
            and not (OWN.search(text.before(hit.start)) and not NOT_OURS.search(text.before(hit.start)))
            and not (AWAY.match(text.after(hit.end)) or SOUND.match(text.after(hit.end)))
            and not (WITHIN.search(hit.word) or _the_matter(case, hit))
        ),
        None,
    )


def _acts(case: Case) -> list[Hit]:
    """What another firm or somebody who passed did, not our people beside them (物业配合抢修班锯断枯枝)."""
    return [hit for hit in case.text.facts(_section("theirs.act")) if not OURS_BESIDE.search(hit.word)]


def _the_matter(case: Case, hit: Hit) -> bool:
    """Whether it names what the customer reported, and no cause of it."""
    solved = PROBLEM.search(hit.word) and TOLD_OF.match(case.text.after(hit.end))
    return bool(MATTER.search(hit.word) or solved)


def _own_plant(case: Case) -> bool:
    """Whether our own plant or work is told to have a part in it: not that it was in order (公司线路无故障)."""
    text = case.text
    return any(
        not (text.negated(hit.start) or WITHIN.search(hit.word))
        and not (WORN.search(hit.word) and PRIVATE.search(text.text[text.clause_at(hit.start).start : hit.end]))
        for hit in text.find(_section("own_plant"))
    )


@rule(
    "not_ours_but_admitted",
    "选无责任而正文认责",
    clause="D9",
    code="liability_contradicts",
    severity=Severity.BLOCK,
    good=(
        Reply("因客户产权避雷器击穿停电，非供电企业责任，已解释。", true=True, ours=False),
        Reply("经核查录音，不存在工作失误，未发现抄错。", true=False, ours=False),
        Reply("月末示数与现场相接，估抄不属实。", true=False, ours=False),
        Reply("我公司核查未发现漏抄，值班员记录无遗漏。", true=False, ours=False),
        Reply("查操作票，值班员未造成线路误停，停电系雷击跳闸。", true=True, ours=False),
        Reply("施工方未探明管线误碰电缆，已取证索赔。", true=True, ours=False),
        Reply("客户认为系我公司责任，经现场查看，树枝由村民砍伐时压断线路。", true=True, ours=False),
        Reply("表后线被邻居误接，系装修电工接错，已协助拆除。", true=True, ours=False),
        Reply("是因邻村同名用户登记时留错号码，已删除，错发的3条短信请忽略。", true=True, ours=False),
    ),
    bad=(
        Reply("经核实，因抄表员工作疏忽抄错表码，已退费。", true=True, ours=False),
        Reply("经核实属我公司责任，已致歉。", true=True, ours=False),
        Reply("代扣批次重发，操作员未核对回盘文件，差错在我方。", true=True, ours=False),
        Reply("因检修停电未提前通知客户，已对责任人考核200元。", true=True, ours=False),
        Reply("因我所受理员漏传照片，其后无人跟进，延误6天，已补办。", true=True, ours=False),
        Reply("因录入员登记时留错号码，错发短信3条，已更正。", true=True, ours=False),
        Reply("停电系值班员未核对编号误拉开关，20时26分送电。", true=True, ours=False),
        Reply("抢修员没有核对户号误停相邻商铺，9时恢复。", true=True, ours=False),
        Reply("9时送电，当班人员停岗学习三天。", true=True, ours=False),
    ),
)
def not_ours_but_admitted(case: Case) -> Iterator[Found]:
    if case.reply.ours is not False:
        return
    hit = admitted(case)
    if hit is not None:
        yield Found(
            f"‘电力公司责任’选了‘否’，但正文写“{hit.word}”",
            "正文承认是我方原因的，责任选‘是’；不是我方责任的，改写这一句并写明原因",
            start=hit.start,
            end=hit.end,
        )


@rule(
    "ours_but_elsewhere",
    "选有责任而原因在外",
    clause="D9",
    code="liability_contradicts",
    severity=Severity.BLOCK,
    good=(
        Reply("因用户避雷器击穿停电，我公司巡视不到位，已整改。", true=True, ours=True),
        Reply("经核实非客户原因，系抄表差错。", true=True, ours=True),
        Reply("系我公司施工队吊车刮断院墙，已修复。", true=True, ours=True),
        Reply("因客户家中无人，次日上门更换电能表。", true=True, ours=True),
        Reply("排除外力破坏，为我公司电缆老化击穿，已更换。", true=True, ours=True),
        Reply("因值班车辆正在处理另一处断线，22时才到场，迟到25分钟。", true=True, ours=True),
        Reply("果树被放线车辆压断，已补偿。", true=True, ours=True),
        Reply("自来水公司水管被我所立杆时挖断，已赔付。", true=True, ours=True),
        Reply("物业配合抢修班锯断枯枝后送电。", true=True, ours=True),
        Reply("作业人员移动电杆时碰断导线，已接续。", true=True, ours=True),
        Reply("电工为客户换表后空开，私收200元，已退还。", demand="私自收费", true=True, ours=True),
        Reply("系我所装表后未封箱门，已补封。", true=True, ours=True),
        Reply("5月1日为雷击跳闸，5月9日为计划检修，均已恢复供电。", true=True, ours=True),
        Reply("客户家中无电问题已解决：系表前空气开关触头烧损，属公司资产。", true=True, ours=True),
        Reply("客户表后线路经检查无问题，故障为电能表烧坏，15时换表送电。", true=True, ours=True),
        Reply("客户家空调烧坏系零线断线致电压升高，18时重接零线。", true=True, ours=True),
    ),
    bad=(
        Reply("故障点在表后，属用户产权，已向客户解释。", true=True, ours=True),
        Reply("因吊车碰断线路造成停电，14时恢复供电。", true=True, ours=True),
        Reply("某市政公司挖掘机挖断电缆造成停电，14时恢复供电。", true=True, ours=True),
        Reply("经核实非供电企业责任，已与客户沟通。", true=True, ours=True),
        Reply("自来水公司开挖碰断低压电缆，接续后送电并索赔。", demand="上午停电", true=True, ours=True),
        Reply("村民砍竹子时把导线砍断，15时接线送电。", demand="停电", true=True, ours=True),
        Reply("系客户自有保护器烧坏，公司线路无故障，协助更换后恢复用电。", true=True, ours=True),
        Reply("客户户内线路老化短路，15时恢复供电。", demand="家中停电", true=True, ours=True),
        Reply("故障在客户侧，产权归用户，供电线路未见异常。", demand="家中停电", true=True, ours=True),
    ),
)
def ours_but_elsewhere(case: Case) -> Iterator[Found]:
    if case.reply.ours is not True:
        return
    said, cause = refused(case), elsewhere(case)
    hit = said or cause
    if hit is None or admitted(case) or (said is None and _own_plant(case)):
        return
    if said is None and told(case) > 1:
        return  # one of several outages, each with its own cause
    yield Found(
        f"‘电力公司责任’选了‘是’，但正文的原因是“{hit.word}”",
        "原因只在客户设备、外力或天气的，责任选‘否’；我方也有责任的，在正文写明",
        start=hit.start,
        end=hit.end,
        severity=Severity.REMIND if said is None and _open(case, hit) else None,
    )


def _open(case: Case, cause: Hit) -> bool:
    """Whose fault a storm's damage to our own plant is, is for the company to say; so is a pole's that a car ran into
    and we set right."""
    beside = case.reply.demand and not OUTAGE.search(case.reply.demand) and not CUSTOMERS.search(cause.word)
    return bool(WEATHER.search(cause.word) or beside)


# 估计是施工队挖的: whose act it was is guessed, and nothing bears it out.
GUESSED = re.compile(
    r"(?:想必|估计|估摸|大概|或许|恐怕|八成|多半|疑似|怀疑|据说|听说|猜测|推测|推断|(?:分析|判断)?应该?(?:是|系|为)|可能(?:是|系|为|被)|不排除)(?:就?是|系|为|被)?"
    r"[^，。；]{0,16}?(?:施工[队方人单]|物业|路政|市政|邻[居户]|开发商|第三方|外单位|装修|车辆|村民|居民|租[户客]|房东|电工|工人|他人|客户|用户|业主)"
    r"[^，。；]{0,14}?(?:弄|挖|碰|撞|操作|所致|造成|引起|导致|破坏|私自|擅自|伤|断|坏|误)"
)
BORNE_OUT = re.compile(
    r"监控|录像|视频|照片|笔录|[确签]认|认定|承认|证[实明据]|报[案警]|民警|派出所|书面|协议|签字|认可|赔付协议|痕迹|鉴定|查[到明]|经查|找到|核实为|实测|测得|不实|排除[，。；]|已排除|逐路|非[^，。；]{1,8}所为|行车记录|现场(?:遗留|仍有)|当场"
)


@rule(
    "guessed",
    "推测他人责任",
    clause="D9",
    code="evidence_missing",
    severity=Severity.BLOCK,
    good=(
        Reply("电缆系路政施工队挖断，对方现场负责人签字确认，15时送电。", ours=False),
        Reply("疑似施工队挖断，经调取监控确认为自来水公司车辆所致，15时送电。", ours=False),
        Reply("客户称估计是施工队挖断的，经查为接头烧断，15时送电。", ours=True),
        Reply("怀疑客户户内漏电造成跳闸，逐路断开后找到热水器，客户自行维修。", ours=None),
    ),
    bad=(
        Reply("断线应该是路政施工队挖的，15时接通，已请客户自找施工队。", ours=False),
        Reply("估计是施工队挖断的，与我公司无关。"),
        Reply("总开关跳开，想必是物业电工私自操作弄的，与我公司无关，21时30分合闸送电。", ours=False),
        Reply("分析应是附近修路的施工队碰伤电缆，责任在对方，13:05送电。", ours=False),
    ),
)
def guessed(case: Case) -> Iterator[Found]:
    if case.reply.ours is True or BORNE_OUT.search(case.reply.text):
        return
    for hit in case.text.find(GUESSED):
        if not (case.text.said(hit.start) or case.text.quoted(hit.start)):
            yield Found(
                f"“{hit.word}”只是推测，没有依据就把责任推给别人",
                "写明凭什么认定（监控、照片、对方确认或公安认定）；查不清的，写“原因正在核实”并先为客户解决问题",
                start=hit.start,
                end=hit.end,
            )
            return
