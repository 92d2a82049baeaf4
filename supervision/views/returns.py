"""退单分析: how many of what was archived had come back, where, and why."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Person
from supervision import asking, sheets, trend
from supervision.return_sheets import caption, tables
from supervision.selectors.returns import analysis
from workorders.errors import Invalid
from workorders.registry import registry
from workorders.views.page import page


@require_safe
@page
def returns(request: HttpRequest, actor: Person) -> HttpResponse:
    """What cannot be read is said above the figures of the usual period, and stays in its fields."""
    asked, today = request.GET.dict(), timezone.localdate()
    error = ""
    try:
        found = analysis(actor, asking.read(actor, asked, today))
    except Invalid as refusal:
        error = refusal.message
        found = analysis(actor, asking.read(actor, {"unit": asked.get("unit", "")}, today))
    days = found.asked.period
    own_days = bool(asked.get("from") or asked.get("to"))
    context: dict[str, Any] = {
        "found": found,
        "trend": trend.draw(found.months),
        "error": error,
        "periods": [
            (code, words, not own_days and days == its) for code, (words, its) in asking.periods(today).items()
        ],
        "first": asked.get("from", "") if error else str(days.first),
        "last": asked.get("to", "") if error else str(days.last),
        "kinds": list(registry),
        "levels": asking.LEVELS,
        "level": ",".join(found.asked.levels),
        "today": today,
    }
    return render(request, "supervision/returns.html", context, status=422 if error else 200)


@require_safe
@page
def sheet(request: HttpRequest, actor: Person) -> HttpResponse:
    """The same on paper."""
    found = analysis(actor, asking.read(actor, request.GET.dict(), timezone.localdate()))
    context = {"found": found, "caption": caption(found), "tables": list(sheets.on_paper(tables(found)))}
    return render(request, "supervision/returns_sheet.html", context | {"now": timezone.now()})


@require_safe
@page
def export(request: HttpRequest, actor: Person) -> HttpResponseBase:
    """``as=csv``, otherwise Excel."""
    found = analysis(actor, asking.read(actor, request.GET.dict(), timezone.localdate()))
    name = f"退单分析_{found.asked.unit.name}_{found.asked.period}"
    return sheets.as_file(request.GET.get("as", ""), name, caption(found), tables(found))
