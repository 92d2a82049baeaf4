"""D5: looked at, told of or handed on, and left as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reply import Reply, Severity
from complaints.replies.rest import CHINESE
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
DEED = words.threshold("unsolved.deed")
COUNTED = re.compile(r"\d\s?(?:块|只|根|台|米|棵|张|套|组|条|盏|基|个|袋|车|份|副|把|扇)")


@cache
def _words(name: str) -> re.Pattern[str]:
    return words.pattern("unsolved", name)


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
        Reply("更换变压器正在施工，5月20日前投运，请客户耐心等待。", true=True),
    ),
    bad=(
        Reply("3号杆倾斜约12度，系雨水冲刷基础所致。现已转相关部门处理，请耐心等待。", true=True),
        Reply("感谢您的热心关注。经现场查看，井盖缺角，有隐患，我们将认真研究。", true=True),
        Reply("5月7日到现场测得电压191伏，属台区半径过长，已上报上级主管部门处理。", true=True, ours=True),
        Reply("经核实客户退费申请正在审批，请客户耐心等待，到账后会通知客户。", true=True, ours=True),
        Reply("杆子歪的事5月8日已报上级，正在排队，请等待。", demand="杆子歪", true=True, ours=True),
        Reply("更换电杆工作尚未开展，目前处于推进阶段，请等候。", true=True, ours=True),
        Reply("增加绑定户号的建议已收悉，5月7日已记录，将认真研究。", kind="suggestion"),
        Reply("5月20日已收悉诉求，高度重视，将问题转交检修班组核查，待有结果后及时联系，请耐心等待。", true=True),
        Reply("7月9日收到举报，当天即按管理权限转公司纪检部门办理，后续按程序开展。", kind="misconduct", true=True),
    ),
)
def passed_on(case: Case) -> Iterator[Found]:
    text = case.text
    if case.reply.true is False or case.remedied or _words("anothers").search(case.reply.text):
        return
    if _words("left_out").search(case.reply.text) or case.until:
        return
    for hit in case.found("passed_on"):
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
        (MOMENT.search(clause.text) or COUNTED.search(clause.text))
        and not _words("looked").search(clause.text)
        and len(CHINESE.findall(MOMENT.sub("", clause.text))) >= DEED
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
        Reply("5月4日查看，表箱端子松动，师傅已把接头弄好，电压224伏。", true=True, ours=True),
        Reply("班长到场说明，因值班员忙于他事，晚到25分钟，已向客户致歉。", true=True, ours=True),
    ),
    bad=(
        Reply("6月5日查看，井盖松动属实，垫圈老化脱落，已拍照并测量尺寸，当面告知了客户。", true=True, ours=True),
        Reply("晚间测得189伏，原因为三户集中用电。5月29日复测215伏，符合要求。", true=True, ours=True),
        Reply("6月5日核实属实，变压器围栏缺一根横档，因为多年没人维护，已记下。", true=True, ours=True),
        Reply("6月5日核实属实，垫圈老化脱落，客户要求把问题弄好，已记下。", true=True, ours=True),
        Reply("6月5日现场核实，电杆倾斜约10度，存在隐患，已向客户致歉。", true=True, ours=True),
        Reply("6月12日查看，拉线距通道仅0.4米，系建设时未预见道路拓宽，已说明形成过程。", true=True, ours=True),
    ),
)
def nothing_done(case: Case) -> Iterator[Found]:
    if case.reply.true is not True or case.reply.ours is not True or case.remedied:
        return
    # Who came late may have nothing to mend but to say sorry.
    sorry = _words("sorry").search(case.reply.text)
    if sorry and not _words("broken").search(case.reply.text):
        return
    if _words("anothers").search(case.reply.text):
        return
    yield Found(
        "属实而且是电力公司责任，正文只有查看和说明，没有处理措施",
        "写明做了什么来解决，例如“已更换垫圈”，或由谁、在几月几日前完成",
        severity=Severity.REMIND
        if sorry or _words("left_out").search(case.reply.text) or _perhaps_done(case)
        else None,
    )


@rule(
    "test_pending",
    "送检没有结论",
    clause="D5",
    code="no_result",
    severity=Severity.BLOCK,
    unless=(*EARLIER, "passed_on"),
    good=(
        Reply("5月30日拆回原表送检，6月9日取得报告，误差0.3%，合格。", demand="电表走字快"),
        Reply("5月30日拆回原表送检，6月10日前出具报告并告知客户。", demand="电表不准"),
        Reply("现场校验误差0.2%，合格；客户仍要求送检，已开具委托单。", demand="电表不准"),
        Reply("5月30日换装新表，旧表送检，检定周期为5个工作日。", demand="要求校验电表"),
        Reply("客户要求送检，说明后撤回申请，表码与系统一致，电量计算无误。", demand="电表走字快"),
    ),
    bad=(
        Reply("5月30日拆回原表、换装新表，旧表当天送市计量中心检定，费用由我方承担。", demand="电表走字快，要求查明"),
        Reply("已将电表拆回送检，检定结果出具后告知客户。", demand="怀疑电表不准"),
        Reply("5月8日封存旧表，委托第三方机构检测，请客户等待报告。", demand="要求校验电表"),
    ),
)
def test_pending(case: Case) -> Iterator[Found]:
    demand = case.reply.demand
    if not _words("test.asks").search(demand) or _words("test.result").search(case.reply.text) or case.until:
        return
    if _words("test.day").search(case.reply.text):
        return
    text = case.text
    for hit in text.find(_words("test.sent")):
        if not (text.said(hit.start) or text.quoted(hit.start) or text.negated(hit.start) or text.supposed(hit.start)):
            yield Found(
                f"写了“{hit.word}”，没有结果，也没有几时出结果",
                "写明检定结论（例如“误差0.3%，合格”）；还没有出的，写明几月几日前出具并告知客户",
                start=hit.start,
                end=hit.end,
            )
            return
