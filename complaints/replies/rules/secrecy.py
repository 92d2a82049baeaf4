"""A3.5: who reported stays unknown to those it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from complaints.replies.case import Case
from complaints.replies.reply import Reply, Severity
from complaints.replies.rule import Found, rule

SURNAME = "[赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹苏潘葛范彭鲁韦马苗方俞任袁柳唐薛雷贺倪汤罗郝安常于傅齐康伍余顾孟黄穆萧尹姚邵汪毛戴宋庞熊纪舒屈项祝董梁杜阮蓝季贾江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍万柯卢莫房丁邓洪石崔吉龚程邢裴陆荣翁段侯武刘龙叶黎白赖卓乔温庄柴阎曾关游肖代谭廖]"
NAMED = rf"(?:{SURNAME}(?:某某?|××|[xX*＊]{{1,2}}|先生|女士|姓|[一-龥]{{1,2}}(?=实名|匿名|举报|投诉|反映|打)))"
WHO = r"(?:邻居|隔壁|同村|本村|村民|员工|同事|前员工|租户|楼[上下]|对门|亲属|前妻|前夫|内部|本单位|本所|竞争对手|离职)"
REPORTED = r"(?:实名|打电话|拨打95598|向95598|向我[公所局司])?(?:进行|来电|电话)?(?:举报|投诉|反映|告发|检举)"
POINTS = re.compile(
    # 系同村村民吴某举报, 告知店主是张某打电话举报的
    rf"(?:系|是|为|由|经|被|据)[^，。；]{{0,10}}?{NAMED}(?:等人)?{REPORTED}(?!(?:属实|不实|内容|事项|问题|情况|电话|的(?:问题|情况|内容)))"
    rf"|举报人(?:姓名)?(?:系|是|为|叫|名叫|姓|：|:|即)?(?:[^，。；]{{0,6}}?{WHO})?{NAMED.replace('(?=实名|匿名|举报|投诉|反映|打)', '(?![一-龥])')}"
    rf"|举报人(?:系|是|为|即)[^，。；]{{0,6}}?{WHO}"
    r"|举报人(?:的)?(?:电话|手机号?|联系方式|住址|地址|家住|住)[^，。；]{0,4}[\d一-龥]{0,16}\d"
    # 将举报人信息告知当事人
    rf"|(?:告知|告诉|透露|说明|转告|通报|出示)[^，。；]{{0,14}}(?:系|是|由|为|被)[^，。；]{{0,10}}{WHO}[^，。；]{{0,4}}{REPORTED}"
    r"|(?:将|把)[^，。；]{0,6}(?:举报人(?:的)?(?:姓名|身份|信息|电话|住址|情况)|举报(?:信|电话录音|材料|原文|录音|工单))[^，。；]{0,8}(?:告知|告诉|透露|转交|转给|交给|出示|提供)(?:给|了)?[^，。；]{0,6}(?:被举报|当事|店主|老板|户主|员工|该户|本人|其|对方|涉事)"
    rf"|(?:告知|告诉|透露|转告|出示)(?:给|了)?[^，。；]{{0,10}}(?:被举报人?|当事人|店主|老板|户主|对方|涉事)[^，。；]{{0,6}}举报人(?:的)?(?:姓名|身份|信息|电话|住址|是谁)"
    r"|(?:组织|安排|带领|陪同|邀请|让)[^，。；]{0,6}举报人[^，。；]{0,4}(?:与|和|同|跟|向)(?:被举报|当事|店主|老板|户主|员工|对方|涉事)[^，。；]{0,8}(?:对质|当面|见面|核对|沟通|道歉|协商)"
)
# It was not so: 未透露, 严禁, 匿名, 群众举报, 与被举报人无关.
KEPT = re.compile(r"(?:未|不|没有|严禁|禁止|不得|避免|防止|是否|怀疑|以为|误认为)[^，。；]{0,12}$")


@rule(
    "reporter_named",
    "泄露举报人",
    clause="A3.5",
    code="wording",
    severity=Severity.BLOCK,
    kinds=frozenset({"misconduct"}),
    good=(
        Reply("查处时未向店主透露举报人姓名，举报人信息严格保密。", kind="misconduct"),
        Reply("经查，举报员工冯某收受香烟属实，已退还，系群众匿名举报。", kind="misconduct"),
        Reply("该举报系重复举报，员工冯某已于5月3日调离岗位，结果已向举报人反馈。", kind="misconduct"),
        Reply("按举报内容核对收费台账，收费员张某违规收费属实。", kind="misconduct"),
    ),
    bad=(
        Reply("检查时已告知店主系同村村民吴某举报，并将结果反馈吴某。", kind="misconduct"),
        Reply("经核实举报人为该所离职员工，与冯某有矛盾，举报不实。", kind="misconduct"),
        Reply("已将举报人姓名告知被举报员工，双方当面和解。", kind="misconduct"),
        Reply("系李女士举报，6月3日安排举报人与当事人当面对质。", kind="misconduct"),
    ),
)
def reporter_named(case: Case) -> Iterator[Found]:
    text = case.text
    for hit in text.find(POINTS):
        if not (
            KEPT.search(text.before(hit.start))
            or re.search(r"(?:未|不|没有|匿名)[^，。；]{0,4}(?:透露|告知|告诉)", hit.word)
        ):
            yield Found(
                f"“{hit.word}”说出或指明了举报人",
                "删去举报人的姓名、身份和住处，不得告诉被举报的人，写“举报人”即可",
                start=hit.start,
                end=hit.end,
            )
            return
