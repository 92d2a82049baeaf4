"""An order's files, for whoever may see the order."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import FileResponse, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.models import Person
from workorders.errors import NotVisible
from workorders.selectors.page import file_visible_to
from workorders.views.page import page

SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "application/pdf", "audio/wav", "audio/mpeg"})

LOCKED_UP = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
# A browser shows no PDF in a sandbox; its own reader runs nothing of ours.
READER = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"


def asked_each_time(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The browser may keep a file, but asks before it shows it again: whoever signed out sees none of it."""

    @wraps(view)
    def answer(request: HttpRequest, file_id: int) -> HttpResponseBase:
        response = view(request, file_id=file_id)
        if "ETag" in response:
            response["Cache-Control"] = "private, no-cache"
            del response["Expires"]
        return response

    return answer


@require_safe
@asked_each_time
@page
def file(request: HttpRequest, actor: Person, file_id: int) -> HttpResponseBase:
    """Shown in the browser when it is a picture, a PDF or a recording, else saved; its type is what its bytes said."""
    found = file_visible_to(actor, file_id)
    if found is None:
        raise NotVisible("没有找到这个文件：它不在您的管辖范围内，或者已按规定清除")
    etag = f'"{found.sha256}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    try:
        body = found.file.open("rb")
    except FileNotFoundError:
        raise NotVisible("这个文件已经不在存储中，请联系系统管理员") from None
    answer = FileResponse(
        body,
        as_attachment=found.content_type not in SHOWN,
        filename=found.name,
        content_type=found.content_type,
    )
    answer["ETag"] = etag
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = READER if found.content_type == "application/pdf" else LOCKED_UP
    return answer
