"""Low reminders: words of speech, and nobody named as having acted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reply import Reply, Severity
from complaints.replies.rule import Found, rule

VAGUE_SUBJECT = re.compile(r"(?:有关|相关|某)(?:人员|部门|单位|同志|领导)(?:已|已经|进行|到|前往)(?!上报|转)")
LETTER = re.compile(
    r"(?:尊敬|敬爱|亲爱)的?(?:[电力广大]{0,4}(?:客户|用户|市民|朋友)|您|[一-龥]{1,3}(?:先生|女士))|祝(?:您|你|愿您|客户|阁下)|(?<!特)此致(?!谢|歉)|敬礼"
    r"|感谢您?一直以来|(?:关心|支持|信任)[、与和及]{1,2}(?:厚爱|信赖|爱护)|竭诚为您|万事如意|阖家"
)
NICKNAME = re.compile(
    r"(?:由|派|安排|让|电工|师傅|同事)(?:老|小)(?:[张王李赵刘陈杨黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾])(?![区组村学型时])"
)


@cache
def _table() -> dict[str, str]:
    return {row[0]: row[1] for row in words.rows("colloquial")}


@cache
def _wanted() -> re.Pattern[str]:
    return words.compiled(tuple(_table()))


@rule(
    "colloquial",
    "口头语",
    clause="D8",
    code="wording",
    severity=Severity.REMIND,
    good=(Reply("已更换空气开关（空开），恢复供电。"), Reply("客户称“没电了”，经查表前开关烧损，已更换。")),
    bad=(Reply("台区经理已把开关弄好，客户满意。"), Reply("接头烧了，已更换。"), Reply("老百姓反映的问题搞定。")),
)
def colloquial(case: Case) -> Iterator[Found]:
    for hit in case.text.find(_wanted()):
        if not (case.text.quoted(hit.start) or case.text.said(hit.start)):
            instead = _table()[hit.word]
            yield Found(f"“{hit.word}”是口头语", f"改成“{instead}”", start=hit.start, end=hit.end, instead=instead)
            return


@rule(
    "vague_subject",
    "没有写清是谁",
    clause="D6",
    code="other",
    severity=Severity.REMIND,
    good=(Reply("城郊供电所台区经理王某已到现场处理。"), Reply("客户称有关部门已答复。")),
    bad=(Reply("相关人员已到现场更换电表。"), Reply("有关部门已处理，电压恢复正常。"), Reply("由小王到现场更换电表。")),
)
def vague_subject(case: Case) -> Iterator[Found]:
    for pattern in (VAGUE_SUBJECT, NICKNAME):
        for hit in case.text.find(pattern):
            if not (case.text.quoted(hit.start) or case.text.said(hit.start) or case.text.supposed(hit.start)):
                yield Found(
                    f"“{hit.word}”没有写清是谁",
                    "写明单位、岗位和姓名，例如“城郊供电所台区经理王某”",
                    start=hit.start,
                    end=hit.end,
                )
                return


@rule(
    "letter_phrases",
    "书信套话",
    clause="D8",
    code="wording",
    severity=Severity.REMIND,
    unless=("brush_off", "passed_on", "bare_withdrawal"),
    good=(
        Reply("6月6日更换褪色公示牌，已告知客户。"),
        Reply("柜员孔某以“您好”问候并讲解，录音为证。"),
        Reply("短信“尊敬的客户，5月3日计划停电”已于5月1日发送。"),
    ),
    bad=(
        Reply("尊敬的客户您好！6月6日更换了公示牌。祝您生活愉快！"),
        Reply("感谢您一直以来对供电工作的关心与厚爱，6月6日更换了公示牌。"),
        Reply("亲爱的用户，6月6日已更换电表，祝您阖家幸福。"),
    ),
)
def letter_phrases(case: Case) -> Iterator[Found]:
    for hit in case.text.find(LETTER):
        if not (case.text.quoted(hit.start) or case.text.said(hit.start, strongly=True)):
            yield Found(
                f"“{hit.word}”是写给客户的信里的话",
                "处理情况给审核人看：直接写几时、谁、做了什么、结果怎样",
                start=hit.start,
                end=hit.end,
            )
            return
