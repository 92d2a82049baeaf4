"""Orders as an Excel file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from typing import IO

import structlog
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from workorders.selectors.bulk import MOST
from workorders.selectors.exports import COLUMNS, rows_for, rows_of
from workorders.selectors.queue import Filters
from workorders.views.page import page

log = structlog.get_logger()


@require_http_methods(["GET", "HEAD", "POST"])
@page
def export(request: HttpRequest, actor: Person) -> FileResponse:
    """The orders as filtered, without a limit of rows; posted with ticked orders (``number``), those alone."""
    ticked = [value.partition(".")[0] for value in request.POST.getlist("number")[:MOST]]
    filters = Filters.read(request.GET.dict())
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed by the response
    rows = write_sheet(file, rows_of(actor, ticked) if request.method == "POST" else rows_for(actor, filters))
    file.seek(0)
    log.info("orders.exported", person=actor.pk, rows=rows, searched=bool(filters.text))
    name = f"工单_{timezone.localtime():%Y%m%d_%H%M}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


def write_sheet(
    file: IO[bytes], rows: Iterable[list[str | int]], columns: Sequence[str] = COLUMNS, title: str = "工单"
) -> int:
    """Write the rows to ``file``; every text stays text, also one that begins like a formula. Returns how many."""
    from openpyxl import Workbook  # here: it takes long to load, and few processes ever export
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    sheet.append(list(columns))
    count = 0
    for row in rows:
        cells = []
        for value in row:
            clean = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
            cell = WriteOnlyCell(sheet, clean)
            if isinstance(clean, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
        count += 1
    book.save(file)
    return count
