"""D5: looked at, told of or handed on, and left as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reply import Reply, Severity
from complaints.replies.rule import Found, rule
from complaints.replies.times import MOMENT

EARLIER = (
    "bare_withdrawal",
    "brush_off",
    "solved_barely",
    "element_done",
    "element_solution",
    "empty_text",
    "opinion_swapped",
)
# What is another's to mend is rightly handed on; and what is refused, explained or ends by itself is no put-off.
ANOTHERS = re.compile(
    r"产权|(?<![我本])[非不](?:属|归|是|在)|属于?(?:客户|用户|市政|通信|电信|移动|联通|广电|物业|开发商|第三方|业主)|(?:市政|通信|电信|移动|联通|广电|铁塔|环保|住建|保险)[^，。；]{0,10}(?:公司|部门|单位|管理|负责|维护|协调|线缆|光缆)|物业|开发商|城管|街道|居委会|村委会|公安|法院|交警"
)
LEFT_OUT = re.compile(
    r"(?:已经?|均已|现已)[^，。；]{0,6}(?:解决|处理(?:完|好|结束)|恢复正常|正常)|无误|正确|合格|不予|无法|不具备|不符合"
)
BROKEN = re.compile(
    r"老化|脱落|松[动脱弛]|倾斜|歪斜|破[损裂]|断裂|开裂|下[沉垂]|裸露|锈|缺失|隐患|低于|高于|超标|偏[低高]|漏|堵|塌|损坏|积水|失灵|卡死|丢失|变形|腐|裂"
)
THINGS = re.compile(r"\d\s?(?:块|只|根|台|米|棵|张|套|组|条|盏|基|个|袋|车|份|副|把|扇)")
LOOKED = re.compile(
    r"到|查|看|测|核|勘|赶|派|接|受理|报|告知|说明|解释|联系|沟通|回复|巡|了解|组织|监控|录|约|规格|拍|发现|倾斜|缺口|反映|停电|致歉|安装于|投运"
)
SORRY = re.compile(r"致歉|道歉|歉意|赔礼|赔不是")


@rule(
    "passed_on",
    "转办了事",
    clause="D5",
    code="no_result",
    severity=Severity.BLOCK,
    unless=EARLIER,
    good=(
        Reply("杆基冲刷倾斜，已扶正并培土；其余杆位已报运检部复核。", true=True),
        Reply("3号杆倾斜12度，已报运检部列入大修，6月20日前扶正。", true=True),
        Reply("所述线缆属通信公司产权，已转通信公司处理。", true=True),
        Reply("已向客户说明表计无误，请耐心等待检定报告。", true=True),
        Reply("举报内容不属实，已转纪检部门备查。", true=False),
    ),
    bad=(
        Reply("3号杆倾斜约12度，系雨水冲刷基础所致。现已转相关部门处理，请耐心等待。", true=True),
        Reply("感谢您的热心关注。经现场查看，井盖缺角，有隐患，我们将认真研究。", true=True),
        Reply("5月7日到现场测得电压191伏，属台区半径过长，已上报上级主管部门处理。", true=True, ours=True),
        Reply("增加绑定户号的建议已收悉，5月7日已记录，将认真研究。", kind="suggestion"),
    ),
)
def passed_on(case: Case) -> Iterator[Found]:
    text = case.text
    if case.reply.true is False or case.remedies or ANOTHERS.search(case.reply.text):
        return
    if LEFT_OUT.search(case.reply.text) or case.until:
        return
    for hit in text.find(words.pattern("passed_on")):
        if not (text.quoted(hit.start) or text.said(hit.start) or text.negated(hit.start)):
            yield Found(
                f"“{hit.word}”没有解决问题：没有措施，也没有完成时间",
                "写明已经采取的措施，或由谁、在几月几日前完成什么，例如“由运检班6月20日前扶正”",
                start=hit.start,
                end=hit.end,
                severity=Severity.REMIND if _perhaps_done(case) else None,
            )
            return


def _perhaps_done(case: Case) -> bool:
    """Whether a clause tells of a day or counts things and does not tell of looking: a deed perhaps that is in no list."""
    return any(
        (MOMENT.search(clause.text) or THINGS.search(clause.text)) and not LOOKED.search(clause.text)
        for clause in case.text.clauses
    )


@rule(
    "nothing_done",
    "查清了没有处理",
    clause="D5",
    code="no_result",
    severity=Severity.BLOCK,
    kinds=frozenset({"complaint", "opinion"}),
    unless=(*EARLIER, "passed_on", "outage_without_cause"),
    good=(
        Reply("井盖垫圈老化脱落，5月9日更换垫圈。", true=True, ours=True),
        Reply("井盖垫圈老化脱落，垫圈已到货，将于5月20日前换好。", true=True, ours=True),
        Reply("客户家漏电保护器老化，属客户产权，当面告知。", true=True, ours=False),
        Reply("班长到场说明，因值班员忙于他事，晚到25分钟，已向客户致歉。", true=True, ours=True),
    ),
    bad=(
        Reply("6月5日查看，井盖松动属实，垫圈老化脱落，已拍照并测量尺寸，当面告知了客户。", true=True, ours=True),
        Reply("晚间测得189伏，原因为三户集中用电。5月29日复测215伏，符合要求。", true=True, ours=True),
        Reply("6月5日现场核实，电杆倾斜约10度，存在隐患，已向客户致歉。", true=True, ours=True),
    ),
)
def nothing_done(case: Case) -> Iterator[Found]:
    if case.reply.true is not True or case.reply.ours is not True or case.remedies:
        return
    # Who came late may have nothing to mend but to say sorry.
    sorry = SORRY.search(case.reply.text)
    if sorry and not BROKEN.search(case.reply.text):
        return
    if ANOTHERS.search(case.reply.text):
        return
    yield Found(
        "属实而且是电力公司责任，正文只有查看和说明，没有处理措施",
        "写明做了什么来解决，例如“已更换垫圈”，或由谁、在几月几日前完成",
        severity=Severity.REMIND if sorry or LEFT_OUT.search(case.reply.text) or _perhaps_done(case) else None,
    )
