"""Old replies from spreadsheets (CSV), and findings back into one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from complaints.replies.case import CHINA
from complaints.replies.reply import File, Finding, Reply

# What a column may be called, the usual name first.
COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("工单编号", "工单号", "受理编号", "单号", "编号", "国网工单编号", "省工单编号"),
    "kind": ("业务类型", "工单类型", "类型", "业务分类", "受理类型"),
    "demand": ("受理内容", "诉求内容", "客户诉求", "反映内容", "投诉内容", "受理情况", "来电内容"),
    "category": ("业务子类", "子类", "分类", "投诉分类", "三级分类", "业务子类型"),
    "text": ("处理情况", "处理内容", "回复内容", "工单回复", "处理结果", "回单内容", "答复内容", "处理意见"),
    "opinion": ("客户意见", "用户意见", "客户反馈", "市民意见", "诉求人意见"),
    "handled_at": ("处理时间", "办理时间", "处理完成时间", "办结时间"),
    "handler": ("处理人", "处理人员", "经办人", "回复人", "办理人"),
    "true": ("是否属实", "属实", "属实标志", "属实情况"),
    "ours": ("电力公司责任", "是否电力公司责任", "电力公司责任标志", "责任", "是否供电责任", "供电责任"),
    "adopted": ("采纳情况", "是否采纳", "采纳"),
    "accepted_at": ("受理时间", "来电时间", "受理日期", "创建时间"),
    "now": ("审核时间", "发送时间", "回复时间", "回单时间"),
    "attachments": ("附件", "附件名称", "附件清单", "附件列表"),
    "anonymous": ("是否匿名", "匿名"),
}
KINDS = {
    "投诉": "complaint",
    "举报": "misconduct",
    "意见": "opinion",
    "建议": "suggestion",
    "咨询": "inquiry",
    "表扬": "praise",
    "报修": "repair",
}
YES = {"是", "属实", "有", "y", "yes", "true", "1", "√", "部分属实", "有责任", "匿名"}
NO = {"否", "不属实", "无", "没有", "n", "no", "false", "0", "×", "x", "无责任", "实名"}
TIME = re.compile(
    r"(\d{4})\s?[-/年.]\s?(\d{1,2})\s?[-/月.]\s?(\d{1,2})\s?日?(?:[\sT]*(\d{1,2})\s?[:时：]\s?(?:(\d{1,2})\s?(?:[:分：]\s?(?:\d{1,2}(?:\.\d+)?\s?秒?)?)?)?)?"
)
MOST_CHARACTERS = 5_000  # of a cell that is judged
MOST_BYTES = 2.0**50  # whatever is written
SIZE = re.compile(r"[(（]\s?(\d+(?:\.\d+)?)\s?(KB|K|MB|M|B|字节)\s?[)）]\s?$", re.IGNORECASE)
UNITS = {"B": 1, "字节": 1, "K": 1024, "KB": 1024, "M": 1024**2, "MB": 1024**2}
HEADER_WITHIN = 5  # rows: a title and a date may stand above the header
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Unreadable(Exception):
    """The file cannot be judged at all; the message says what to do."""


@dataclass
class Row:
    """``line``: as a spreadsheet numbers it. ``faults``: cells that could not be understood and were left out."""

    line: int
    number: str
    reply: Reply
    faults: list[str] = field(default_factory=list)


def decoded(raw: bytes, encoding: str | None = None) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else GB18030. Raises Unreadable."""
    if raw[:2] == b"PK":
        raise Unreadable("这是 Excel 工作簿，请先在 Excel 里另存为“CSV（逗号分隔）”")
    tries = (
        [encoding] if encoding else ["utf-16"] if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    )
    for name in tries:
        try:
            return raw.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    raise Unreadable(f"文字编码不是 {'、'.join(tries)}，请另存为 UTF-8，或用 --encoding 指明")


def rows(path: Path, encoding: str | None = None) -> Iterator[Row]:
    """One reply a row; empty rows are passed over. Raises Unreadable, naming the columns it knows."""
    text = decoded(path.read_bytes(), encoding).replace("\0", "")
    csv.field_size_limit(10_000_000)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns: dict[str, int] = {}
    seen: list[str] = []
    read = 0
    while (cells := _next(reader)) is not None:
        read += 1
        if not columns:
            columns = _columns(cells)
            seen = seen or [cell.strip() for cell in cells if cell.strip()]
            if not columns and read >= HEADER_WITHIN:
                break
            continue
        if any(cell.strip() for cell in cells):
            yield _row(read, cells, columns)
    if not columns:
        known = "；".join(f"{names[0]}（也可写作{'、'.join(names[1:])}）" for names in COLUMNS.values())
        raise Unreadable(f"没有找到“处理情况”一列。表头是：{'、'.join(seen[:20]) or '空'}。认得的列名：{known}")


