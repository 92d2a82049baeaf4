"""D5: what is asked is not refused without a reason, sent away without a basis, or left out beside something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reading import Hit
from complaints.replies.reply import Reply, Severity
from complaints.replies.rest import CHINESE
from complaints.replies.rule import Found, rule
from complaints.replies.rules.demand import shared, taken_up
from complaints.replies.times import MOMENT

PROSE = frozenset({"complaint", "opinion", "inquiry", "misconduct"})
EARLIER = (
    "bare_withdrawal",
    "brush_off",
    "solved_barely",
    "element_done",
    "empty_text",
    "opinion_swapped",
    "demand_unanswered",
)
CUSTOMER_DOES = re.compile(
    r"(?:客户|用户|本人|其|对方|业主|家属|家人|房东|邻居|村民)(?:均|也|仍|暂|目前|表示|称|家|自己|经济)?$"
)
CONDITION_OF = re.compile(r"^[^，。；]{0,8}(?:的(?!要求|诉求|申请|请求)|时|后|前|者)")
WHY = re.compile(
    r"(?:查[明清找]|说[明清]|解释|告知|找[出到]|讲清|弄清|核实|分析|给出|搞清|明确)[^，。；]{0,8}?(?:原因|缘[由故]|怎么回事|为什么|为何|何故)|(?:想知道|问|要)[^，。；]{0,14}?(?:原因|缘[由故]|毛病|怎么回事|为什么|问题出在)"
)
NOT_SO = re.compile(r"(?:无|未见?|没有|不再)[^，。；]{0,5}")
# Where a second matter begins, told as such.
BESIDE = re.compile(
    r"[，；。,;]?(?:并且|而且|另外|此外|另(?=[投反举])|还(?=[把将私向收骂让用拿擅偷违强]|曾|多次|经常|长期))"
)
ASKS = re.compile(r"^(?:要求|希望|请|诉求|建议|望|盼)")
HOURS = re.compile(r"[时点分]\s?(?:期?间|内|许|左右)?$")
# 客户反映无法过户, 无法过户一事属实: how it was.
RETOLD = re.compile(r"(?:反映|投诉|举报|来电|诉求|称|说|表示|认为|此前|之前|曾|原|当时|一直|导致|造成|致)[^，。；]*$")
BORNE_OUT = re.compile(r"[^，。；]{0,10}(?:属实|一事|的?(?:问题|情况|原因))")
AGAINST = re.compile(r"追|罚|停|通知|签|维持|收|送达|补[交缴]|存|备案|登记")  # done to the customer, or to the papers
NAMES = re.compile(r"^(?:的?(?:申请|要求|诉求|业务|事项|手续)|一事)")  # 受理增容申请: what is asked for
# 按相关规定: which, it does not say.
VAGUE_RULE = re.compile(
    r"(?:按照?|依照?|依据|根据|遵照)?(?:相关|有关|公司|内部|上级)(?:的)?(?:规定|要求|制度|政策|标准|文件|规范|办法)"
)
WEIGHTY = re.compile(r"因(?!此|而)|由于|鉴于|依据|根据|按照|《|规定|\d\s?(?:米|%|元|伏|V|kV|分贝)")
TOLD_AT_MOST = words.threshold("refusal.told_at_most")
OWN = words.threshold("refusal.own")
OWN_SHARE = words.threshold("refusal.own_share") / 100


@cache
def _words(name: str) -> re.Pattern[str]:
    return words.pattern("refusal", name)


def _ours(case: Case, hit: Hit, *, customers: bool = True) -> bool:
    """Whether the utility says it, of a request; ``customers``: it may be a customer who refuses."""
    text = case.text
    return not (
        text.quoted(hit.start)
        or text.said(hit.start, strongly=True)
        or text.supposed(hit.start)
        or (customers and not hit.word.startswith("不予") and CUSTOMER_DOES.search(text.before(hit.start)))
        or CONDITION_OF.match(text.after(hit.end))
    )


@rule(
    "refused_barely",
    "拒绝没有理由",
    clause="D5",
    code="no_result",
    severity=Severity.BLOCK,
    kinds=PROSE,
    unless=(*EARLIER, "sent_away"),
    good=(
        Reply("电缆改到北墙须穿越燃气管道，间距0.3米不足，要求不予受理，已说明。"),
        Reply("按《供电营业规则》，客户要求的减免不能满足，已说明。"),
        Reply("客户不同意更换，已说明。"),
        Reply("该处净距不足，暂不考虑迁移，已在杆上加装反光标识。"),
        Reply("核对抄表照片，示数与系统一致，不予退费，已说明。"),
        Reply("房屋有两位共有人，另一方未签字，不能过户，已告知补委托书。"),
        Reply("烧坏的插座在表后，产权分界点在表箱出线端，不予赔偿。"),
        Reply("台区电压记录218至229伏，冰箱损坏不予赔偿，已交付曲线。"),
        Reply("客户反映无法过户属实，当日补办完成。"),
        Reply("10时至11时无法办理业务，已致歉。"),
        Reply("资料不全不予受理的规定已向客户说明，5月4日补齐资料后办结。"),
    ),
    bad=(
        Reply("6月24日已答复客户，其迁移电缆的要求不予受理，请客户理解。"),
        Reply("经研究，客户的诉求无法满足，已电话告知，请客户谅解。"),
        Reply("客户要求减免违约金，我公司不能同意，敬请理解。"),
        Reply("关于更换电表的申请，我所不予办理，已向客户解释。"),
        Reply("6月12日到户查看冰箱主板并拍照，经所务会讨论，不予赔偿，当日16时上门答复了客户，现场照片留存。"),
        Reply("客户申请过户的房屋经查询目前不能过户，6月12日营业班长已当面向客户说明，客户表示知晓。"),
        Reply("电杆位于客户院墙外3米，6月12日班长到现场勘查，移杆申请未获批准，已当面答复客户。"),
        Reply("核对后按相关规定不予退费，已电话告知客户并请其理解，通话录音已存档备查。"),
        Reply("复核了客户的申诉，维持原处理决定，追补电费3200元，通知书6月12日送达客户签收。"),
        Reply("查阅台账，客户家电一事不在赔偿范围，6月12日已通知客户，录音留存。"),
    ),
)
def refused_barely(case: Case) -> Iterator[Found]:
    hit = _refused(case)
    if hit is None:
        return
    kept = [
        clause
        for clause in case.text.clauses
        if not (_words("courtesy").search(clause.text) and not WEIGHTY.search(clause.text))
        and not clause.start <= hit.start < clause.end
    ]
    told = "，".join(clause.text for clause in kept)
    whole = f"{told}，{case.text.clause_at(hit.start).text}"
    for empty in (_words("refuses"), _words("refuses.state"), VAGUE_RULE, words.pattern("suggestion", "empty")):
        whole = empty.sub(" ", whole)
    if _words("ground").search(whole) or case.until:
        return
    done = any(
        clause.start <= each.start < clause.end
        and not (AGAINST.search(each.word) or NAMES.match(case.text.after(each.end)))
        for clause in kept
        for each in case.remedies
    )
    yield Found(
        f"“{hit.word}”没有写理由",
        "写明为什么不能、依据哪一条规定或哪一项测量，有没有别的办法，例如“因净距不足0.5米，不能迁移”",
        start=hit.start,
        end=hit.end,
        severity=Severity.REMIND if done or _beside(case) > TOLD_AT_MOST else None,  # a ground perhaps in no list
    )


def _beside(case: Case) -> int:
    """How many Chinese characters tell of anything but the refusal, the course it took and courtesy."""
    empty = ("refuses", "refuses.state", "hollow", "courtesy")
    kept = [
        MOMENT.sub("", clause.text)
        for clause in case.text.clauses
        if not any(_words(name).search(clause.text) for name in empty)
    ]
    return len(CHINESE.findall("".join(kept)))


def _refused(case: Case) -> Hit | None:
    """Where what is asked is refused, and not only told as the customer reported it."""
    text = case.text
    for hit in text.find(_words("refuses")):
        # 10时至11时无法办理业务: how it was for an hour.
        if _ours(case, hit) and not (HOURS.search(text.before(hit.start)) and not hit.word.startswith("不")):
            return hit
    for hit in text.find(_words("refuses.state")):
        if not (
            RETOLD.search(text.before(hit.start, 40)) or BORNE_OUT.match(text.after(hit.end)) or text.said(hit.start)
        ) and _ours(case, hit, customers=False):
            return hit
    return None


@rule(
    "sent_away",
    "推出去没有依据",
    clause="D8",
    code="wording",
    severity=Severity.BLOCK,
    kinds=PROSE,
    unless=EARLIER,
    good=(
        Reply("打火处在电能表后，按产权分界由客户维护，请客户自行处理，已推荐持证电工。"),
        Reply("该线缆属通信公司，不在我所管辖范围，已联系其5月9日扎线。"),
        Reply("客户户内插座烧毁，请客户自行更换。"),
        Reply("客户称“与供电部门无关”的说法不妥，已致歉。"),
    ),
    bad=(
        Reply("打火的线不在我所管辖范围，与供电部门无关，请客户自行找人处理。"),
        Reply("经现场查看，该处不归我公司管，请客户自己联系处理。"),
        Reply("此事与我所无关，已答复客户。"),
        Reply("到现场看过，线断了要自己修，请客户自行解决后再用电。"),
    ),
)
def sent_away(case: Case) -> Iterator[Found]:
    hit = next((hit for hit in case.text.find(_words("sends_away")) if _sent(case, hit)), None)
    if hit is None or _words("basis").search(_words("sends_away").sub(" ", case.reply.text)):
        return
    yield Found(
        f"“{hit.word}”没有依据，像是推诿",
        "写明产权分界在哪里、依据哪一条（《供电营业规则》或供用电合同），以及给了客户什么帮助",
        start=hit.start,
        end=hit.end,
    )


def _sent(case: Case, hit: Hit) -> bool:
    text = case.text
    return not (text.quoted(hit.start) or text.said(hit.start, strongly=True) or text.supposed(hit.start))


@rule(
    "cause_untold",
    "问原因没有答",
    clause="D5",
    code="demand_not_answered",
    severity=Severity.BLOCK,
    kinds=frozenset({"complaint", "opinion"}),
    unless=(*EARLIER, "outage_without_cause", "nothing_done", "passed_on", "request_ignored", "frequent_answered_once"),
    good=(
        Reply("零线氧化虚接，重做接头后电压稳定在221V。", demand="电压忽高忽低，要求查明原因", true=True),
        Reply("经处理电压恢复正常。", demand="电压忽高忽低，要求尽快处理", true=True),
        Reply("更换烧断的导线20米，9时30分恢复供电。", demand="停电，要求恢复并说明原因", true=True),
        Reply("因测温元件误报，复位后恢复正常。", demand="充电桩反复停机，要求说明原因", true=True),
        Reply("经查电压正常，未发现波动。", demand="电压忽高忽低，要求查明原因", true=False),
    ),
    bad=(
        Reply("经现场处理，电压已稳定在221V，使用正常。", demand="电压忽高忽低，要求查明原因并处理", true=True),
        Reply("5月4日检修后充电桩恢复正常，已致歉。", demand="充电桩反复停机，请说明原因", true=True),
        Reply("调试完毕，表计显示正常，请客户放心使用。", demand="电表黑屏，希望告知是什么原因", true=True),
        Reply("8时到场更换导线20米，9时30分恢复供电。", demand="停电，要求恢复并说明原因", true=True),
    ),
)
def cause_untold(case: Case) -> Iterator[Found]:
    if case.reply.true is not True or not WHY.search(case.reply.demand):
        return
    cured = next((hit for hit in case.text.find(_words("cured")) if not case.text.said(hit.start)), None)
    told = words.pattern("outage", "no_why").sub(" ", _words("cured").sub(" ", case.reply.text))
    if cured is None or case.says("cause") or _causes().search(NOT_SO.sub(" ", told)):
        return
    yield Found(
        f"客户问原因，正文只写“{cured.word}”",
        "写明查到的原因，例如“因零线接头氧化虚接，电压波动”",
        start=cured.start,
        end=cured.end,
    )


@cache
def _causes() -> re.Pattern[str]:
    """Why power failed, without what only mends it."""
    return words.compiled(
        tuple(word for word in words.sections("outage")["why"] if not word.startswith(("更换", "换")))
    )


@rule(
    "conduct_unanswered",
    "言行没有答复",
    clause="D5",
    code="demand_not_answered",
    severity=Severity.BLOCK,
    kinds=PROSE,
    unless=EARLIER,
    good=(
        Reply("表箱漏水已加罩；该员所说属实，已批评并致歉。", demand="表箱漏水；另投诉检修人员说“死不了人”"),
        Reply("5月4日更换导线，电压215V。", demand="电压低，工作人员说要等改造"),
        Reply("经调取录音，用语规范；5月4日恢复供电。", demand="停电，投诉客服态度差"),
    ),
    bad=(
        Reply(
            "5月4日加装防雨罩，箱内干燥。", demand="表箱漏水；另投诉检修人员说“死不了人”，要求修好并对该人员作出处理"
        ),
        Reply("5月4日更换空开，恢复供电。", demand="停电报修，抢修师傅态度恶劣，要求处理该员工"),
        Reply("5月4日重新核算，退还电费30元。", demand="电费算错，要求更正；投诉收费员骂人"),
        Reply("5月4日更换表箱，箱门关严。", demand="投诉箱门坏了，来人爱理不理，语气难听，希望道歉"),
    ),
)
def conduct_unanswered(case: Case) -> Iterator[Found]:
    hit = _words("conduct").search(case.reply.demand)
    if hit is None or _words("conduct.answered").search(case.reply.text):
        return
    if not _words("demanded").search(case.reply.demand):
        return  # told in passing: that a topic is left out is reminded of already
    yield Found(
        f"客户还反映“{hit.group()[:24]}”，正文只答了别的",
        "写明对人员言行的核实（录音、监控、当事人询问）和处理结果",
    )


@rule(
    "second_matter",
    "另一件事没有答",
    clause="D5",
    code="demand_not_answered",
    severity=Severity.REMIND,
    kinds=PROSE,
    unless=(*EARLIER, "demand_partly_answered", "request_ignored", "conduct_unanswered", "point_unanswered"),
    good=(
        Reply("公车钓鱼属实，警告处分；旧电缆经盘点12盘均在库。", demand="举报尚某公车私用，并且把旧电缆拉出去卖钱"),
        Reply("5月4日扶正电杆。", demand="电杆倾斜，而且要求尽快处理"),
        Reply("5月4日扶正电杆。", demand="电杆倾斜，另外希望给个说法"),
    ),
    bad=(
        Reply("公车6月21日钓鱼属实，已警告。", demand="举报员工公车私用，并且把所里退运的旧电缆拉出去卖钱"),
        Reply("5月4日扶正电杆并培土夯实。", demand="门口电杆倾斜，另外楼道照明灯座裸露铜丝"),
        Reply("午间饮酒属实，扣绩效500元。", demand="举报王某午间饮酒，还把客户的旧表箱私自转让给废品站"),
    ),
)
def second_matter(case: Case) -> Iterator[Found]:
    demand, answer = case.reply.demand, f"{case.reply.text} {case.reply.opinion or ''}"
    for found in BESIDE.finditer(demand[:400]):
        part = re.split(r"[。；;，,]", demand[found.end() :], maxsplit=1)[0]
        own = words.pattern("generic").sub("", part)
        if ASKS.match(part) or len(re.findall(r"[一-龥]", own)) < OWN or _words("courtesy").fullmatch(part):
            continue
        if not shared(part, answer) and taken_up(part, answer) < OWN_SHARE:
            yield Found(f"客户还反映“{part[:20]}”，正文没有提到", "逐项答复；查无此事的，写明查了什么")
            return
