"""D7: 128 characters, or an attachment."""

from __future__ import annotations

from collections.abc import Iterator

from complaints.replies import words
from complaints.replies.case import Case
from complaints.replies.reply import Field, Reply, Severity
from complaints.replies.reply import File as Attached
from complaints.replies.rule import Found, rule

MOST = words.threshold("length.most")
MOST_BYTES = words.threshold("length.most_mebibytes") * 1024 * 1024
ENDING = "具体情况详见附件"
LONG = "5月3日，" + "台区经理到现场测量电压，三相平衡，" * 8


def counted(text: str) -> int:
    """Characters as the old system counts them: each one, punctuation, blanks and line breaks included; a line break of
    two characters (\\r\\n) is one."""
    return len(text.replace("\r\n", "\n"))


def ends_rightly(text: str) -> bool:
    return text.rstrip().rstrip("。.").endswith(ENDING)


@rule(
    "too_long",
    "超过128字",
    clause="D7",
    code="too_long",
    severity=Severity.BLOCK,
    good=(
        Reply("客户反映属实，已恢复供电。" * 9),
        Reply(LONG + ENDING + "。", attachments=(Attached("说明.pdf", 1000),)),
    ),
    bad=(Reply(LONG), Reply(LONG + "详情见附件。", attachments=(Attached("说明.pdf", 1000),))),
)
def too_long(case: Case) -> Iterator[Found]:
    text = case.reply.text
    length = counted(text)
    if length > MOST and not ends_rightly(text):
        yield Found(
            f"处理情况共{length}字（含标点、空格），超过{MOST}字，且没有以“{ENDING}”结尾",
            f"压缩到{MOST}字以内；写不下时把全文放进附件，正文以“{ENDING}”结尾",
            start=_position(text, MOST),
            end=len(text),
        )


def _position(text: str, count: int) -> int:
    """Where in the text so many characters have been counted."""
    at = counting = 0
    while at < len(text) and counting < count:
        at += 2 if text.startswith("\r\n", at) else 1
        counting += 1
    return at


@rule(
    "attachment_missing",
    "写了详见附件而没有附件",
    clause="D7",
    code="evidence_missing",
    severity=Severity.BLOCK,
    good=(
        Reply("已更换电能表，具体情况详见附件。", attachments=(Attached("照片.jpg", 20_000),)),
        Reply("已更换电能表。", attachments=()),
    ),
    bad=(
        Reply("已更换电能表，具体情况详见附件。", attachments=()),
        Reply(LONG + ENDING, attachments=()),
        Reply(LONG + ENDING),
    ),
)
def attachment_missing(case: Case) -> Iterator[Found]:
    at = case.reply.text.rfind(ENDING)
    if at < 0 or case.reply.attachments:
        return
    known = case.reply.attachments is not None
    yield Found(
        f"正文写了“{ENDING}”，但没有上传附件" if known else f"正文写了“{ENDING}”，请确认附件已上传",
        "上传说明、照片等附件（不超过5 MB）；没有附件就删去这句话",
        Field.ATTACHMENTS if known else Field.TEXT,
        0 if known else at,
        0 if known else at + len(ENDING),
        severity=None if known else Severity.REMIND,
    )


@rule(
    "attachment_too_big",
    "附件超过5 MB",
    clause="D7",
    code="evidence_missing",
    severity=Severity.BLOCK,
    good=(Reply("已更换电能表。", attachments=(Attached("录像.mp4", MOST_BYTES),)),),
    bad=(Reply("已更换电能表。", attachments=(Attached("录像.mp4", MOST_BYTES + 1),)),),
)
def attachment_too_big(case: Case) -> Iterator[Found]:
    for file in case.reply.attachments or ():
        if file.size > MOST_BYTES:
            yield Found(
                f"附件“{file.name}”为{file.size / 1024 / 1024:.1f} MB，超过5 MB",
                "压缩照片或拆成几个文件后重新上传",
                Field.ATTACHMENTS,
            )