def _next(reader: Iterator[list[str]]) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        raise Unreadable(f"表格从某一行起读不下去（{error}），请在表格软件里打开检查后另存") from error


def _columns(cells: list[str]) -> dict[str, int]:
    named = {re.sub(r"[\s*：:]", "", cell): at for at, cell in reversed(list(enumerate(cells)))}
    found = {key: named[name] for key, names in COLUMNS.items() for name in reversed(names) if name in named}
    return found if "text" in found else {}


def _row(line: int, cells: list[str], columns: dict[str, int]) -> Row:
    def cell(name: str) -> str | None:
        at = columns.get(name)
        return None if at is None else (cells[at] if at < len(cells) else "")

    faults: list[str] = []

    def fault(name: str, value: str) -> None:
        faults.append(f"第{line}行“{COLUMNS[name][0]}”看不懂：{value}，这一格按未填处理")

    def judged(name: str) -> str | None:
        """What is more than a reply can hold is a slip of the table: its beginning is judged."""
        value = cell(name)
        if value and len(value) > MOST_CHARACTERS:
            faults.append(f"第{line}行“{COLUMNS[name][0]}”超过{MOST_CHARACTERS}字，只校验了开头")
        return value and value[:MOST_CHARACTERS]

    def instant(name: str) -> datetime | None:
        value = (cell(name) or "").strip()
        if not value:
            return None
        try:
            return instant_of(value)
        except ValueError:
            fault(name, value)
            return None

    def flag(name: str) -> bool | None:
        value = (cell(name) or "").strip()
        if value.lower() in YES:
            return True
        if value.lower() in NO:
            return False
        if value:
            fault(name, value)
        return None

    kind_written = (cell("kind") or "").strip()
    kind = next((code for word, code in KINDS.items() if word in kind_written), "complaint")
    if kind_written and not any(word in kind_written for word in KINDS):
        fault("kind", kind_written)
    category = tuple(part for part in re.split(r"[/／>→、\\]+", cell("category") or "") if part.strip())
    attached = cell("attachments")
    reply = Reply(
        text=judged("text") or "",
        kind=kind,
        opinion=judged("opinion"),
        handler=cell("handler"),
        handled_at=instant("handled_at"),
        true=flag("true"),
        ours=flag("ours"),
        adopted=cell("adopted"),
        demand=judged("demand") or "",
        category=category,
        accepted_at=instant("accepted_at"),
        now=instant("now"),
        attachments=None if attached is None else tuple(files(attached)),
        anonymous=bool(flag("anonymous")),
    )
    return Row(line, (cell("number") or "").strip(), reply, faults)


def instant_of(value: str) -> datetime:
    """2014-05-03 14:05, 2014/5/3, 2014年5月3日14时5分 …, in China's time. Raises ValueError."""
    match = TIME.fullmatch(value)
    if not match:
        raise ValueError(value)
    year, month, day, hour, minute = (int(part) if part else 0 for part in match.groups())
    return datetime(year, month, day, hour, minute, tzinfo=CHINA)


def files(value: str) -> Iterator[File]:
    """照片.jpg（300KB）；说明.pdf: names, with sizes where they are written."""
    for part in re.split(r"[;；、\n|]+|,(?!\d)|，", value):
        name = part.strip()
        if not name or name in ("无", "没有", "/", "-", "否", "0"):
            continue
        size = SIZE.search(name)
        written = float(size[1]) * UNITS[size[2].upper()] if size else 0.0
        yield File(SIZE.sub("", name).strip(), int(min(written, MOST_BYTES)))


def safe(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


HEADER = ("文件", "行号", "工单编号", "等级", "规则", "条款", "栏目", "问题", "怎么改", "可改为", "原文")
FIELDS = {
    "text": "处理情况",
    "opinion": "客户意见",
    "handler": "处理人",
    "handled_at": "处理时间",
    "true": "是否属实",
    "ours": "电力公司责任",
    "adopted": "采纳情况",
    "attachments": "附件",
}


def write(path: Path, found: Iterable[tuple[str, Row, Finding]]) -> None:
    """A finding a row, in UTF-8 with its mark, so that Excel reads it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for name, row, finding in found:
            said = row.reply.opinion if finding.field == "opinion" else row.reply.text
            writer.writerow(
                safe(value)
                for value in (
                    name,
                    row.line,
                    row.number,
                    finding.severity.label,
                    finding.rule,
                    finding.clause,
                    FIELDS[finding.field.value],
                    finding.message,
                    finding.advice,
                    finding.instead,
                    (said or "")[finding.start : finding.end],
                )
            )
