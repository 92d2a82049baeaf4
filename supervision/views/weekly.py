"""业务周报: what was done in a week, and the list of what came back (D4)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Person
from supervision import asking, sheets
from supervision.selectors.weekly import Asked
from supervision.selectors.weekly import weekly as report
from supervision.weekly_sheets import caption, tables
from workorders.errors import Invalid
from workorders.periods import Week
from workorders.templatetags.pages import WEEKDAYS
from workorders.views.page import page


@require_safe
@page
def weekly(request: HttpRequest, actor: Person) -> HttpResponse:
    """A week that cannot be read is said above the figures of this week, and stays in its field."""
    week, today = request.GET.get("week", ""), timezone.localdate()
    error = ""
    try:
        asked = _asked(request, actor, week)
    except Invalid as refusal:
        error = refusal.message
        asked = _asked(request, actor, "")
    context: dict[str, Any] = {
        "found": report(actor, asked),
        "asked": asked,
        "error": error,
        "last_day": f"周{WEEKDAYS[asked.period.last.weekday()]}",
        "typed": week[:40] if error else str(asked.week),
        "this_week": Week.of(today),
        "earlier": Week.read(str(asked.week.later(-1))),
        "later": None if asked.running else asked.week.later(1),
    }
    return render(request, "supervision/weekly.html", context, status=422 if error else 200)


@require_safe
@page
def sheet(request: HttpRequest, actor: Person) -> HttpResponse:
    """The same on paper."""
    asked = _asked(request, actor, request.GET.get("week", ""))
    context = {"found": report(actor, asked), "asked": asked, "now": timezone.now()}
    return render(request, "supervision/weekly_sheet.html", context)


@require_safe
@page
def export(request: HttpRequest, actor: Person) -> HttpResponseBase:
    """``as=csv``, otherwise Excel; with every return of the week."""
    found = report(actor, _asked(request, actor, request.GET.get("week", "")), most=None)
    name = f"业务周报_{found.asked.unit.name}_{found.asked.week}"
    return sheets.as_file(request.GET.get("as", ""), name, caption(found), tables(found))


def _asked(request: HttpRequest, actor: Person, week: str) -> Asked:
    asking.judge(actor, "业务周报")
    today = timezone.localdate()
    return Asked(asking.read_unit(actor, request.GET.get("unit", "")), asking.read_week(week, today), today)
