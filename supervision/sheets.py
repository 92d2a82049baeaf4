"""Tables as files: an Excel book with a sheet each, a CSV file with a row a figure; and on paper."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO

from django.http import FileResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would reckon with what begins like this
RATES = ("退单率", "占退单次数")  # heads of what is a share of one
LONG = ("退单原因", "修改要求")  # heads of what is long
Row = list[str | int | float]
Table = tuple[str, list[str], list[Row]]  # title, heads and rows


def on_paper(tables: Iterable[Table]) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """With every figure as people write it; those without a row are left out."""
    for title, heads, rows in tables:
        if rows:
            yield (
                title,
                heads,
                [[_written(head, value) for head, value in zip(heads, row, strict=True)] for row in rows],
            )


def _written(head: str, value: str | int | float) -> str:
    return f"{value:.2%}" if head in RATES and not isinstance(value, str) else str(value)


def as_file(kind: str, name: str, caption: str, tables: Iterable[Table]) -> FileResponse:
    """``kind``: csv, otherwise Excel."""
    if kind == "csv":
        return FileResponse(
            BytesIO(as_csv(tables)), as_attachment=True, filename=f"{name}.csv", content_type="text/csv"
        )
    return FileResponse(as_book(caption, tables), as_attachment=True, filename=f"{name}.xlsx")


def as_book(caption: str, tables: Iterable[Table]) -> BytesIO:
    """Every text stays text, also one that begins like a formula."""
    from openpyxl import Workbook  # here: it takes long to load, and few processes ever export
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    for title, heads, rows in tables:
        sheet = book.create_sheet(title)
        lines: list[Row] = [[caption], [*heads], *rows]
        for row in lines:
            sheet.append([ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value for value in row])
            for cell in sheet[sheet.max_row]:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
        for place, head in enumerate(heads, start=1):
            sheet.cell(2, place).font = Font(bold=True)
            sheet.column_dimensions[get_column_letter(place)].width = 24 if place == 1 else 48 if head in LONG else 14
            if head in RATES:
                for (cell,) in sheet.iter_rows(min_row=3, min_col=place, max_col=place):
                    cell.number_format = "0.00%"
        sheet.freeze_panes = "B3"
    del book["Sheet"]
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def as_csv(tables: Iterable[Table]) -> bytes:
    """One table for programs and people: what the row is of, then its figures. With the mark by which Excel knows UTF-8."""
    file = StringIO()
    write = csv.writer(file)
    for title, heads, rows in tables:
        write.writerow(["项目", *heads])
        write.writerows([title, *map(_plain, row)] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _plain(value: str | int | float) -> str | int | float:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
