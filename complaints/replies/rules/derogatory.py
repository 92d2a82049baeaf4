"""D8: neutral words about the customer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reading import CUSTOMER, STAFF, Hit, Passage
from complaints.replies.reply import Field, Reply, Severity
from complaints.replies.rule import Found, rule

NEAR_CUSTOMER = re.compile(rf"{CUSTOMER}(?:[^，。；！？,;\n]{{0,12}})$")

# Somebody of ours said it: told again, it is their fault and not the writer's word.
SAID_OF = re.compile(
    rf"{STAFF}[^，。；]{{0,12}}(?:说|称|骂|指责|嘲|讽|挖苦|评价|议论|训斥)(?:该|此|这|了|过|其|名|位){{0,3}}{CUSTOMER}[^，。；]{{0,12}}$"
)

# What explains a term (所谓“力调电费”，是指……) questions nobody.
SO_CALLED = re.compile(r"所谓的?(?![^。；]{0,24}(?:是指|指的是|即指|系指|就是指|意思是|，即|，是))")


@cache
def table() -> dict[str, tuple[str, str]]:
    return {word: (whom, instead) for word, whom, instead in words.rows("derogatory")}


@cache
def blaming() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Turns of phrase, where no single word does it: pattern, whom it speaks of, and what to say instead."""
    return tuple(
        (words.compiled((pattern,)), whom[0] if whom else "customer", instead)
        for pattern, instead, *whom in words.rows("blaming")
    )


@cache
def wanted() -> re.Pattern[str]:
    return words.compiled(tuple(table()))


# 因我所告知未到位，客户认知有误: told of them in passing, where the fault is called ours. Not what is plainly an insult.
UNKNOWING = re.compile(
    r"^(?!.*(?:毫无|教养|素质|涵养|修养|道德|公德|良知|觉悟|文化|[乱瞎胡低差])).*(?:常识|认知|认识|理解|期望)"
)
UNTOLD_BY_US = re.compile(
    r"(?:告知|宣传|讲解|解释|说明|沟通|提示|提醒|普及|指导|交代|通知|答复)[^，。；]{0,6}?(?:未到位|不到位|不清|不够|不足|不细|不全|不明|不及时|缺失|缺位|欠缺|有误|疏漏|遗漏|欠妥)"
    r"|未(?:能|曾|及时|主动|充分|事先|提前)?(?:[向对]|给|为)?(?:客户|用户|其)?(?:充分|及时|详细)?(?:讲|说|解释|告知|说明|交代|提示|宣传|提醒|讲解)(?:[清明透]|到位|客户|用户|过|相关|用电|注意|，|。|；)"
)
THEY = re.compile(rf"(?<![向对与给为]){CUSTOMER}|(?:不存在|没有|并非|未发现)[^，。；]{{0,6}}$")
BORNE_OUT = re.compile(r"[^，。；]{2,8}?(?:情况|问题|一事|的反映)?(?:确实|基本|均|部分)?属实")


def _meant(passage: Passage, start: int, whom: str) -> bool:
    """Whether the customer is meant by it, in the writer's own words."""
    if passage.quoted(start) or passage.said(start) or passage.negated(start) or passage.supposed(start):
        return False
    if BORNE_OUT.match(passage.after(start)):
        return False  # 态度差属实: of ours
    subject = passage.subject(start)
    if whom == "customer":
        before = passage.before(start, 40)
        return subject != "staff" or bool(NEAR_CUSTOMER.search(before) and not SAID_OF.search(before))
    return subject == "customer"


def _insults(passage: Passage) -> Iterator[tuple[Hit, str]]:
    """Each place once, though a word and a turn of phrase find it."""
    end = 0
    for hit, instead in sorted(_all_insults(passage)):
        if hit.start >= end:
            yield hit, instead
            end = hit.end


def _all_insults(passage: Passage) -> Iterator[tuple[Hit, str]]:
    for hit in passage.find(wanted()):
        whom, instead = table()[hit.word]
        if _meant(passage, hit.start, whom):
            yield hit, instead
    for pattern, whom, instead in blaming():
        for hit in passage.find(pattern):
            if _meant(passage, hit.start, whom):
                yield hit, instead


