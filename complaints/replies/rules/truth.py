"""D9: 是否属实 and the text say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from complaints.replies import words
from complaints.replies.case import Case, once
from complaints.replies.reading import CUSTOMER, FUTURE, STAFF, Clause, Hit, Passage
from complaints.replies.reply import Field, Reply, Severity
from complaints.replies.rest import rest
from complaints.replies.rule import Found, rule
from complaints.replies.rules.liability import admitted
from complaints.replies.rules.outages import OUTAGE

TOPICS = tuple(name.removesuffix(".asks") for name in words.sections("truth") if name.endswith(".asks"))
TOLD = re.compile(r"(?:客户|用户|举报人|来电人|诉求人)(?:所述|所反映|反映|所称|所说|举报|投诉)的?")
SUBJECT = re.compile(rf"{CUSTOMER}所(?:述|说|称|讲|言|诉|提)(?!是因|系因)[^，。；]*$")
NOT = re.compile(r"[不未无没否若]|如果|是否|难以")
NEAR = re.compile(r"(?:[不未非无否]|是否|并非|部分|不能|无法|“)$")
DEED = re.compile(r"窃电|偷电|违约|违章|私拉|私接|绕越|短接|欠费|行为|事实|证据|处理|认定|处罚|追补")
UNCERTAIN = re.compile(
    r"(?:是否|能否|无法(?:认定|核实|判断|确认|证实)|难以(?:认定|核实|判断|确认)|有待|尚未|如果?|若|不能认定|未能认定|不|未|非|否|部分|“|举报人?认为)[^，。；]{0,3}$"
)
# Who, when and from what it is known.
HARD = re.compile(
    r"\d\s?[时点分:：]|\d\s?(?:户|人|名|家|份|条|笔|张|次)|[两三四五六七八九十]\s?(?:户|名|家|位|笔)|录音|录像|监控|视频|记录|轨迹|系统|工单|台账|照片|凭证|走访|邻居|证人|证明|签字|查看|调取|调阅|查阅|账|流水|鉴定|检定"
)
HOLLOW = words.threshold("truth.hollow")
FIGURE = re.compile(r"\d\s?(?:千瓦时|度|伏|V|v|kWh|kW|米|m|安|%|％|分贝|分钟|户|次|小时)")
BACK_TO_NORMAL = re.compile(r"(?:恢复|现已|已经?|目前|现在?|处理后|后|送电后|改造后|调整后|均已?)(?:[^，。；]{0,4})$")
AGAIN = re.compile(r"恢复|已经?|现已|后")  # 电压已恢复正常: it was not
RISE = re.compile(
    r"(?:电量|电费|用电量?|负荷)[^，。；]{0,6}(?:增加|增长|增多|上升|升高|偏高|变大|较大)|跨[入至]?[^，。；]{0,3}档|(?:新装|新增|增设|添置)[^，。；]{0,12}"
)
ALLEGED = re.compile(r"多[收计]|[抄记算]错|不准|有误|差错|走得?快|估抄|乱收|计量异常")
# 抄表数据想看原始记录, 电表准不准: asked for, and nothing is alleged.
ASKED_FOR = re.compile(
    r"(?:想|要求?|希望|请|申请|咨询|询问)[^，。；]{0,8}?(?:看|查(?!处)|了解|知道|核对|打印|提供|调取|明细|记录)|是否|有没有|([一-龥])不\1|多少|怎么算"
)
WRONG = re.compile(
    r"[快错漏估高低]了?(?=$|[，。；])|不准|不对|不符|问题|异常|突增|突然|怀疑|偏[高低大多]|[过太][高低多大快]|[高多快错漏估]得|多[收计抄算记]|[抄估漏算计]错|乱收|有误|差错|误差|无缘无故|翻倍|投诉|举报|[没未]|(?<![准对是好能])不(?!清楚|懂|明白|知道|会|了解)"
)
# 窗口说办不了系误解政策: it is our own people who were mistaken.
MISTAKEN = re.compile(r"误[解会读认以]")
OURS_SAID = re.compile(
    rf"^[^，。；]{{0,6}}?(?:{STAFF}|窗口|柜台|前台|网点|热线|话务|经办人?|内勤)[^，。；]{{0,4}}?(?:说|称|讲|答|告知|解释|回复|要求|理解|所述|所说|所称|所答|(?<![系属为是])误[解读认以])"
)
PAPER = "某日17时40分，66kV某变出线10kV某线A相接地，巡视发现用户专变A相避雷器击穿，隔离后送电；已与用户沟通停电原因及送电时间，用户表示理解、满意。"


class Truth(NamedTuple):
    """What the text says of the event: said in so many words, or by telling of it in the words of its topic."""

    confirmed: Hit | None
    partly: Hit | None
    denied: Hit | None
    told: Hit | None
    untold: Hit | None


@cache
def _section(name: str) -> re.Pattern[str]:
    return words.pattern("truth", name)


def _stated(passage: Passage, hit: Hit) -> bool:
    # 客户所说停电确有其事: what they said is the subject, and the writer judges it.
    said = passage.said(hit.start, strongly=True) and not SUBJECT.search(passage.before(hit.start, 40))
    return not (said or passage.quoted(hit.start) or passage.supposed(hit.start))


def _mended(passage: Passage, position: int) -> bool:
    """Whether something was put right before: what is in order then was not so."""
    return any(hit.end <= position for hit in passage.facts(_section("mended")))


def _doubted(passage: Passage, hit: Hit) -> bool:
    """Whether the confirmation is denied or uncertain; 未充电 in 客户所述扣费未充电情况存在 is part of what is confirmed."""
    before = passage.before(hit.start)
    if (told := TOLD.search(before)) and not NOT.search(before[: told.start()]):
        return bool(NEAR.search(before))
    return bool(UNCERTAIN.search(before)) or passage.negated(hit.start)


@once
def truth(case: Case) -> Truth:
    text = case.text
    # Who was found out and calls it wrong (冤枉自己窃电) is denied by what confirms the deed.
    disputed = bool(_section("disputed").search(case.reply.demand))
    partly = next((hit for hit in text.find(_section("partly")) if _stated(text, hit)), None)
    confirmed = next(
        (
            hit
            for hit in text.find(_section("confirmed"))
            if _stated(text, hit)
            and not _doubted(text, hit)
            and not (disputed and DEED.search(text.clause_at(hit.start).text))
        ),
        None,
    )
    denied = next(
        (
            hit
            for hit in text.find(_section("denied"))
            if _stated(text, hit)
            and not re.search(r"(?:是否|并非|不是|部分|如|若)[^，。；]{0,3}$", text.before(hit.start))
            and not (MISTAKEN.search(hit.word) and OURS_SAID.search(text.clause_at(hit.start).text))
        ),
        None,
    )
    told = untold = None
    for topic in TOPICS:
        if not _section(f"{topic}.asks").search(case.matter):
            continue
        if not disputed and not (topic == "outage" and _section("outage.beside").search(case.complaint)):
            told = told or next(
                (hit for hit in text.facts(_section(f"{topic}.confirmed")) if not text.quoted(hit.start)), None
            )
        # What clears a customer whom others accuse, or answers a mere question, denies nothing they said.
        if (disputed and topic == "theft") or (ASKED_FOR.search(case.complaint) and not WRONG.search(case.complaint)):
            continue
        untold = untold or next(
            (
                hit
                for hit in text.find(_section(f"{topic}.denied"))
                if _stated(text, hit)
                and not (BACK_TO_NORMAL.search(text.before(hit.start)) or AGAIN.search(hit.word))
                and not text.said(hit.start)
                and not _mended(text, hit.start)
            ),
            None,
        )
    told = told or admitted(case)
    return Truth(confirmed, partly, denied, told, untold)


@rule(
    "untrue_but_confirmed",
    "选不属实而正文属实",
    clause="D9",
    code="truth_contradicts",
    severity=Severity.BLOCK,
    good=(
        Reply(PAPER, true=True, ours=False),
        Reply("经调取录音核实，客户反映不属实，工作人员用语规范。", demand="客户投诉营业员态度差", true=False),
        Reply("经核实，当日该台区未停电，客户家中漏电保护器跳闸。", demand="客户反映停电", true=False),
        Reply("客户所称停电两日，经查系漏电保护器断开，反映不准确。", demand="停电两日", true=False),
        Reply("客户反映的三个月电费均正确，抄表照片与表码一致。", demand="电费算错", true=False),
        Reply("所述情况是否真实，已调监控，当日窗口无人插队，不属实。", demand="窗口插队", true=False),
        Reply("工单轨迹显示39分钟到场，16时30分送电。", demand="停电报修后两个小时没有人来", true=False),
        Reply("停电为8时至17时，与公告一致，17时恢复供电。", demand="停电比说好的晚了两小时才结束", true=False),
        Reply("表内加装短接线，封印被开启，维持原处理。", demand="冤枉我窃电，要求撤销处罚", true=False),
    ),
    bad=(
        Reply(PAPER, true=False, ours=False),
        Reply("经核实客户反映情况属实，已更换接户线。", true=False),
        Reply("经核实，确实存在抄表错误，已退费。", true=False),
        Reply("客户所述充电桩扣费未充电情况存在，系枪头通信中断，已退款。", true=False),
        Reply("箱门掉在地上，与客户描述一致，当日更换。", demand="表箱门脱落", true=False),
        Reply("客户所说停电确有其事：大风刮倒行道树压断导线，20时送电。", demand="停电，投诉", true=False),
        Reply("查阅抄表照片，多抄30千瓦时的事是有的，已退费。", demand="多抄电量", true=False),
        Reply("走访邻居三户，所述情况基本准确，夜间确有异响，已换风机。", demand="台区夜间异响", true=False),
    ),
)
def untrue_but_confirmed(case: Case) -> Iterator[Found]:
    if case.reply.true is not False:
        return
    found = truth(case)
    if found.partly or (found.confirmed and found.denied):
        hit = found.partly or found.confirmed
        assert hit is not None
        yield Found(
            "‘是否属实’选了‘否’，但正文写有一部分属实",
            "有一部分属实的，‘是否属实’一般选‘是’，并在正文分别写明哪些属实、哪些不属实",
            Field.TRUE,
            severity=Severity.REMIND,
        )
    elif found.confirmed or (found.told and not found.denied and not found.untold):
        hit = found.confirmed or found.told
        assert hit is not None
        yield Found(
            f"‘是否属实’选了‘否’，但正文写明事情确实发生（“{hit.word}”）",
            "事情发生了就选‘属实=是’；原因在客户设备、外力或天气的，选‘属实=是，责任=否’",
            start=hit.start,
            end=hit.end,
        )


@rule(
    "true_but_denied",
    "选属实而正文不属实",
    clause="D9",
    code="truth_contradicts",
    severity=Severity.BLOCK,
    good=(
        Reply("经核实，停电属实，但客户反映工作人员态度差不属实。", true=True),
        Reply("客户反映部分属实，已整改。", true=True),
        Reply("客户称之前答复不属实，经核查确有抄错，已退费。", true=True),
        Reply("10kV进线带电正常，故障点为物业总开关，17时全部来电。", demand="小区停电", true=True),
        Reply("我方供电侧有电，用户专变熔丝熔断，已告知。", demand="厂里没电", true=True, ours=False),
        Reply("经校验电表误差合格，电费增加系新装电热水器所致。", demand="客户反映电费突增", true=True),
        Reply("12个月数据与冻结示数一致，已打印交付。", demand="抄表数据想看原始记录", true=True),
        Reply("窗口说办不了系误解政策，当日受理。", demand="想改商业电价，窗口说办不了", true=True),
        Reply(
            "封印完好、接线正确，不存在窃电，系终端误报，已书面澄清。", demand="员工上门说其窃电，要求澄清", true=True
        ),
        Reply("检查封印完好、接线正确，还客户清白。", demand="邻居骂我偷电，要求查清楚", true=True),
        Reply("9:00停电，9:40恢复，客户所说全天停电的情况未发生，停电40分钟属实。", demand="停电", true=True),
    ),
    bad=(
        Reply("经核实，客户反映的乱收费情况不存在，收费符合规定。", true=True),
        Reply("经核实，客户反映不属实，工作人员服务规范。", true=True),
        Reply("经查不存在客户所述乱收费情况，收费符合规定。", true=True),
        Reply("经调取监控，营业员态度良好。", demand="投诉营业员态度差", true=True),
        Reply("经查当日该线路供电正常，未停电。", demand="客户反映停电", true=True),
        Reply("全天供电连续、无一分钟中断，客户所述夜里停电并未发生。", demand="夜里停电半宿", true=True),
        Reply("查账，客户所说收费八百元实际没有发生。", demand="装表乱收费", true=True),
        Reply("工作人员多收费系误会，收费与标准一致。", demand="工作人员多收费", true=True),
        Reply("抄表照片在案，抄表正确。", demand="抄表员上月没来抄表，要求核查", true=True),
    ),
)
def true_but_denied(case: Case) -> Iterator[Found]:
    if case.reply.true is not True:
        return
    found = truth(case)
    if found.partly or found.confirmed:
        return
    hit = found.denied or (None if found.told else found.untold)
    if found.denied is None and OUTAGE.search(case.matter) and case.text.states(_section("outage.placed")):
        return  # 进线带电正常，故障点为物业总开关: our side had power, theirs had none
    if hit is not None:
        # A bill may have risen though the meter is right: then what was reported did happen.
        explained = found.denied is None and RISE.search(case.reply.text)
        if explained and not ALLEGED.search(case.reply.demand):
            return
        yield Found(
            f"‘是否属实’选了‘是’，但正文写“{hit.word}”",
            "核对核实结论：不属实的选‘否’并写明依据；属实的改正正文",
            start=hit.start,
            end=hit.end,
            severity=Severity.REMIND if explained else None,
        )


def _firm(case: Case) -> list[Clause]:
    """The clauses that are more than the accused's own word, or that all was as it should be."""
    return [
        clause
        for clause in case.text.clauses
        if HARD.search(clause.text)
        or not (_section("own_word").search(clause.text) or _section("assertion").search(clause.text))
    ]


