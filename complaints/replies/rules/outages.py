"""What is said of outages, in demands and in answers."""

from __future__ import annotations

import re

from complaints.replies import words
from complaints.replies.reading import Passage
from complaints.replies.times import number

FREQUENT = re.compile(
    r"(?:频繁|三番五次|断断续续|接二连三|一而再|天天都|经常|多次|反复|屡次|屡屡|连续|总是|总|老是|老(?![小旧城街百人年村楼房式化板客线家])|时常|时不时|常常|天天|每天|隔三差五|三天两头|动不动|不断|一再|长期|隔[一两三几]?[天日周])[^，。；！？\n]{0,6}?(?:停电|断电|跳闸|没电|无电|掉电|停了电|停一?[次回]电|停(?=[，。；、！？]|$))"
    r"|说停就停|停停送送|(?:停电|断电|跳闸)[^，。；！？\n]{0,4}?(?:不断|频频|没完没了|家常便饭)"
    r"|(?:停电|断电|跳闸|没电|停了?)[^，。；！？\n催打拨报找问跑赔要]{0,4}?(?:频繁|多次|[两二三四五六七八九十\d]{1,4}[多余几]?[次回趟]|好几[次回]|几[次回])"
    r"|[一两二三四五六七八九十\d]{1,4}(?:周|天|个?月|日)[内里]?[^，。；\n]{0,6}?(?:停电|停了?|断电)[^，。；\n]{0,3}?[两二三四五六七八九十\d]{1,4}[多余几]?[次回趟]"
    r"|(?:停电|断电|跳闸)[^，。；\n催打拨报找问跑赔要]{0,12}[两二三四五六七八九十\d]{1,4}[多余几]?[次回趟]"
)
COUNTED = re.compile(r"([两二三四五六七八九十]|\d{1,2})[多余几]?[次回趟](?!电话|来电|热线|报修|投诉|短信|通知)")
# 催了四回, 打三次电话: what is counted is not what failed.
CALLED = re.compile(r"[催打报拨找问跑交缴]|反映|投诉|联系|通知|致电|咨询|来[过了]|上门|回访")
FEW = words.threshold("outage.few")
OUTAGE = re.compile(
    r"停电|停一[次回]电|[停断]了?[两二三四五六七八九十几好多\d]{1,3}[次回趟]电|断电|跳闸|无电|没电|失电|接地"
)
OUTAGE_STATED = re.compile(
    r"(?:烧[断毁坏损]|熔断|脱扣|动作|短路)[^，。；]{0,3}停电|跳闸|接地(?!线|极|电阻|装置|网|体)|断线|击穿|(?:造成|导致|引起|引发|致使|发生|出现)[^，。；]{0,10}?(?:停电|断电|失电|无电)|(?:故障|临时|紧急|检修|计划|欠费)(?:性)?停电(?!信息|通知|公告|计划|系统|告知|安排|问题|投诉|情况|事项)|(?<![失错延耽])[误错]停(?!止|车|用|机)|(?:被|系统|远程|自动|擅自|强行)(?:将其|将客户)?停(?:了)?[电供]|停电(?:原因|时间|一次|的原因|事件|发生|起始|始于)|(?<=[:：]\d\d)(?:停电|失电|断电|没电)|(?<=[时分点许])(?:停电|失电|断电|没电)|致停|停运"
)
# 停电系熔丝熔断: told by its cause.
WITH_CAUSE = re.compile(r"(?:停电|断电|失电|没电)(?=系(?!统)|因(?!此)|由)")
BACK = re.compile(
    r"恢复[^，。；]{0,6}(?:供电|送电|用电|通电)|恢复(?:了)?(?:正常)?(?:供电|送电|用电|通电|正常)|送电|复电|来电(?!话|人|反映|咨询|投诉|称)|供电恢复|通电(?!话)|照常用电|(?:用电|供电)(?:均|已|全部|都|现|恢复|基本){1,3}正常|恢复(?=[，。；]|$)|已恢复|合闸成功|试送成功|重合(?:闸)?成功|供电正常|有电|后带电|全亮|灯(?:全|都|均)?亮|(?:改|转)(?:由|至|接)[^，。；]{0,12}?供电|转供"
)


def counted(demand: str) -> int:
    """The most that a demand counts of anything but calls."""
    said = Passage(demand[:400])
    return max(
        (
            number(match[1].replace("两", "二"))
            for match in COUNTED.finditer(said.text)
            if not CALLED.search(said.before(match.start(), 12))
        ),
        default=0,
    )


def frequent(demand: str) -> bool:
    """Whether it is about outages that came again and again: said so, or counted wherever it stands."""
    return bool(FREQUENT.search(demand) or (OUTAGE.search(demand) and counted(demand) >= FEW))
