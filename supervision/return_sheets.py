"""退单分析 as tables, for files and paper."""

from __future__ import annotations

from collections.abc import Iterator

from supervision.selectors.returns import Analysis, Line
from supervision.sheets import Row, Table


def tables(found: Analysis) -> Iterator[Table]:
    levels = [label for label, _ in found.total.levels]
    heads = ["归档（张）", "退单（件）", "退单（次）", "退单率", *(f"其中{label}（件）" for label in levels)]
    total: Row = ["合计", *_figures(found.total)]
    yield "单位", ["单位", *heads, "最多的原因"], [[*_row(line), line.worst] for line in found.units] + [[*total, ""]]
    yield "业务", ["业务", *heads], [_row(line) for line in found.kinds] + [total]
    yield (
        "原因",
        ["原因", "退单（件）", "退单（次）", "占退单次数"],
        [[line.label, line.orders.n, line.times, round(line.times / line.of, 4)] for line in found.reasons],
    )
    yield "月份", ["月份", *heads], [_row(line) for line in found.months]


def _row(line: Line) -> Row:
    return [line.label, *_figures(line)]


def _figures(line: Line) -> Row:
    return [
        line.archived.n,
        line.orders.n,
        line.rate.times,
        round(line.rate.share, 4) if line.rate.archived else "",
        *(figure.n for _, figure in line.levels),
    ]


def caption(found: Analysis) -> str:
    """What the figures are of, in one line."""
    period = found.asked.period
    return f"{found.asked.unit.name}　{period.first:%Y-%m-%d} 至 {period.last:%Y-%m-%d} 归档　{found.levels_label}"
