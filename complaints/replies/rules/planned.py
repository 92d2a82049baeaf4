"""Which of the times a text names are still to come."""

from __future__ import annotations

import re

from complaints.replies.case import Case
from complaints.replies.reading import FUTURE
from complaints.replies.times import Moment

PLANNED = re.compile(
    r"定[于在]|限(?=$|[于在])|停电(?:后)?(?:更换|检修|施工|改造|处理|消缺|作业|安装|拆|迁|加装|接火)|前(?:完成|处理|解决|完工|竣工|投运|办结|送电|更换|安装|答复|恢复|到位|整改|实施|上门|予以|全部)|(?:之?前(?!次)|底前|(?<![引一])起)|预计|计划|拟|将|安排|约定|有效期|截止|截至|到期|至(?=\d)|预约|下次|周期|电费(?:发行|结算|例日)|例日|届时|待|承诺|公告|通知"
)
# A later step of what is told already, and a deed that is told as done.
LATER = re.compile(
    r"(?:后|时)[，,]?(?:再|将|由|即|会|予|与|向|对|安排|复|更换|核|通知)|再(?:次)?(?:[与向由对为到测核查复组安更做]|上门|联系)|复[测查核检]|届时|首(?:[期批]|次(?!到|去|上门|现场|联系|[查核检校]))|试[行用点]|上线|启用|出账|到账|投[用运]|到货|到期|出具|送达|取回|上机|排期|工期|周期|交付|发车|预计|计划|将|拟|安排|约定|商定|列入|纳入"
)
COMPLETED = re.compile(r"已|了(?!解)|(?:完毕|完成|结束|到位|正常)$|过(?=[一二两三\d]次)")
BEFORE = re.compile(r"已[经]?[于在]$")  # 已于6月20日退回
ENDED = re.compile(r"恢复|送电|复电|到[达场]|抵达|完工")  # 到场后更换断路器，于15时50分恢复供电: told as done
RANGE = re.compile(r"\s?(?:至|到|[-—~～]+)\s?\d")


def planned(case: Case, moment: Moment) -> bool:
    """Whether what the text tells of that time is still to come, only supposed, or somebody's word."""
    after = case.text.after(moment.end)
    before = case.text.before(moment.start, 40)
    return (
        any(pattern.search(part) for pattern in (FUTURE, PLANNED) for part in (before, after))
        or bool(RANGE.match(case.reply.text, moment.end))
        or case.text.supposed(moment.start)
        or case.text.said(moment.start)
        or _later_step(case, moment)
    )


def _later_step(case: Case, moment: Moment) -> bool:
    """预计7月起不再加收，8月5日出账后再核对一次: planned in a clause beside it, or after something else, and not told as done."""
    text, at = case.text, case.text.index_at(moment.start)
    here = text.clauses[at]
    if COMPLETED.search(here.text[moment.end - here.start :]) or BEFORE.search(case.text.before(moment.start)):
        return False
    before = text.clauses[at - 1] if at else None
    after = text.clauses[at + 1] if at + 1 < len(text.clauses) else None
    announced = before and before.sentence == here.sentence and LATER.search(before.text)
    if announced and before and ENDED.match(case.text.after(moment.end, 4)) and not FUTURE.search(before.text):
        announced = None
    follows = after and after.sentence == here.sentence and re.match(r"届时|到时|再|将|预计|并(?:再|将)", after.text)
    return bool(announced or follows or LATER.search(here.text, moment.end - here.start))
