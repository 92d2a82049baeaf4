"""抢修移动端: the page in a crew's phone, what it shows, and what makes it an app. ``crew_send`` takes what it enters."""

from __future__ import annotations

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.models import Person, Role
from repair.views import crew_shell
from repair.views.crew_data import as_json, snapshot
from workorders.errors import NotAllowed
from workorders.views.page import page


@require_safe
@page
def crew(request: HttpRequest, actor: Person) -> HttpResponse:
    """The shell: the same for every crew, so that a phone may keep it. What is anybody's comes as data."""
    of_a_crew(actor)
    get_token(request)  # the page takes it from the cookie
    return draw(request)


def draw(request: HttpRequest) -> HttpResponse:
    return render(
        request, "repair/crew/crew.html", {"script": crew_shell.script_address(), "early": static(crew_shell.EARLY)}
    )


@require_safe
@page
def crew_data(request: HttpRequest, actor: Person) -> HttpResponse:
    """All the phone shows, as one JSON; 304 when it has it already. ``X-Server-Time`` sets its clock."""
    of_a_crew(actor)
    get_token(request)
    body = as_json(snapshot(request, actor))
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = request.headers.get("If-None-Match") == etag
    answer = HttpResponse(status=304) if known else HttpResponse(body, content_type="application/json")
    answer["ETag"] = etag
    answer["X-Server-Time"] = str(int(timezone.now().timestamp() * 1000))
    return answer


def of_a_crew(actor: Person) -> None:
    if not actor.access.has(Role.CREW):
        raise NotAllowed("移动端只对抢修班组人员开放")


@require_safe
@login_not_required
@cache_control(max_age=31_536_000, immutable=True)
def script(request: HttpRequest) -> HttpResponse:
    """The page's scripts as one. Its address changes with its text."""
    return HttpResponse(crew_shell.page_script(), content_type="text/javascript; charset=utf-8")


@require_safe
@login_not_required
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Holds nobody's data, and its text changes with the shell, so that phones renew it."""
    page_of_nobody = draw(request).content
    return HttpResponse(crew_shell.worker_script(page_of_nobody), content_type="text/javascript; charset=utf-8")


@require_safe
@login_not_required
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """What makes the page installable; browsers fetch it without anybody's session."""
    icons = [
        {"src": static(f"entry/lamp-{name}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for name, size, purpose in (
            ("192", 192, "any"),
            ("512", 512, "any"),
            ("maskable-192", 192, "maskable"),
            ("maskable-512", 512, "maskable"),
        )
    ]
    said = {
        "id": reverse("repair:crew"),
        "name": "掌灯抢修",
        "short_name": "掌灯抢修",
        "description": "抢修工单：接单、到达、勘查、送电、回单，没有网络也能登记",
        "lang": "zh-CN",
        "start_url": reverse("repair:crew"),
        "scope": reverse("repair:crew"),
        "display": "standalone",
        "orientation": "portrait",
        "background_color": "#0e151d",
        "theme_color": "#0e151d",
        "icons": icons,
    }
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False}, content_type="application/manifest+json")