@rule(
    "derogatory",
    "贬损、指责客户",
    clause="D8",
    code="wording",
    severity=Severity.BLOCK,
    good=(
        Reply("客户称工作人员“态度恶劣”，经调取录音，工作人员用语规范。"),
        Reply("客户反映抄表员态度恶劣、蛮不讲理，经核实属实，已对抄表员批评教育。"),
        Reply("经核实，客户不存在恶意欠费行为，系银行代扣失败。"),
        Reply("工作人员对客户态度差，情况属实，已通报批评。"),
        Reply("因短信发至旧号，客户未看到短信，已更新号码。"),
        Reply("奇怪供电所为何未接到报修，经查系派单失败。"),
        Reply("客户喜欢网上缴费，已指导；总是跳闸系漏电，已排除。"),
        Reply("客户称“别怪供电所没提醒”，已道歉。"),
        Reply("坐席说客户想占便宜，属服务违规，已批评教育。"),
        Reply("客户年纪大、行动不便，5月3日上门代办过户。"),
        Reply("营业员讲解时未考虑客户年龄大、听力弱，语速过快，已致歉。"),
        Reply("营业员解释了三次仍未讲明白，已重讲。"),
        Reply("因我所未讲清楚，客户不清楚用电常识，已上门讲解。"),
        Reply("主要是末端导线细，客户想多了解改造计划，已告知。"),
    ),
    bad=(
        Reply("该客户无理取闹，我公司已多次解释。"),
        Reply("客户素质低，态度恶劣，拒绝沟通。"),
        Reply("工作人员耐心解释，但客户胡搅蛮缠。"),
        Reply("经核实客户系恶意投诉。"),
        Reply("通知早已张贴，客户不看通知，停了电反倒怪我公司。"),
        Reply("客户毫无用电常识，凭空猜测电表不准。"),
        Reply("客户动不动就投诉，纯粹是没事找事。"),
        Reply("客户过于敏感，借机多要补偿。"),
        Reply("该客户向来爱挑毛病，已回电解释。"),
        Reply("该户一贯喜欢告状，有事没事打热线闹一闹。"),
        Reply("主要是客户年纪大、理解能力差，讲了三遍还听不明白。"),
        Reply("客户年事已高，沟通理解存在困难，故产生误会。"),
        Reply("客户想借停电之机占点便宜，不予赔偿。"),
        Reply("不排除客户有借机获利的想法，已告知理赔流程。"),
        Reply("客户意在多要补偿，动机值得商榷。"),
    ),
)
def derogatory(case: Case) -> Iterator[Found]:
    ours = None
    for field, passage in ((Field.TEXT, case.text), (Field.OPINION, case.opinion)):
        for hit, instead in _insults(passage):
            if mild := UNKNOWING.search(hit.word):
                ours = _untold_by_us(case) if ours is None else ours
            yield Found(
                f"“{hit.word}”是贬损、指责客户的话",
                f"换成中性说法，例如“{instead}”，只写事实",
                field,
                hit.start,
                hit.end,
                instead,
                Severity.REMIND if mild and ours else None,
            )


def _untold_by_us(case: Case) -> bool:
    """Whether the text says that it was us who did not tell or explain it well."""
    text = case.text
    return any(not (THEY.search(text.before(hit.start)) or text.said(hit.start)) for hit in text.find(UNTOLD_BY_US))


@rule(
    "so_called",
    "所谓",
    clause="D8",
    code="wording",
    severity=Severity.REMIND,
    good=(
        Reply("所谓“力调电费”，是指按功率因数调整的电费。"),
        Reply("客户称“所谓的检修”没有公告，经查公告已张贴。"),
        Reply("客户所述“电压低”属实。"),
    ),
    bad=(
        Reply("针对客户所谓的“噪声”，实测39分贝。"),
        Reply("客户所谓多收电费一事，经核对计费正确。"),
        Reply("其所谓的损失没有依据。"),
    ),
)
def so_called(case: Case) -> Iterator[Found]:
    for hit in case.text.find(SO_CALLED):
        if not (case.text.quoted(hit.start) or case.text.said(hit.start, strongly=True)):
            yield Found(
                f"“{hit.word}”像是在质疑客户",
                "改成“客户反映的”或“所述”",
                start=hit.start,
                end=hit.end,
                instead="所述的" if hit.word.endswith("的") else "所述",
            )
            return


