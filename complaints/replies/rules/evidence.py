"""D5: evidence the text speaks of is attached."""

from __future__ import annotations

import re
from collections.abc import Iterator

from complaints.replies.case import Case
from complaints.replies.reply import Field, Reply, Severity
from complaints.replies.reply import File as Attached
from complaints.replies.rule import Found, rule
from complaints.replies.rules.length import ENDING

PROMISED = re.compile(
    r"(?:详|具体|请|参|可|均|已)?见(?:随单|本单|工单|所附|后附|上传|上传的)?附(?:件|后|图|表|录音|照片)"
    r"|附(?:上|有|后|送|带|以|随)?(?:了)?(?:相关|有关|现场|具体|处理|部分|盖章|签字|检定|校验|鉴定|核损|整改|停电|施工|前后|对比|通话|沟通|维修){0,3}(?:的)?(?:照片|图片|录音|录像|视频|截图|报告|证明|协议|凭证|记录|说明|证书|材料|资料|单据|情况说明|清单|图|通知单|合同|复印件|收据|发票|票据|公告|检测单|工作单)"
    r"|(?:照片|图片|录音|录像|视频|截图|报告|证明|协议|凭证|记录|说明|证书|材料|单据|情况说明|清单|复印件|资料)(?:等)?(?:已|均已|一并)?(?:附后|作为附件|随附|已上传|已附|上传(?:至)?附件|在附件|附上|列附件|随单(?:上传|附))"
    r"|(?:已|并|一并)(?:将)?[^，。；]{0,8}(?:上传(?:至|到)?(?:附件|系统附件)|附件上传)|后附[^，。；]{0,10}|附件(?:为|[1-9一二三][:：、]|[:：])"
)


@rule(
    "evidence_missing",
    clause="D5",
    code="evidence_missing",
    severity=Severity.BLOCK,
    good=(
        Reply("已更换电表，附现场照片。", attachments=(Attached("现场.jpg", 30_000),)),
        Reply("已更换电表，附现场照片。", attachments=None),
        Reply("台区附近树木已修剪，附属设施完好。", attachments=()),
    ),
    bad=(
        Reply("已更换电表，附现场照片。", attachments=()),
        Reply("检定报告见附件。", attachments=()),
        Reply("经调取录音，工作人员用语规范，录音已上传附件。", attachments=()),
    ),
)
def evidence_missing(case: Case) -> Iterator[Found]:
    if case.reply.attachments is None or case.reply.attachments:
        return
    for hit in case.text.find(PROMISED):
        at = hit.start
        around = case.reply.text[max(0, at - 8) : hit.end + 4]
        if (
            ENDING in around
            or case.text.said(at)
            or case.text.negated(at)
            or case.text.supposed(at)
            or case.text.to_come(at)
        ):
            continue
        yield Found(
            f"正文写了“{hit.word}”，但没有上传附件",
            "上传所说的照片、录音或证明；没有的，删去这句话",
            Field.ATTACHMENTS,
        )
        return
