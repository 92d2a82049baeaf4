"""D5: the customer's opinion in its own field, and nothing else there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from complaints.replies import words
from complaints.replies.case import DISAGREES, Case
from complaints.replies.reading import CUSTOMER
from complaints.replies.reply import Field, Reply, Severity
from complaints.replies.rest import rest
from complaints.replies.rule import Found, rule
from complaints.replies.times import MOMENT

REFUSES = re.compile(
    r"(?:不|未|没有|拒绝|不能|难以|仍未|仍不|未予|尚未|暂未)(?:太|能|予以?|愿|肯|完全|表示|再)?(?:认可|满意|接受|同意(?!撤|销|取消|结案)|认同|谅解|签字)|有异议|不服|(?:双方)?(?:未能?|尚未|没有|仍未)(?:能)?(?:就[^，。；]{0,10})?达成(?:一致|协议|共识)|协商未果|协商不成|协商未成"
)
SOMEBODY = re.compile(
    rf"{CUSTOMER}|树主|户主|村委会|物业|邻居|村民|居民|施工方|开发商|对方|业委会|工作人员|施工单位|其他"
)
TURNED = re.compile(
    r"(?:最终|后来|随后|之后|再次|经(?:解释|协商|沟通|调解|讲解|说明|村委|街道|社区|多次)|又|现(?:已|在)|目前|于是|改[为按由]|\d{1,2}[日时])[^。]{0,40}(?:认可|满意|接受|同意|理解|谅解|签字|签订|达成|付清|到账|完毕|办妥|更换|完成)|(?:表示|并|已)(?:认可|理解|接受|同意|谅解|满意)|达成(?:一致|协议)|签订|协商一致|无异议"
)
AMENDS = re.compile(
    r"\d{1,2}[日时][^。；]{0,24}(?:登门|上门|当面|书面|重新|再次)[^。；]{0,10}(?:致歉|道歉|赔礼|商定|处理|更换|补偿)"
)
NO_MORE = re.compile(r"(?:不再|再无|再没有|没有|无|未)[^，。；]{0,8}$")
BEFORE = re.compile(r"起初|原先|原来|此前|之前|开始|当时|曾|前期|先前|最初|如|若|因|由于")
MEASURED = re.compile(r"\d\s?(?:兆欧|MΩ|千?伏(?!安)|k?V(?![A-Za-z])|安培|毫安|分贝|平方毫米|mm²)")
RESULTS = re.compile(r"(?:误差|[复实]测|测得|测温|绝缘|读数|接线)[^，。；]{0,4}(?:[+＋\-－±]?\d|正确|合格|正常)")
HEARS = re.compile(r"你们|您们|贵[公所局]|放心|就好|就行|不错|谢")  # 你们测温正常就好
# Beside 拟同意办结: a part that begins so, or has such a word, is the customer's.
ASKS = re.compile(r"本人|其|我(?![所局站])|要求?|希望|望|若|如|等|待")
SIGHS = re.compile(r"满意|认可|理解|感谢|谢谢|建议|意见|清楚|明白|知道")
# 客户对换表工作表示满意: what is praised is an act, and yet only an opinion.
PRAISES = re.compile(
    rf"(?:{CUSTOMER})(?:本人)?对[^，。；]{{1,12}}(?:表示)?(?:很|非常|十分|比较)?(?:满意|认可|理解|感谢)"
)

# 客户不认可，但我单位处理无误: the unit's plea, unless they grant it (但承认我所已尽力).
PARTS = re.compile(r"[，,。；;\n]|(?=(?<!不)但|不过(?!户)|然而|可是|实际上|事实上|其实)")
BUT = re.compile(r"但|不过|然而|可是|实际上|事实上|其实")
OUR_OWN = re.compile(r"[我本](?:所(?!有|在)|局|站(?!在)|供电所)")
FIRM = re.compile(r"[我本](?:公司|单位|部门|司|方|班组|们)")  # ours where the customer is named: else perhaps theirs
OUR_STAFF = re.compile(r"供电(?:所|公司|局|部门|企业)|(?:工作|抢修|施工|抄表|检修)人员")
GRANTS = re.compile(
    rf"(?<![向对与给为]){CUSTOMER}|本人|家人|其(?!实)|我(?![公所局司方单站班部们供])|承认|认可|知道|理解|明白|清楚|觉得|感觉|认为|表示|说(?!明)|称|相信|看到|接受|同意|你们|他们|贵|要求|希望|质疑|怀疑|如|若|是否"
)


def _pleads(text: str) -> Severity | None:
    """Whether the unit defends itself beside a customer who is not content; milder where it may be the customer who says
    so (客户不满意，但抢修人员已尽力)."""
    plea, of_unit = words.pattern("opinion", "plea"), words.pattern("opinion", "plea.unit")
    told = re.search(CUSTOMER, text)
    against, turned, found = False, False, None
    for part in PARTS.split(text):
        turned = turned or bool(BUT.match(part))
        own = OUR_OWN.search(part) or (told and FIRM.search(part))
        named = own or (told and OUR_STAFF.search(part))
        hit = (turned and against and plea.search(part)) or (
            named and (turned or against) and (plea.search(part) or of_unit.search(part))
        )
        if hit and not GRANTS.search(part[: hit.start()]):
            if own or plea.search(part):
                return Severity.BLOCK
            found = Severity.REMIND
        against = against or bool(DISAGREES.search(part))
    return found


def _narrates(text: str) -> bool:
    """Whether a text tells what was done, or what was measured."""
    if len(text) < 8:
        return False
    if (MEASURED.search(text) or RESULTS.search(text)) and not (re.search(CUSTOMER, text) or HEARS.search(text)):
        return True
    parts = [piece for piece in re.split(r"[，,。；;\n]", text) if piece]
    acts, speaks = words.pattern("opinion", "acts"), words.pattern("opinion", "speaks")
    acting = [piece for piece in parts if acts.search(piece) and not (re.match(CUSTOMER, piece) or speaks.match(piece))]
    return bool(acting) and (len(acting) * 2 >= len(parts) or len(acting) > 1 or bool(MOMENT.search(text)))


def _unit_speaks(text: str) -> bool:
    """Whether somebody of the unit proposes or decides (拟同意办结), and nowhere the customer speaks beside them."""
    unit, speaks = words.pattern("opinion", "unit"), words.pattern("opinion", "speaks")
    theirs, found = False, False
    for part in re.split(r"[，,。；;\n]", text):
        if (hit := unit.search(part)) and not (re.search(CUSTOMER, part[: hit.start()]) or ASKS.match(part)):
            found = True
        elif part and (re.search(CUSTOMER, part) or speaks.match(part) or SIGHS.search(part)):
            theirs = True
    return found and not theirs


def _only_opinion(case: Case) -> bool:
    """Whether the text tells what the customer thinks and nothing else."""
    text = case.reply.text
    if PRAISES.match(text) and not (MOMENT.search(text) or MEASURED.search(text)):
        return True
    if not words.pattern("signals", "opinion").search(text) or case.says("measure") or case.says("cause"):
        return False
    return not words.pattern("opinion", "acts").search(text) and rest(text, "withdrawals") <= 8


@rule(
    "opinion_swapped",
    "处理情况与客户意见填反",
    clause="D5",
    code="swapped",
    severity=Severity.BLOCK,
    unless=("bare_withdrawal",),
    good=(
        Reply("5月3日到现场更换电表，恢复供电。", opinion="客户表示满意"),
        Reply("5月3日更换电表。", opinion="等5月8日表箱移装完毕后再说"),
        Reply("5月3日更换电表。", opinion="客户同意办结。"),
        Reply("5月3日更换电表。", opinion="本人建议结案。"),
        Reply("5月3日更换电表。", opinion="已向客户解释，客户表示理解。"),
        Reply("5月3日更换专线开关。", opinion="我公司希望今后提前通知。"),
        Reply("5月3日更换电表。", opinion="我所有问题都解决了"),
        Reply("5月3日紧固线夹。", opinion="你们测温正常就好，放心了"),
        Reply("5月3日更换电表。", opinion="我所在的小区都来电了"),
        Reply("5月3日更换电表。", opinion="满意，建议以后提前通知。"),
        Reply("5月3日更换电表。", opinion="请按规定审核赔偿。"),
        Reply("5月3日检定合格。", opinion="客户不太满意，但承认我所已尽力"),
        Reply("5月3日检定合格。", opinion="不满意，但你们处理得也没错"),
        Reply("5月3日检定合格。", opinion="客户不认可我所处理无误的说法，要求复核"),
        Reply("5月3日更换电表。", opinion="客户表示虽然晚了但态度好，接受"),
        Reply("5月3日到现场更换电表，恢复供电。", opinion="客户对5月3日更换电表的处理结果表示认可，希望今后提前通知"),
    ),
    bad=(
        Reply("客户表示满意。", opinion="5月3日台区经理到现场更换电表，恢复供电。"),
        Reply("客户表示理解。", opinion="已更正地址并补寄结算单，物流显示已签收，今后同步推送电子单。"),
        Reply("5月3日更换电表。", opinion="建议按责任投诉归档，拟同意办结。"),
        Reply("5月3日更换电表。", opinion="情况属实，已整改到位，同意上报。"),
        Reply("客户对处理结果认可。", opinion="经现场核实为表前开关烧坏，已更换。"),
        Reply("5月3日更换电表。", opinion="工作人员到达现场更换电表，14时恢复供电"),
        Reply("5月3日将表箱移至一层。", opinion="5月3日已将表箱移装至一层表间，墙面修复完毕"),
        Reply("5月3日查看录像，属实，举报人满意。", opinion="已扣罚收费员绩效200元并调离窗口，5月6日完成培训。"),
        Reply("5月3日换接户线。", opinion="已耐心向客户解释并取得谅解，我所将加强巡视。"),
        Reply("5月3日核实电子账单。", opinion="我所工作已做到位，请上级予以办结。"),
        Reply("5月3日检定合格。", opinion="客户不满意，但我所已尽力"),
        Reply("5月3日检定合格。", opinion="客户不认可，但我单位处理无误。"),
        Reply("5月3日已答复。", opinion="客户不接受；我公司收费符合规定，没有过错"),
        Reply("5月3日已答复。", opinion="客户仍要求赔偿，但其诉求没有依据"),
        Reply("5月3日已答复。", opinion="客户有异议，但确系客户自身原因"),
        Reply("5月3日已答复。", opinion="客户对结果不满，不过经检定电表合格"),
        Reply("5月3日已答复。", opinion="客户不理解，但抢修人员已经尽力"),
        Reply("5月3日紧线，复测6.4米。", opinion="已紧线加高横担，复测6.4米。"),
        Reply("5月3日表箱打胶补漏、加装防雨罩。", opinion="表箱补漏加罩完成，绝缘电阻120兆欧"),
        Reply(
            "客户对换表工作表示满意，说师傅干活利索，别的没有要求了。", opinion="5月3日现场核实为显示屏故障，换新表一只"
        ),
    ),
)
def opinion_swapped(case: Case) -> Iterator[Found]:
    opinion = (case.reply.opinion or "").strip()
    if not opinion:
        return
    if _unit_speaks(opinion):
        yield Found(
            "“客户意见”栏写的是本单位的拟办意见，不是客户的意见",
            "拟办意见走审批，这里只写客户怎么说，例如“客户表示认可”",
            Field.OPINION,
        )
        return
    if severity := _pleads(opinion):
        yield Found(
            "“客户意见”栏里有本单位的辩解，不是客户的意见",
            "这里只写客户怎么说、还要求什么，例如“客户不认可，要求复核”；本单位的依据写进正文",
            Field.OPINION,
            severity=severity,
        )
        return
    narrated, only = _narrates(opinion), _only_opinion(case)
    if narrated and only:
        yield Found(
            "处理情况与客户意见填反了：正文只有客户意见，“客户意见”栏写的是处理过程", "把两栏内容对调", Field.OPINION
        )
    elif narrated and not words.pattern("signals", "opinion").search(opinion):
        yield Found(
            "“客户意见”栏写的是处理过程，不是客户的意见",
            "处理过程写进“处理情况”，这里只写客户怎么说，例如“客户表示认可”",
            Field.OPINION,
        )
    elif only and not words.pattern("signals", "opinion").search(opinion):
        yield Found("正文只有客户意见，没有处理情况", "正文写处理过程和结果，客户意见填入“客户意见”栏")


@rule(
    "opinion_contradicts",
    "客户意见与正文不符",
    clause="D5",
    code="opinion_misplaced",
    severity=Severity.BLOCK,
    unless=("opinion_swapped",),
    good=(
        Reply("客户起初不接受赔偿金额，5月4日再次协商后同意并签字。", opinion="客户表示满意"),
        Reply("树主不同意修剪，经村委会协调，5月5日修剪完毕。", opinion="客户满意"),
        Reply("客户不认可检定结果，已告知仲裁检定渠道。", opinion="客户不认可"),
        Reply("客户原来不接受移杆方案，现按新方案移至路边。", opinion="客户认可新方案"),
    ),
    bad=(
        Reply("每棵350元，合计1400元。客户认为偏低，未接受方案，约定再次协商。", opinion="客户非常满意"),
        Reply("已说明阶梯电价，客户对解释不认可。", opinion="客户表示认可"),
        Reply("多次协商，双方未达成一致。", opinion="客户对结果无异议"),
    ),
)
def opinion_contradicts(case: Case) -> Iterator[Found]:
    if not case.content or not case.asked:
        return
    text = case.text
    hit = next(iter(reversed(list(text.find(REFUSES)))), None)
    if hit is None or text.quoted(hit.start) or text.supposed(hit.start) or NO_MORE.search(text.before(hit.start)):
        return
    if not hit.word.startswith(("双方", "未达成", "协商未", "未能达成")):
        subject = SOMEBODY.findall(case.reply.text[text.sentence_at(hit.start)[0] : hit.start])
        if not subject or not re.fullmatch(CUSTOMER, subject[-1]):
            return
    # The last word counts: a turn afterwards, or a time before.
    if TURNED.search(case.reply.text, hit.end) or BEFORE.search(text.before(hit.start)):
        return
    yield Found(
        f"“客户意见”栏写客户认可，正文却写“{hit.word}”",
        "按客户的原话改成一致；后来认可的，写明何时、因何认可",
        start=hit.start,
        end=hit.end,
        # What was done afterwards, on a day of its own, may have changed their mind.
        severity=Severity.REMIND if AMENDS.search(case.reply.text, hit.end) else None,
    )


@rule(
    "opinion_in_text",
    "客户意见写在正文",
    clause="D5",
    code="opinion_misplaced",
    severity=Severity.BLOCK,
    unless=("bare_withdrawal", "empty_text"),
    good=(
        Reply("已更换电表，客户满意。", opinion="客户满意"),
        Reply("已更换电表，客户满意。", opinion=None),
        Reply("客户认为电表不准，已检定合格。", opinion="客户认可"),
    ),
    bad=(
        Reply("已更换电表，客户表示满意。", opinion=""),
        Reply("经检定误差合格，已解释，客户对结果无异议。", opinion=" "),
    ),
)
def opinion_in_text(case: Case) -> Iterator[Found]:
    if case.reply.opinion is None or case.reply.opinion.strip() or not case.asked:
        return
    hit = case.agreement
    if hit is not None:
        yield Found(
            f"客户意见（“{hit.word}”）写在正文里，“客户意见”栏是空的",
            "把客户的意见填入“客户意见”栏",
            Field.OPINION,
            instead=f"客户表示{hit.word}",
        )


@rule(
    "opinion_vague",
    "客户意见含糊",
    clause="D6",
    code="opinion_misplaced",
    severity=Severity.REMIND,
    good=(Reply("", opinion="客户表示认可"), Reply("", opinion="无异议"), Reply("", opinion="满意")),
    bad=(Reply("", opinion="未知意见"), Reply("", opinion="无"), Reply("", opinion="已解释")),
)
def opinion_vague(case: Case) -> Iterator[Found]:
    opinion = (case.reply.opinion or "").strip()
    if case.asked and opinion and words.pattern("opinion", "vague").fullmatch(opinion.rstrip("。.")):
        yield Found(
            f"“{opinion}”看不出客户的意见",
            "写客户怎么说，例如“客户表示认可”“客户不认可，要求赔偿200元”；联系不上的写明联系情况",
            Field.OPINION,
            end=0,
        )
