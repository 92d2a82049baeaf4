"""业务周报 as tables, for files and paper."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from supervision.selectors.weekly import Line, SentBack, Weekly
from supervision.sheets import Row, Table

FIGURES = (
    ("accepted", "受理", "张"),
    ("archived", "办结", "张"),
    ("in_hand", "期末在途", "张"),
    ("breached", "新增超时", "张"),
    ("returned", "退单", "件"),
    ("times", "退单", "次"),
)
RETURNS = "退单明细"


def tables(found: Weekly) -> Iterator[Table]:
    heads = [head for _, label, unit in FIGURES for head in (f"{label}（{unit}）", f"{label}（{unit}）增减")]
    heads += ["退单率", "退单率增减（百分点）"]
    total = _row(found.total)
    yield "业务", ["业务", *heads], [*map(_row, found.kinds), total]
    yield "单位", ["单位", *heads], [*map(_row, found.units), total] if found.units else []
    yield (
        RETURNS,
        ["时间", "工单编号", "业务", "单位", "级别", "退单原因", "修改要求"],
        [_returned(each) for each in found.returns],
    )


def _row(line: Line) -> Row:
    row: Row = [line.label]
    for name, _, _ in FIGURES:
        figure = getattr(line, name)
        row += [figure.n, figure.n - figure.before]
    row.append(round(line.rate.share, 4) if line.rate.archived else "")
    row.append("" if line.points is None else round(line.points, 2))
    return row


def _returned(one: SentBack) -> Row:
    at = f"{timezone.localtime(one.at):%Y-%m-%d %H:%M:%S}"
    return [at, one.number, one.kind, one.unit, one.level, one.reasons, one.text]


def caption(found: Weekly) -> str:
    """What the figures are of, in one line."""
    asked = found.asked
    days = f"{asked.period.first:%Y-%m-%d} 至 {asked.period.last:%Y-%m-%d}"
    before = f"{asked.before.first:%Y-%m-%d} 至 {asked.before.last:%Y-%m-%d}"
    return f"{asked.unit.name}　{asked.week.words}（{days}）　增减为与 {before} 相比"
