"""值班与检查: coming on duty, the daily check, and which crews can be sent."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person, Role, Unit
from repair.models import DailyCheck
from repair.selectors.crews import crews_for, current_crew
from repair.selectors.duty import crew_state, crews_states, duty_of
from repair.services import duty as services
from workorders.errors import GateError, NotAllowed
from workorders.views.page import page

WATCHERS = (Role.DISPATCHER, Role.SUPERVISOR, Role.LEAD)


@require_safe
@page
def duty(request: HttpRequest, actor: Person) -> HttpResponse:
    return draw(request, actor)


@require_POST
@page
def duty_on(request: HttpRequest, actor: Person) -> HttpResponse:
    return do(request, actor, lambda crew: services.sign_on(actor, crew), "已到岗")


@require_POST
@page
def duty_off(request: HttpRequest, actor: Person) -> HttpResponse:
    return do(request, actor, lambda crew: services.sign_off(actor), "已离岗")


@require_POST
@page
def duty_check(request: HttpRequest, actor: Person) -> HttpResponse:
    """``missing``: what was found wanting; ``remark``: how it will be made good."""
    missing, remark = request.POST.getlist("missing"), request.POST.get("remark", "")
    return do(request, actor, lambda crew: services.check_today(actor, crew, missing, remark), "每日检查已登记")


def do(request: HttpRequest, actor: Person, service: Callable[[Unit], object], done: str) -> HttpResponse:
    crew = current_crew(actor)
    if crew is None or not actor.access.has(Role.CREW):
        raise NotAllowed("到岗、离岗和每日检查由抢修班组人员办理")
    try:
        service(crew)
    except GateError as error:
        if error.status != 422:
            raise
        return draw(request, actor, error)
    messages.success(request, done)
    return HttpResponseRedirect(reverse("repair:duty"))


def draw(request: HttpRequest, actor: Person, error: GateError | None = None) -> HttpResponse:
    if not actor.access.has(Role.CREW, *WATCHERS):
        raise NotAllowed("值班与检查只对抢修班组、调度和主管开放")
    today = timezone.localdate()
    crew: Unit | None = current_crew(actor) if actor.access.has(Role.CREW) else None
    context = {
        "crew": crew_state(crew, today) if crew else None,
        "mine": duty_of(actor),
        "items": DailyCheck.ITEMS,
        "missing": request.POST.getlist("missing"),
        "remark": request.POST.get("remark", ""),
        "error": error,
        "crews": crews_states(crews_for(actor), today) if actor.access.has(*WATCHERS) else [],
        "watching": actor.access.has(*WATCHERS),
    }
    return render(request, "repair/duty.html", context, status=error.status if error else 200)
