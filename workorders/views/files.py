"""An order's files, for whoever may see the order."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from accounts.models import Person
from workorders.errors import NotVisible
from workorders.selectors.page import file_visible_to
from workorders.views.page import page

SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "application/pdf", "audio/wav", "audio/mpeg"})


@require_safe
@page
def file(request: HttpRequest, actor: Person, file_id: int) -> FileResponse:
    """Shown in the browser when it is a picture, a PDF or a recording, else saved; its type is what its bytes said."""
    found = file_visible_to(actor, file_id)
    if found is None:
        raise NotVisible("没有找到这个文件：它不在您的管辖范围内，或者已按规定清除")
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
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer
