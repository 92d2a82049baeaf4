"""The queue, its export, and the search box."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from typing import IO

import structlog
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from accounts.models import Person
from workorders.models import Phase
from workorders.navigation import home_for
from workorders.registry import registry
from workorders.selectors.exports import COLUMNS, rows_for
from workorders.selectors.page import search as find_orders
from workorders.selectors.queue import CAP, Filters, listing, units_to_filter
from workorders.views.page import page, wants_part

log = structlog.get_logger()


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where this person's work is."""
    person = request.user
    return redirect(home_for(person) if isinstance(person, Person) else "workorders:queue")


@require_safe
@page
def queue(request: HttpRequest, actor: Person) -> HttpResponse:
    """My work first, then the rest. htmx asks the same address and gets the list alone."""
    filters = Filters.read(request.GET.dict())
    found = listing(actor, filters, request.GET.get("after", ""))
    context = {"listing": found, "filters": filters, "cap": CAP, "continued": bool(request.GET.get("after"))}
    if wants_part(request):
        return render(request, "workorders/_list.html", context)
    chosen = [business for business in registry if filters.kind in ("", business.code)]
    context |= {
        "kinds": list(registry),
        "phases": [("", "在办"), *Phase.choices, ("all", "全部")],
        "states": [(f"{b.code}.{s}", label) for b in chosen for s, label in b.state_labels.items()],
        "clocks": [(f"{b.code}.{c}", label) for b in chosen for c, label in b.clock_labels.items()],
        "units": units_to_filter(actor),
        "may_accept": any(actor.access.has(*business.accept.roles) for business in registry),
    }
    return render(request, "workorders/queue.html", context)


@require_safe
@page
def search(request: HttpRequest, actor: Person) -> HttpResponse:
    """An order's number, its last six, a phone or a 户号. A single find opens at once."""
    text = request.GET.get("q", "").strip()[:100]
    found = find_orders(actor, text) if text else []
    if len(found) == 1:
        return HttpResponseRedirect(reverse("workorders:order", args=[found[0].number]))
    return render(request, "workorders/search.html", {"text": text, "orders": found})


@require_safe
@page
def export(request: HttpRequest, actor: Person) -> FileResponse:
    """The orders as filtered, as an Excel file without a limit of rows."""
    filters = Filters.read(request.GET.dict())
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed by the response
    rows = write_sheet(file, rows_for(actor, filters))
    file.seek(0)
    log.info("orders.exported", person=actor.pk, rows=rows, searched=bool(filters.text))
    name = f"工单_{timezone.localtime():%Y%m%d_%H%M}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


def write_sheet(file: IO[bytes], rows: Iterable[list[str | int]]) -> int:
    """Write the rows to ``file``; every text stays text, also one that begins like a formula. Returns how many."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("工单")
    sheet.freeze_panes = "B2"
    sheet.append(list(COLUMNS))
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
