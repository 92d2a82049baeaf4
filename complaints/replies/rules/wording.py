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
