"""D6: what is still to be done has a day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from complaints.replies.case import Case
from complaints.replies.reading import CUSTOMER
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
    unless=("brush_off", "passed_on", "bare_withdrawal", "solved_barely", "adopted_without_day"),
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
