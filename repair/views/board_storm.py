"""大面积抢修: beginning and ending it, and one text to all callers of a group."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Person
from repair.selectors.board import WATCHERS, cluster_named, waiting_below
from repair.selectors.callers import audience, soonest
from repair.selectors.storms import COMMANDERS, commanded, last_told, storms_of
from repair.services.callers import DRAFT, LINE, WHEN, tell_callers, wording
from repair.services.storms import begin_storm, end_storm
from repair.views.board import only_for, own_unit
from workorders.errors import GateError, Invalid, NotAllowed, NotVisible
from workorders.forms import LocalDateTime
from workorders.views.page import page, wants_part


@require_POST
@page
def begin(request: HttpRequest, actor: Person) -> HttpResponse:
    _only_commanders(actor)
    unit = next((each for each in commanded(actor) if str(each.pk) == request.POST.get("unit")), None)
    if unit is None:
        raise Invalid("请选择进入大面积抢修的单位", fields={"unit": ["请选择"]})
    begin_storm(actor, unit, request.POST.get("text", ""), waiting_below(unit))
    messages.success(request, f"{unit.name}已进入大面积抢修，坐席和班组的屏幕上都会看到")
    return HttpResponseRedirect(reverse("repair:board"))


@require_POST
@page
def end(request: HttpRequest, actor: Person) -> HttpResponse:
    _only_commanders(actor)
    wanted = request.POST.get("storm", "")
    storm = next((each for each in storms_of(actor) if str(each.pk) == wanted), None)
    if storm is None:
        messages.info(request, "大面积抢修已经结束")
    else:
        end_storm(actor, storm, waiting_below(storm.unit))
        messages.success(request, f"{storm.unit.name}的大面积抢修已结束")
    return HttpResponseRedirect(reverse("repair:board"))


@require_safe
@page
def banner(request: HttpRequest, actor: Person) -> HttpResponse:
    """The banner on every screen of the people concerned, asked for again when a storm begins or ends."""
    return render(request, "repair/_storms.html")


@require_http_methods(["GET", "HEAD", "POST"])
@page
def callers(request: HttpRequest, actor: Person) -> HttpResponse:
    """How many would get the text and what it says; posted with ``_send``, it goes out."""
    _only_commanders(actor)
    cluster = cluster_named(actor, request.GET.get("group", ""))
    if cluster is None:
        raise NotVisible("这一组报修已经不在待办里了，请回到派工台重新选择")
    draft = request.POST.get("text", DRAFT)[:1000]
    error: GateError | None = None
    expected: datetime | None = soonest(timezone.now()) if request.method != "POST" else None
    text = ""
    try:
        if request.method == "POST":
            expected = _moment(request.POST.get("expected_at", ""))
        text = wording(draft, cluster, expected)
    except GateError as refused:
        error = refused
    if request.method == "POST" and "_send" in request.POST and error is None:
        units = commanded(actor)
        own = own_unit(actor, units)
        unit = next((each for each in units if each.pk == own), cluster.master.unit)
        told = tell_callers(actor, cluster, unit, text, expected)
        if told:
            messages.success(request, f"短信已交给网关，共 {told.numbers} 个号码")
        else:
            messages.info(request, "这一组的来电号码今天都已发过，没有重复发送")
        return _back(request)
    context: dict[str, Any] = {
        "cluster": cluster,
        "audience": audience(cluster),
        "draft": draft,
        "text": text,
        "expected": timezone.localtime(expected) if expected else None,
        "error": error,
        "last": last_told(cluster.feeder.pk, cluster.transformer.pk if cluster.transformer else None),
        "places": (LINE, WHEN),
    }
    template = "repair/board/_callers.html" if wants_part(request) else "repair/board/callers.html"
    return render(request, template, context, status=error.status if error else 200)


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return LocalDateTime().clean(text)
    except ValidationError:
        raise Invalid("预计送电时间没有看懂", fields={"expected_at": ["请选择日期和时间"]}) from None


def _back(request: HttpRequest) -> HttpResponse:
    here = reverse("repair:board")
    if not wants_part(request):
        return HttpResponseRedirect(here)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = here
    return answer


def _only_commanders(actor: Person) -> None:
    only_for(actor, *WATCHERS)
    if not actor.access.has(*COMMANDERS):
        raise NotAllowed("大面积抢修和群发短信由调度或值班长办理")