# Somebody of ours said it, or it is called a fault: told again, not the writer's word.
RETOLD = re.compile(
    rf"(?:{STAFF}|[一-龥]{{1,3}}(?:员|班长|所长|经理))[^，。；]{{0,12}}?(?:说|称|讲|骂|嚷|吼|喊|答|回复|告知|告诉|表示|扔下|甩下|以|用)[^，。；]{{0,12}}$"
)
FAULTED = re.compile(
    r"属实|不[当妥该]|欠妥|违反|违规|批评|考核|通报|处罚|约谈|用语|言语|语气|态度|推诿|冷漠|说法|这类?话|此类|等(?:话|语|说法|言)"
)
DENIED = re.compile(
    r"[^，。；]{0,4}(?:一事|一说|之说|之事|的?(?:说法|情况|问题|行为|现象))[^。；]{0,12}(?:不(?:属)?实|不存在|不成立|有误|查无|未发现)"
)
# Somebody of ours in the third person, who did or said what follows.
STAFF_DOES = re.compile(r"人员|[一-龥]员|员工|师傅|班长|所长|经理|坐席|客服|电工|柜台|窗口|前台")
# 此前客户将就用电, 不得让客户自己想办法: how it was, or must not be.
FORMERLY = re.compile(
    r"(?:此前|以往|以前|之前|原先|过去|原来|长期|多年|一直|历来|曾|平时|暂时)[^，。；]{0,10}$|(?:禁止|严禁|不得|不能|不许|不应|不再|不会|杜绝|避免|防止|以免|免得|无需|不必|不用)[^，。；]{0,10}$"
    r"|(?:要求|责令|告诫|责成|叮嘱|督促|提醒)(?!客户|用户|其)[^，。；]{2,12}$"
)


@cache
def curtly() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((words.compiled((pattern,)), instead) for pattern, instead in words.rows("curt"))


@rule(
    "curt",
    "生硬推脱的话",
    clause="D8",
    code="wording",
    severity=Severity.BLOCK,
    good=(
        Reply("楼顶产权属物业，已联系物业5月30日补漏，表箱先套防水布，并留物业电话供客户查询。"),
        Reply("客户可自行登录网上国网查询进度，我所每周三主动电话告知。"),
        Reply("因线径偏细，今年无法更换，已列入明年计划，6月30日前调档，客户同意先行使用。"),
        Reply("经查录音，坐席答复“爱找谁找谁”，情况属实，已批评教育。"),
        Reply("营业员让客户自己想办法，服务不当，已致歉并代办过户。"),
        Reply("客户称投诉也没用，已道歉，5月3日换线。"),
        Reply("此前客户只能凑合用，5月3日换线后电压221伏。"),
        Reply("我所没有办法当日更换，5月4日9时前换完。"),
        Reply("我所从未请客户撤销投诉，5月5日更换表箱。"),
        Reply("要求客户撤销投诉的说法经查不实，5月5日更换表箱。"),
        Reply("感谢客户理解员工不易，5月5日更换接户线。"),
        Reply("请客户不要再拨打已停用的旧号码，改打0731-5550000。"),
    ),
    bad=(
        Reply("据产权协议楼顶归物业，这事不归我们管，客户爱找谁找谁。"),
        Reply("已调高分接头一档。我们也没办法，就这条件，客户将就着用吧。"),
        Reply("以后进度让客户自己上网看，别老打电话来问，问了也白问。"),
        Reply("排队的人多，催也没用，让他慢慢等着吧。"),
        Reply("客户愿意告哪儿告哪儿，我所不怕。"),
        Reply("5月5日更换表箱，另请客户配合到系统撤销本次投诉。"),
        Reply("请客户自行拨打城关供电所营业班电话咨询。"),
        Reply("村里有电用就不错了，叫客户自己想办法。"),
    ),
)
def curt(case: Case) -> Iterator[Found]:
    """What our own unit says to shrug a customer off, whatever it did beside."""
    text = case.text
    for pattern, instead in curtly():
        for hit in text.find(pattern):
            if not _ours(text, hit):
                continue
            yield Found(
                f"“{hit.word}”语气生硬，像是不愿管",
                f"换成中性说法，例如“{instead}”，写明能做什么、几时做",
                start=hit.start,
                end=hit.end,
            )
            return


def _ours(passage: Passage, hit: Hit) -> bool:
    """Whether the writer says it, in the unit's own voice."""
    at = hit.start
    if passage.quoted(at) or passage.said(at) or passage.supposed(at) or passage.negated(at):
        return False
    if DENIED.match(passage.text, hit.end):
        return False
    before = passage.before(hit.start, 40)
    if FORMERLY.search(before) or RETOLD.search(before):
        return False
    told = STAFF_DOES.search(passage.text[passage.sentence_at(hit.start)[0] : hit.start])
    return not (told and FAULTED.search(passage.text, hit.end))