def _beside_talk(case: Case) -> int:
    """How many Chinese characters are left without the clauses that deny, praise, talk to somebody, promise or admonish."""
    kept = "，".join(
        clause.text
        for clause in _firm(case)
        if not _section("talk").search(clause.text)
        and not case.text.said(clause.start)
        and not FUTURE.search(clause.text)
    )
    return rest(kept, "going", "brush_off")


@rule(
    "untrue_without_basis",
    "不属实没有依据",
    clause="D9",
    code="evidence_missing",
    severity=Severity.BLOCK,
    unless=("untrue_but_confirmed", "untrue_yet_ours"),
    good=(
        Reply("经调取录音，工作人员用语规范，客户反映不属实。", true=False, attachments=()),
        Reply("客户反映不属实，已沟通。", true=False, attachments=None),
        Reply("客户反映不属实，双方当时隔着柜台，旁边坐着值班长和两名客户，已说明。", true=False, attachments=()),
        Reply("郝某否认索要，走访三户养殖户均称未给过，举报不属实。", true=False, attachments=(), kind="misconduct"),
        Reply("工单显示20时05分派单、20时31分到场，未超时限，反映不属实。", true=False, attachments=()),
        Reply("经财务核查，4月至6月换表箱37户均未收费，举报不属实。", true=False, attachments=(), kind="misconduct"),
    ),
    bad=(
        Reply("客户反映不属实，已与客户沟通，客户认可。", true=False, attachments=()),
        Reply("工作人员未与客户发生争执，已向客户解释清楚。", true=False, attachments=()),
        Reply(
            "经核实，举报的吃拿卡要情况不属实，该同志一贯认真负责，群众口碑良好，曾获先进称号。",
            true=False,
            attachments=(),
            kind="misconduct",
        ),
        Reply(
            "经核查，多抄电量的情况不属实，电费无差错。4月23日班长与客户沟通，说明了抄表周期和收费流程。",
            true=False,
            attachments=(),
        ),
        Reply("5月19日找员工郝某谈话，郝某否认索要香烟，称只是正常往来，举报不属实。", true=False, attachments=()),
        Reply("经了解抢修人员均按规定时间到达现场，并无延误，反映不属实，已解释。", true=False, attachments=()),
        Reply("经向当事柜员核实，其表示没有推诿，投诉不属实。", true=False, attachments=(), kind="misconduct"),
        Reply(
            "高度重视，6月9日组织人员对冯某收受红包问题进行了调查，举报内容不属实。已对冯某廉洁谈话提醒。",
            true=False,
            attachments=(),
            kind="misconduct",
        ),
    ),
)
def untrue_without_basis(case: Case) -> Iterator[Found]:
    reply = case.reply
    if reply.true is not False or reply.attachments is None or reply.attachments:
        return
    # Only what is hollow lacks a basis: who tells more than that it is not so, and whom they told, tells why.
    firm = _firm(case)
    told = "，".join(clause.text for clause in firm)
    if _section("proof").search(told) or FIGURE.search(told):
        return
    hollow = rest(reply.text, "going") <= HOLLOW and not case.says("cause")
    asserted = len(firm) < len(case.text.clauses)
    if hollow or ((asserted or truth(case).denied) and _beside_talk(case) <= HOLLOW):
        yield Found(
            "‘是否属实’选了‘否’，但正文和附件都没有判定依据",
            "写明凭什么判定不属实（录音、监控、系统记录、测量或检定结果、客户签字），或上传证明材料",
            Field.TRUE,
        )


@rule(
    "untrue_yet_ours",
    "不属实却有责任",
    clause="D9",
    code="liability_contradicts",
    severity=Severity.BLOCK,
    good=(Reply("经核实情况属实。", true=True, ours=True), Reply("经核实不属实。", true=False, ours=False)),
    bad=(Reply("经核实抄表正确。", true=False, ours=True), Reply("", true=False, ours=True)),
)
def untrue_yet_ours(case: Case) -> Iterator[Found]:
    if case.reply.true is False and case.reply.ours is True:
        yield Found(
            "‘是否属实’选了‘否’，‘电力公司责任’却选了‘是’",
            "不属实就没有责任：责任改选‘否’；确是我方责任的，‘是否属实’改选‘是’",
            Field.OURS,
        )
