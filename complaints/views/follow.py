"""投诉跟踪: where each complaint is on its way, and pressing for it."""

from __future__ import annotations

import tempfile
from typing import Any

import structlog
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from complaints.models import Grade
from complaints.selectors.following import KIND, Filters, following, follows
from complaints.selectors.following_sheet import COLUMNS, lines
from workorders.errors import GateError, NotAllowed, NotVisible
from workorders.registry import registry
from workorders.selectors.page import order_by_number
from workorders.services import perform
from workorders.views.exports import write_sheet
from workorders.views.page import page, wants_part
from workorders.views.posted import key_of, new_key

PRESS = "请立即处理，并于今天反馈进展。"  # what a leader mostly says
log = structlog.get_logger()


@require_safe
@page
def follow(request: HttpRequest, actor: Person) -> HttpResponse:
    """The page; htmx gets the list (#follow)."""
    demand_follower(actor)
    context = context_for(request, actor)
    part = wants_part(request) and request.htmx.target == "follow"  # type: ignore[attr-defined]
    return render(request, "complaints/_follow.html" if part else "complaints/follow.html", context)


@require_POST
@page
def press(request: HttpRequest, actor: Person, number: str) -> HttpResponse:
    """督办 from the list: back to it as it was filtered, with what came of it."""
    demand_follower(actor)
    order = order_by_number(actor, number)
    if order is None or order.kind != KIND:
        raise NotVisible("没有找到这张工单，或者它不在您的管辖范围内")
    try:
        outcome = perform(
            order.pk, "supervise", actor, {"content": request.POST.get("content", "")}, key=key_of(request)
        )
    except GateError as error:
        if error.status not in (409, 422):
            raise
        messages.error(request, f"{number} 没有督办：{error.message}")
    else:
        again = "已经督办过这一次，没有重复登记" if outcome.replayed else "已督办，处理单位和主管会收到短信"
        messages.success(request, f"{number} {again}")
    kept = {name: str(value) for name, value in request.GET.items() if name in FIELDS}
    return HttpResponseRedirect(f"{reverse('complaints:follow')}{f'?{urlencode(kept)}' if kept else ''}")


@require_safe
@page
def export(request: HttpRequest, actor: Person) -> FileResponse:
    """What the list shows as filtered, all pages of it."""
    demand_follower(actor)
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed by the response
    rows = write_sheet(file, lines(actor, Filters.read(request.GET.dict())), COLUMNS, "投诉跟踪")
    file.seek(0)
    log.info("complaints.exported", person=actor.pk, rows=rows)
    return FileResponse(file, as_attachment=True, filename=f"投诉跟踪_{timezone.localtime():%Y%m%d_%H%M}.xlsx")


FIELDS = frozenset({"grade", "state", "city", "late", "returned", "pushed", "after"})


def context_for(request: HttpRequest, actor: Person) -> dict[str, Any]:
    filters = Filters.read(request.GET.dict())
    found = following(actor, filters, request.GET.get("after", ""))
    return {
        "found": found,
        "filters": filters,
        "grades": Grade.choices,
        "states": list(registry[KIND].state_labels.items()),
        "continued": bool(request.GET.get("after")),
        "press": PRESS,
        "key": new_key(),
    }


def demand_follower(actor: Person) -> None:
    if not follows(actor):
        raise NotAllowed("投诉跟踪对值班长、调度、省审核、主管和指定的领导开放，您没有这个角色")
