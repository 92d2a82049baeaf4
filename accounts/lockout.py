"""What somebody sees who failed too often. Called by django-axes."""

import math
from datetime import datetime

from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.errors import error_body

TOO_MANY_REQUESTS = 429


def locked_out(
    request: HttpRequest, original_response: HttpResponse | None = None, credentials: dict[str, str] | None = None
) -> HttpResponse:
    """Say when to try again: a page, or the error body under ``/api/``. Status 429 with ``Retry-After``."""
    until = locked_until((credentials or {}).get("username", ""))
    minutes = max(1, math.ceil((until - timezone.now()).total_seconds() / 60))
    clock = timezone.localtime(until).strftime("%H:%M")
    message = f"登录失败次数过多，账号已锁定。请在 {clock} 以后（约 {minutes} 分钟）再试，或联系安全管理员。"
    if request.path.startswith("/api/"):
        response: HttpResponse = JsonResponse(
            error_body("locked_out", message), status=TOO_MANY_REQUESTS, json_dumps_params={"ensure_ascii": False}
        )
    else:
        context = {"message": message, "until": until, "limit": settings.AXES_FAILURE_LIMIT}
        response = render(request, "accounts/locked_out.html", context, status=TOO_MANY_REQUESTS)
    response["Retry-After"] = str(minutes * 60)
    return response


def locked_until(username: str) -> datetime:
    """When the lock of ``username`` ends: the cool-off after the last failure that counted."""
    last = AccessAttempt.objects.filter(username=username).order_by("-attempt_time").first()
    return (last.attempt_time if last else timezone.now()) + settings.AXES_COOLOFF_TIME
