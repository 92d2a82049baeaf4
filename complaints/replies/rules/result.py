"""D5: no concrete result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from complaints.replies import words
from complaints.replies.case import CITED, Case
from complaints.replies.reading import MOST_HITS
from complaints.replies.reply import Reply, Severity
from complaints.replies.rest import rest
from complaints.replies.rule import Found, rule

REST_AT_MOST = words.threshold("result.rest_at_most")
SAID_AT_MOST = words.threshold("result.said_at_most")
CLAIMED_AT_MOST = words.threshold("result.claimed_at_most")
FOUND = re.compile(r"(?:测得|测温|发现|查为|检测|缺陷)[^。；]{2,60}(?:更换|紧固|消除|重做|处理后|修复|加固|清除)")
DONE = re.compile(r"(?:已经?|均已|现已|得到|已予|给予)$")  # 已妥善解决 claims a result; that is told by the next rule
SOLVED = re.compile(
    r"(?:已经?|均已|现已|全部|都已?|得到|已派人|予以|给予|妥善|圆满|及时)[^，。；！？\n]{0,6}?(?:解决|处理|办理|办结|办好|恢复|排除|消除|改善|修复|修好|整改|落实|完成|处置|答复|回复|解释|沟通|协调|核实|告知|说明|安抚|检修)"
    r"(?:完毕|完成|好|妥当|到位|结束|清楚)?|(?:搞|弄|整|修|办|处理)(?:好|妥|利索)了|(?:业已|已)?不复存在|收拾(?:停当|妥当|好)|妥帖|恢复正常(?=，|。|；|$)|故障(?:已|现已|均已)?(?:排除|消除|修复|处理)(?=，|。|；|$)|搞定了?|临时检修|(?:处理|解决|解释|沟通|检修|维修|整改|修复|办理)(?:完毕|完成|好了|妥当|到位|工作)|(?:问题|故障|情况)解决"
)
# Words that name a thing, a place, a cause or a figure: somebody has looked. Solved without any of them is only said.
# The matter named again, and what is always appealed to: 客户反映的电压问题, 依据供电服务规范.
COURSE = re.compile(
    r"(?:客户|用户)?所?反映的?[^，。；]{0,12}(?:问题|情况|诉求)|(?:关于|针对|(?<![一-龥])对于?)[^，。；]{1,14}(?=，|。|；|$)|(?<![一-龥])[一-龥]{1,12}?(?:事情?|问题|情况|隐患|诉求|现象)(?=已|均|都|现|得到|搞|弄|整|修|办|处理|解决)|(?:依据|按照?|根据)[^，。；]{0,12}(?:规范|规定|要求|制度)|(?<=》)(?:的?(?:规定|要求))?(?:办理|执行)|安排[^，。；]{0,8}人员(?:到场|到现场|上门)?(?:处置|处理)"
)
# That it was talked over, and that all agree.
TALKED = re.compile(
    r"(?:双方|与客户|和客户)?(?:达成|协商)(?:了)?一致(?:意见)?|(?:客户|用户)说[^，。；]{0,4}|核对过|(?:客户|用户)?(?:已经?)?没有?(?:什么)?问题了|(?:去|来)人看(?:了|过)"
)
SUBSTANCE = re.compile(
    r"\d(?!\d*[年月日时点分:：号])|原因|由于|因(?!此|为此|素)|导致|造成|引起|所致|表|箱|线|杆|压|闸|开关|变|树|桩|缆|器|费|价|元|度|户|阶梯|录音|合同|(?<![相有]关)规定|政策|(?<![相有]关)流程|采纳|资料|手续|路面|赔|退|"
    r"考核|批评|培训|改造|更换|安装|迁|拆|剪|接头|跳|故障点|熔|绝缘|短路|发现|系统|公告|通知单|产权|误差|合格|标准|办法|条例|检定|录像|监控"
)


# 对2号充电桩充不上电一事处置完毕: the matter named once more, in the demand's own words.
NAMED_AGAIN = re.compile(
    r"(?:[对就将把]|针对|关于)(?P<matter>[^，。；]{2,24}?)(?:一事|之事|的事|的?(?:问题|情况|现象|事项|诉求|故障))?"
    r"(?:已经?|均|全部|进行了?|予以|妥善|及时|做了?){0,4}(?=处置|处理|解决|整改|消除|消缺|办理|办结|办妥|落实)"
)
OF_DEMAND = words.threshold("result.of_demand") / 100
EMPTY = ("claim", "normal", "as_wanted", "course")  # of the words of what is solved: each tells nothing by itself


@cache
def _words(name: str) -> re.Pattern[str]:
    return words.pattern("solved", name)


@rule(
    "brush_off",
    "只有表态没有结果",
    clause="D5",
    code="no_result",
    severity=Severity.BLOCK,
    unless=("bare_withdrawal",),
    good=(
        Reply("5月3日更换老化接户线后恢复供电，向客户致歉，敬请谅解。"),
        Reply("经核实抄错表码，已退费120元，今后将加强抄表管理，客户满意。"),
        Reply("表箱正在加工，5月4日已先用防雨布遮盖并上锁，请客户耐心等待。"),
        Reply("更换变压器正在施工，5月20日前投运，请客户耐心等待。"),
        Reply("路灯属市政管理，已书面转市政处，请客户等待。", demand="路灯不亮", ours=False),
        Reply("已交施工队立杆，5月9日扶正完毕，请客户监督。", demand="杆子歪"),
    ),
    bad=(
        Reply("客户反映的问题已收悉，会尽快处理，敬请谅解。"),
        Reply("已转相关部门处理。"),
        Reply("您反映的问题我公司高度重视，正在积极处理中，感谢您的支持。"),
        Reply("我公司将加强管理，提高服务质量。"),
        Reply("核实光伏并网申请尚未办结，目前正在处理中，请客户耐心等待，有进展后会第一时间告知。"),
        Reply("客户增容申请还在走流程，待办结后再通知客户。"),
        Reply("情况我们清楚了，已交有关班组，请客户静候消息。", demand="低压线搭在树上"),
        Reply("致电客户，依据《供电服务规范》作了沟通，电表移位的事正在走流程，有了结果再说。", demand="电表移位太慢"),
    ),
)
def brush_off(case: Case) -> Iterator[Found]:
    hit = next(
        (
            hit
            for hit in case.found("brush_off")
            if not (case.text.quoted(hit.start) or DONE.search(case.text.before(hit.start)))
        ),
        None,
    )
    if hit is None or (case.reply.ours is False and words.pattern("unsolved", "anothers").search(case.reply.text)):
        return
    left = rest(case.reply.text, "brush_off")
    if not case.concrete_beside() and left <= REST_AT_MOST:
        yield Found(
            f"“{hit.word}”只是表态，没有处理结果",
            "写明已经做了什么、查到什么原因、结果怎样；尚未办完的，写清方案和完成时间",
            start=hit.start,
            end=hit.end,
        )


@rule(
    "solved_barely",
    "只写已解决",
    clause="D5",
    code="no_result",
    severity=Severity.BLOCK,
    unless=("bare_withdrawal", "brush_off", "element_done"),
    good=(
        Reply("经现场检查，表前开关烧坏，已更换并恢复供电，客户满意。"),
        Reply("客户不清楚阶梯电价计算方法，已解释第二档电价标准，客户理解。"),
        Reply("红外测温发现出线端子127度，15时30分临时检修，更换线夹后17时10分送电。"),
        Reply("已按客户要求将电表移至北墙，16时通电，请放心用电。"),
        Reply("更名业务已办好，新户名5月3日生效，发票抬头同步更改。"),
        Reply("5月3日调整变压器档位后电压已恢复正常，请放心使用。"),
        Reply("对路灯杆漏电处绝缘包扎，接地电阻3.2欧，隐患已排除。", demand="路灯杆漏电"),
        Reply("校正表箱门铰链，关门到位，处理完毕。", demand="表箱门关不严"),
    ),
    bad=(
        Reply("8月9日派人去了，按《供电服务规范》办理，表箱漏雨的事已经解决了，客户满意。", demand="表箱漏雨"),
        Reply("客户反映问题已解决，客户满意。"),
        Reply("已处理完毕。"),
        Reply("5月3日已向客户解释，客户表示认可。处理人：王某"),
        Reply("树砸线，临时检修恢复供电。"),
        Reply("7月2日15时到达现场，经处理，客户反映的低电压问题已解决，客户现已正常用电。"),
        Reply("客户经理上门办理，客户的报装诉求现已全部办好，已按客户要求完成，请客户放心用电。"),
        Reply("已按客户的意愿办妥，客户诉求已闭环。"),
        Reply("按《充电设施运维规范》对2号桩充不上电一事处置完毕，问题已消除。", demand="2号桩充不上电"),
        Reply("检修班到场，将变压器渗油一事整改完成，隐患已解除。", demand="变压器渗油"),
        Reply("9月4日11时到现场，客户反映的电压不稳问题已经处理完毕，诉求已解决。"),
    ),
)
def solved_barely(case: Case) -> Iterator[Found]:
    short = len(case.reply.text) <= CLAIMED_AT_MOST
    hit = next(
        (
            hit
            for pattern in (SOLVED, *((_words("claim"), _words("normal")) if short else ()))
            for hit in case.text.find(pattern)
            if not (case.text.negated(hit.start) or case.text.said(hit.start, strongly=True))
        ),
        None,
    )
    if hit is None:
        return
    empty = (COURSE, TALKED, _named_again(case), *(map(_words, EMPTY) if short else ()))
    told = _without_handler(CITED.sub(" ", case.reply.text), case.reply.handler)
    for pattern in empty:
        told = pattern.sub(" ", told)
    if (
        rest(SOLVED.sub(" ", told), "going") <= SAID_AT_MOST
        and not case.concrete_beside(SOLVED, *empty)
        and not SUBSTANCE.search(words.pattern("frames").sub(" ", told))
    ):
        yield Found(
            f"只写“{hit.word}”，没有原因、措施和结果",
            "补上原因（为什么）、措施（做了什么）、结果（现在怎样），例如“因表前开关烧坏，已更换，14时恢复供电”",
            start=hit.start,
            end=hit.end,
        )
    elif "临时检修" in hit.word and not (case.says("cause") and case.remedied) and not FOUND.search(case.reply.text):
        yield Found(
            f"“{hit.word}”没有写清检修了什么",
            "补上检修的设备、原因和过程，例如“树枝压断接户线，更换接户线15米后恢复供电”",
            start=hit.start,
            end=hit.end,
        )


def _named_again(case: Case) -> re.Pattern[str]:
    """Where the text only names the matter: nearly all its characters are the demand's, and more than every order has."""
    demand, generic = set(case.reply.demand), words.pattern("generic")
    named = {
        match.group()
        for match in islice(NAMED_AGAIN.finditer(case.reply.text), MOST_HITS)
        if len(generic.sub("", match["matter"])) > 1
        and sum(char in demand for char in match["matter"]) >= len(match["matter"]) * OF_DEMAND
    }
    return re.compile("|".join(map(re.escape, named)) or r"(?!)")


def _without_handler(text: str, handler: str | None) -> str:
    """Without the names and the unit of whoever handled it: they tell who, and neither what nor why."""
    for name in (handler or "").split():
        text = text.replace(name, " ")
    return text
