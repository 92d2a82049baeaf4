"""D6: the six elements, recognised in running prose or in the fields beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reading import FUTURE
from complaints.replies.reply import Field, Reply, Severity
from complaints.replies.rest import rest
from complaints.replies.rule import Found, rule
from complaints.replies.times import MOMENT

HANDLER = re.compile(
    r"(?:处理|经办|承办|办理|责任|联系|回复|核实|走访|答复|负责)人(?:员)?\s?[:：为是]?\s?[一-龥A-Za-z]{2,}"
    r"|(?:人员|经理|抄表员|收费员|营业员|班长|所长|主任|站长|队长|组长|专责|主管|师傅|电工|员工|值班员|副所长|客服|检查员|管理员|工程师|经理人|安全员|班员)"
    r"(?:姓名)?[:：]?(?:[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹喻苏潘葛范彭鲁韦马苗方俞任袁柳史唐薛雷贺倪汤罗毕郝安常齐"
    r"康伍余顾孟黄穆萧尹姚邵汪祁毛狄米贝戴宋庞熊纪舒屈项祝董梁杜阮蓝季贾路江童颜郭梅盛林钟徐邱骆高夏蔡田胡凌霍万柯管卢莫房丁邓洪石崔吉龚程邢裴陆荣翁甄封段侯武刘龙叶黎白赖卓聂"
    r"池乔阳温庄柴阎习鱼容向古易廖曾关游欧于谭肖代尤田樊芦邸冉付覃牛简](?:某某?|[××xX*＊]{1,2}|工|师傅|(?!度重|于|先|时间)[一-龥]{1,2}))"
    r"|[一-龥](?:某某?|××|\*\*|师傅)(?:等|、|到|赶|前|于|上|联|与|，|。|）|\)|$|电|现|核|对|向|为)"
    r"|(?:抢修|运维|营销|计量|检修|用电检查|装表接电|抄表催费|抄收|低压|高压|配电|线路|变电|服务|采集|客服|带电|输电|供电服务|台区)[一-龥]{0,4}?(?:班|站|队|组)(?!组织|织|长|子)"
    r"|(?:负责|带队|牵头)人"
)
LATELY = re.compile(r"昨[日天]|今[日天]|前[日天]|日前|近日|[本上]周[一二三四五六日]")
DID = re.compile(r"(?:已经?|均已|被|把|将)(?!收悉|知|阅|悉|获|转|上报|反馈|汇报)[一-龥]{1,}|测得|实测")
TOLD_AT_MOST = words.threshold("elements.told_at_most")
COUNTED_AS_TOLD = words.threshold("elements.counted_as_told")
BASIS_IN = words.threshold("elements.basis_in")
FIGURE = re.compile(r"\d\s?(?:千瓦时|度|伏|V|v|kWh|kW|米|m|安|%|％|分贝|倍)")
# A bill that was questioned and money given back: something was wrong with it, and what it was stands in words of these.
BILL = re.compile(r"电费|电量|账单|抄表|电表|计量|电价")
GIVEN_BACK = re.compile(r"退费|退款|退还|退回|退补|返还|冲减|冲抵")
WHY_BACK = re.compile(
    r"多[收计交缴扣算抄记]|重复|[错误](?!工)|估|漏|串[户表]|差错|故障|超差|检定|校验|应[收退为]|余额|销户|违规|私|合同|约定|协议|依[据照]|根据|按照|规定|政策|文件|《|撤销|取消|协商|标准|损坏|属实|发现|查[明实]|不[符予]|无|未"
)
WHOLE = "5月3日10时，台区经理王某到现场勘查，因接户线老化断线停电，11时更换接户线后恢复供电，客户表示满意。"


def stands_alone(case: Case) -> bool:
    """Somebody must be able to read the text as an answer at all; empty texts are told by their own rule."""
    return bool(case.reply.text.strip())


@rule(
    "element_time",
    "没有处理时间",
    clause="D6",
    code="wrong_time",
    severity=Severity.BLOCK,
    good=(Reply(WHOLE),),
    bad=(
        Reply("台区经理王某到现场更换接户线后恢复供电，客户表示满意。"),
        Reply("工作人员已核对表码，电费无误，客户理解。"),
    ),
)
def element_time(case: Case) -> Iterator[Found]:
    if case.reply.handled_at is not None or not stands_alone(case):
        return
    told = (*MOMENT.finditer(case.reply.text), *LATELY.finditer(case.reply.text))
    if not any(not (match.groupdict().get("same") or FUTURE.search(case.text.before(match.start()))) for match in told):
        # Where there is a contact log the reply comes whole: its field is empty, not unknown.
        yield Found(
            "没有写处理时间",
            "补上几时处理，例如“5月3日10时，……”",
            Field.HANDLED_AT,
            severity=Severity.REMIND if case.reply.contacts is None else None,
        )


def _something_happened(case: Case) -> bool:
    """Whether a clause tells of a day and goes on: 5月15日换贴标牌24块. No list has every verb."""
    return any(
        len(re.findall(r"[一-龥]", case.text.after(match.end()))) > COUNTED_AS_TOLD
        and not case.text.said(match.start())
        for match in MOMENT.finditer(case.reply.text[:400])
    )


@rule(
    "element_done",
    "没有处置经过",
    clause="D6",
    code="no_result",
    severity=Severity.BLOCK,
    unless=("bare_withdrawal", "brush_off", "solved_barely", "opinion_swapped", "empty_text"),
    good=(
        Reply(WHOLE),
        Reply("5月15日换贴标牌24块。"),
        Reply("经核查用电信息采集系统，7月电量抄录无误，已向客户解释阶梯电价政策，客户理解。"),
    ),
    bad=(Reply("客户所述为客户产权设备故障。"), Reply("电费正确。"), Reply("该处电压正常，不存在问题。")),
)
def element_done(case: Case) -> Iterator[Found]:
    if stands_alone(case) and not (
        case.remedied
        or _something_happened(case)
        or any(case.says(signal) for signal in ("measure", "weak", "going"))
        or case.text.states(DID)
    ):
        yield Found(
            "没有写处置经过：看不出做了什么", "补上谁到了哪里、查了什么、做了什么，例如“台区经理到现场测量电压……”"
        )


@rule(
    "element_basis",
    "没有处置依据",
    clause="D6",
    code="no_result",
    severity=Severity.REMIND,
    kinds=frozenset({"complaint", "misconduct", "opinion"}),
    unless=("bare_withdrawal", "brush_off", "solved_barely", "opinion_swapped", "empty_text", "untrue_without_basis"),
    good=(
        Reply(WHOLE),
        Reply("根据《供电营业规则》，客户产权设备由客户自行维护，已向客户说明，客户理解。"),
        Reply("5月3日为客户退还多计电费68.2元，转入其账户，教会其用手机查询每日电量。", demand="电费偏高"),
    ),
    bad=(
        Reply("5月3日已向客户解释并安装电表，客户满意。"),
        Reply("5月3日为客户退还电费200元，客户认可。"),
        Reply("5月3日为客户办理电费退费68.2元，转入其账户，教会其用手机查询每日电量，客户认可。", demand="电费偏高"),
    ),
)
def element_basis(case: Case) -> Iterator[Found]:
    if not stands_alone(case) or case.says("cause") or case.blames:
        return
    reply = case.reply
    back = BILL.search(reply.demand) and GIVEN_BACK.search(reply.text) and not WHY_BACK.search(reply.text)
    if not back and (FIGURE.search(case.reply.text) or rest(case.reply.text, "going") > BASIS_IN):
        return
    if back or not words.pattern("signals", "basis").search(case.reply.text):
        yield Found(
            "没有写处置依据",
            "补上凭什么这样处理：查到的原因、测量或检定结果、录音、文件条款，例如“经检定误差为0.3%，合格”",
        )


@rule(
    "element_solution",
    "没有处置方案",
    clause="D6",
    code="no_result",
    severity=Severity.BLOCK,
    unless=("bare_withdrawal", "brush_off", "solved_barely", "opinion_swapped", "element_done", "empty_text"),
    good=(Reply(WHOLE), Reply("经检定电能表误差合格，电费计算正确，客户认可。")),
    bad=(
        Reply("5月3日工作人员王某到达现场勘查。"),
        Reply("5月3日工作人员王某到现场与客户见面，对客户家用电情况进行了检查。"),
    ),
)
def element_solution(case: Case) -> Iterator[Found]:
    if not stands_alone(case):
        return
    solution = words.pattern("signals", "solution")
    told = case.remedied or any(
        not (case.text.said(hit.start) or case.text.supposed(hit.start)) for hit in case.text.find(solution)
    )
    # Whatever is told beyond going there and looking is taken for a result: many are in no list.
    if not told and rest(case.reply.text, "going") <= TOLD_AT_MOST:
        yield Found(
            "没有写处置方案：看不出结果",
            "补上怎样解决，例如“已更换电能表，恢复供电”，或“已列入6月改造计划，并告知客户”",
        )


def _reached(reply: Reply) -> bool:
    """Whether the log says that the customer was reached: then the reply comes whole."""
    return any(contact.reached for contact in reply.contacts or ())


@rule(
    "element_opinion",
    "没有客户意见",
    clause="D6",
    code="opinion_misplaced",
    severity=Severity.BLOCK,
    unless=("bare_withdrawal", "opinion_in_text", "empty_text"),
    good=(
        Reply(WHOLE),
        Reply("5月3日已更换电能表。", opinion="客户满意"),
        Reply("已查处窃电。", kind="misconduct", anonymous=True),
    ),
    bad=(
        Reply("5月3日台区经理王某更换电能表，恢复供电。"),
        Reply("5月3日台区经理王某更换电能表，恢复供电。", opinion=""),
    ),
)
def element_opinion(case: Case) -> Iterator[Found]:
    reply = case.reply
    if not case.asked or (reply.opinion or "").strip() or not stands_alone(case):
        return
    if reply.opinion is None and (case.agreed or case.mentions("opinion") or case.mentions("unreached")):
        return
    yield Found(
        "没有填写客户意见",
        "联系客户，把客户对处理结果的意见填入“客户意见”栏，例如“客户表示认可”",
        Field.OPINION,
        severity=Severity.REMIND if reply.opinion is None and not _reached(reply) else None,
    )


@rule(
    "element_handler",
    "没有处理人员",
    clause="D6",
    code="other",
    severity=Severity.BLOCK,
    good=(Reply(WHOLE), Reply("已更换电能表。", handler="王某"), Reply("已恢复供电。处理人：王某")),
    bad=(Reply("5月3日工作人员已更换电能表，客户满意。"), Reply("5月3日已更换电能表，客户满意。", handler="")),
)
def element_handler(case: Case) -> Iterator[Found]:
    if (case.reply.handler or "").strip() or not stands_alone(case) or HANDLER.search(case.reply.text):
        return
    yield Found(
        "没有写处理人员",
        "在“处理人”栏填姓名，或在正文写明由谁处理，例如“处理人：王某”",
        Field.HANDLER,
        severity=Severity.REMIND if case.reply.handler is None else None,
    )


@rule(
    "empty_text",
    "处理情况未填",
    clause="D6",
    code="no_result",
    severity=Severity.BLOCK,
    good=(Reply(WHOLE),),
    bad=(Reply(""), Reply(" \n"), Reply("无"), Reply("。")),
)
def empty_text(case: Case) -> Iterator[Found]:
    if len(re.sub(r"[\W_]", "", case.reply.text)) < 2:
        yield Found("处理情况没有填写", "写明处理时间、做了什么、依据、结果、客户意见和处理人")
