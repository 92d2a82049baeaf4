"""D5: punctuation. What is doubled or missing throughout comes back like a wrong character; the rest is reminded of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reply import Reply, Severity
from complaints.replies.rule import Found, rule
from complaints.replies.rules.length import ENDING

CJK = "一-龥"
DOUBLED = re.compile(r"[，,、；;：。]{2,}|[，、；：][。！？!?]|[。！？!?][，、；：。]+|[！!]{2,}|[？?]{2,}")
HALF = re.compile(
    rf"(?<=[{CJK}])[,;?!](?!\w*[=&])|(?<=[{CJK}]):|(?<=[{CJK}])\.(?=[{CJK}\s]|$)|(?<=[\d%a-zA-Z])[,;](?=[{CJK}])|(?<=[%])\.(?=[{CJK}]|$)|(?<=\d)(?<![，,。；;：:、\s（(]\d)(?<!^\d)(?<![，,。；;：:、\s]\d\d)\.(?=[{CJK}]|$)|(?<=[{CJK}])\((?=[{CJK}])|\((?=[{CJK}])|(?<=[{CJK}])\)"
)
FULL = dict(zip(",;:?!.()", "，；：？！。（）", strict=True))
PAIRS = {"（": "）", "(": ")", "“": "”", "‘": "’", "「": "」", "『": "』", "【": "】", "《": "》", "〔": "〕"}
CLOSERS = {closer: opener for opener, closer in PAIRS.items()}
ENUMERATED = re.compile(r"(?:\d|[一二三四五六七八九十]|[a-zA-Z①-⑳])$")
FINAL = re.compile(r"[。！？!?.…；;”’」』】）)》～~]$")
# A signature, a figure or a date at the end wants no full stop.
NO_STOP_NEEDED = re.compile(
    rf"(?:经办|承办|处理|回复|填报|办理|联系|答复|报告)人?[:：]?\s?[一-龥]{{2,4}}$|(?:人员?|电话|时间|日期|编号|意见)[:：][^，。；！？]{{0,20}}$|{ENDING}$"
)
# A time of day (8:50) is no pause.
BREATHLESS = re.compile(r"(?:[^，,。！？!?；;：:、\n\r（）()“”\s]|(?<=\d)[:：](?=\d)){46,}")
SHOWN = 5  # of what is told of many places at once
OUT_OF_BREATH = words.threshold("punctuation.out_of_breath")
LONGEST_BREATH = words.threshold("punctuation.longest_breath")


@rule(
    "doubled_punctuation",
    "标点重复",
    clause="D5",
    code="wrong_characters",
    severity=Severity.BLOCK,
    good=(Reply("已更换电表……客户满意——本人签字。"), Reply("已更换电表（一只），客户满意。")),
    bad=(Reply("已更换电表。。客户满意。"), Reply("已更换电表，，客户满意。"), Reply("已更换电表，。")),
)
def doubled_punctuation(case: Case) -> Iterator[Found]:
    for hit in islice((hit for hit in case.text.find(DOUBLED) if not case.text.quoted(hit.start)), SHOWN):
        yield Found(f"标点“{hit.word[:6]}”重复", "只留一个标点", start=hit.start, end=hit.end, instead=hit.word[-1])


@rule(
    "half_width_punctuation",
    "半角标点",
    clause="D5",
    code="wrong_characters",
    severity=Severity.REMIND,
    good=(
        Reply("14:05到达，电压为220.5V，损失1,200元。"),
        Reply("10kV线路（A相）接地，编号SG-01。"),
        Reply("1.核实：误差为0.2%。2.措施：已换表。 3.结果：合格。"),
    ),
    bad=(Reply("已更换电表,客户满意。"), Reply("已更换电表.客户满意."), Reply("已更换电表(一只)，客户满意。")),
)
def half_width_punctuation(case: Case) -> Iterator[Found]:
    hits = list(case.text.find(HALF))
    if hits:
        first = hits[0]
        many = f"，共{len(hits)}处" if len(hits) > 1 else ""
        yield Found(
            f"中文里用了半角标点“{first.word}”{many}",
            f"改成全角“{FULL[first.word]}”",
            start=first.start,
            end=first.end,
            instead=FULL[first.word],
        )


@rule(
    "unpaired_mark",
    "标点不成对",
    clause="D5",
    code="wrong_characters",
    severity=Severity.REMIND,
    good=(Reply("1）已更换电表（一只）；2）客户称“满意”。"), Reply("《供电营业规则》规定，【已联系】客户。")),
    bad=(Reply("已更换电表（一只，客户满意。"), Reply("客户称“满意。"), Reply("根据《供电营业规则规定，已解释。")),
)
def unpaired_mark(case: Case) -> Iterator[Found]:
    text = case.reply.text
    open_ones: list[int] = []
    wrong: list[int] = []
    for at, mark in enumerate(text):
        if mark in PAIRS:
            open_ones.append(at)
        elif mark in CLOSERS:
            if open_ones and PAIRS[text[open_ones[-1]]] == mark:
                open_ones.pop()
            elif open_ones and mark in "）)" and text[open_ones[-1]] in "（(":
                open_ones.pop()  # of two widths, told elsewhere
            elif not (mark in "）)" and ENUMERATED.search(text[max(0, at - 2) : at])):
                wrong.append(at)
    wrong += open_ones
    if wrong:
        at = min(wrong)
        yield Found(f"“{text[at]}”没有成对", "补上另一半，或删去这一个", start=at, end=at + 1)


@rule(
    "no_full_stop",
    "结尾没有句号",
    clause="D5",
    code="wrong_characters",
    severity=Severity.REMIND,
    unless=("empty_text", "bare_withdrawal"),
    good=(
        Reply("已更换电表。"),
        Reply("已更换电表。处理人：王某"),
        Reply("已更换电表。经办马德彪"),
        Reply("已更换电表。\n李强", handler="李强"),
        Reply("已更换电表，具体情况详见附件"),
    ),
    bad=(Reply("5月3日已更换电表，客户满意"), Reply("已更换电表，"), Reply("经检定合格，已告知客户、")),
)
def no_full_stop(case: Case) -> Iterator[Found]:
    text = case.reply.text.rstrip()
    handler = (case.reply.handler or "").strip()
    signed = NO_STOP_NEEDED.search(text[-40:]) or (handler and text.endswith(handler))
    if len(text) > 4 and not FINAL.search(text) and not signed:
        yield Found(
            "结尾没有句号",
            "在末尾加“。”",
            start=len(text) - 1,
            end=len(text),
            instead=text[-1] + "。" if text[-1] not in "，、：,:;" else "。",
        )


@rule(
    "breathless",
    "整段没有标点",
    clause="D5",
    code="wrong_characters",
    severity=Severity.BLOCK,
    good=(
        Reply("5月3日，台区经理到现场测量电压，三相平衡后电压为226伏，符合标准，已告知客户，客户满意。"),
        Reply("经对某县城郊供电所某镇后胡村东台区低压线路及接户线进行全面检查测试，未发现异常。"),
        Reply("更换HPLC-3000A型通信模块SG20240515000012345678号后14:05恢复采集，已告知客户。"),
    ),
    bad=(
        Reply(
            "6月3日查明客户缴费后余额未更新系银行对账文件延迟6月3日14时已完成补账余额显示正确并向客户解释到账时间规则。"
        ),
        Reply(
            "6月13日8:50到场查看门前电杆裂纹属实系巡视不到位当天更换新杆11:30完工垂直度检测合格同线路其余电杆已普查客户当面表示满意。"
        ),
        Reply(
            "五月三日上午我公司城郊供电所台区经理王某到达客户家中对客户家的电能表进行了现场检查和校验后发现误差合格并向客户进行了详细解释说明客户表示认可。"
        ),
    ),
)
def breathless(case: Case) -> Iterator[Found]:
    for hit in case.text.find(BREATHLESS):
        length = len(re.findall(rf"[{CJK}]", hit.word))
        if length > LONGEST_BREATH:
            severity = Severity.REMIND if length <= OUT_OF_BREATH else None  # a long address is not a whole reply
            yield Found("一整段没有标点", "按意思断句，加上逗号和句号", start=hit.start, end=hit.end, severity=severity)
            return
