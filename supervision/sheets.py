"""The return rate as files: an Excel book with a sheet a question, a CSV file with a row a figure."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

from supervision.selectors.returns import Analysis, Line

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would reckon with what begins like this
RATES = ("退单率", "占退单次数")  # heads of what is a share of one
Row = list[str | int | float]


def tables(found: Analysis) -> Iterator[tuple[str, list[str], list[Row]]]:
    """Each table as title, heads and rows."""
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


def on_paper(found: Analysis) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """The tables with every figure as people write it; those without a row are left out."""
    for title, heads, rows in tables(found):
        if rows:
            yield (
                title,
                heads,
                [[_written(head, value) for head, value in zip(heads, row, strict=True)] for row in rows],
            )


def _written(head: str, value: str | int | float) -> str:
    return f"{value:.2%}" if head in RATES and not isinstance(value, str) else str(value)


def caption(found: Analysis) -> str:
    """What the figures are of, in one line."""
    period = found.asked.period
    return f"{found.asked.unit.name}　{period.first:%Y-%m-%d} 至 {period.last:%Y-%m-%d} 归档　{found.levels_label}"


def as_book(found: Analysis) -> BytesIO:
    from openpyxl import Workbook  # here: it takes long to load, and few processes ever export
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    for title, heads, rows in tables(found):
        sheet = book.create_sheet(title)
        sheet.append([caption(found)])
        sheet.append(heads)
        for row in rows:
            sheet.append(row)
            for cell in sheet[sheet.max_row]:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
        for place, head in enumerate(heads, start=1):
            sheet.cell(2, place).font = Font(bold=True)
            sheet.column_dimensions[get_column_letter(place)].width = 24 if place == 1 else 14
            if head in RATES:
                for (cell,) in sheet.iter_rows(min_row=3, min_col=place, max_col=place):
                    cell.number_format = "0.00%"
        sheet.freeze_panes = "B3"
    del book["Sheet"]
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def as_csv(found: Analysis) -> bytes:
    """One table for programs and people: what the row is of, then its figures. With the mark by which Excel knows UTF-8."""
    file = StringIO()
    write = csv.writer(file)
    for title, heads, rows in tables(found):
        write.writerow(["项目", *heads])
        write.writerows([title, *map(_plain, row)] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _plain(value: str | int | float) -> str | int | float:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
