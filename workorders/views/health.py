"""Whether the house stands: for the load balancer, and for the monitoring."""

from __future__ import annotations

import ipaddress
import os
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

from workorders.selectors.health import report

LATE = 60.0  # seconds an announcement may be overdue before somebody must look


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when database and broker answer; 503 with the same body otherwise. No personal data, no sign-in."""
    found: dict[str, Any] = report()
    well = found["database"] and found["broker"]
    found["clocks_late"] = bool(well and found["oldest_unfired_seconds"] > LATE)
    # The pace and the time are for programs that must live by the district's clock (the simulator).
    time = {"speed": settings.SPEED, "now": timezone.now().isoformat()}
    return JsonResponse({"ok": well, **found, **time}, status=200 if well else 503)


@require_safe
@never_cache
@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus: from this machine or a private network when no ``METRICS_TOKEN`` is set, else with it."""
    if not _may_scrape(request):
        return HttpResponse("指标只对监控系统开放\n", status=403, content_type="text/plain; charset=utf-8")
    return ExportToDjangoView(request)


def _may_scrape(request: HttpRequest) -> bool:
    token = os.environ.get("METRICS_TOKEN", "")
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(given.encode(), token.encode())
    if "X-Forwarded-For" in request.headers:
        return False  # it came from outside through the proxy, whose own address is private
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR") or "127.0.0.1")
    except ValueError:
        return False
    return address.is_loopback or address.is_private
