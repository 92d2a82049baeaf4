"""The reply editor's question: what would come back, while it is typed."""

from __future__ import annotations

import json
import time
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from accounts.models import Person
from complaints.forms.checking import TypingForm
from complaints.selectors.checking import LONGEST, check_for
from workorders.errors import GateError
from workorders.views.page import page

A_MINUTE = 600  # questions of one person
MAX_BYTES = 256 * 1024  # a reply of LONGEST characters, an opinion of as many, and what stands around them


@require_POST
@page
def reply_check(request: HttpRequest, actor: Person, number: str) -> HttpResponse:
    """JSON in and out, whatever there is of ``ReplyForm``'s fields. Nothing is kept. A refusal is
    ``{"error": {"message": …}}``."""
    try:
        if _too_often(actor):
            raise Throttled("校验太频繁，请一分钟后再试；提交时系统会再核对一遍")
        return _json(check_for(actor, number, _typed(request)))
    except GateError as error:
        return _json(error.body(), error.status)


def _too_often(actor: Person) -> bool:
    """More than anybody types: a question after each pause of a tenth of a second makes no more."""
    key = f"reply_check:{actor.pk}:{int(time.time() // 60)}"
    cache.add(key, 0, timeout=120)
    return bool(cache.incr(key) > A_MINUTE)


def _json(body: dict[str, Any], status: int = 200) -> HttpResponse:
    return JsonResponse(body, status=status)  # in ASCII: what was typed may be half a character


def _typed(request: HttpRequest) -> dict[str, Any]:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES:
        raise TooLong(f"内容太长，只校验 {LONGEST} 字以内的回复")
    try:
        sent = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise GateError("请求不是一个 JSON 对象")
    form = TypingForm({name: value for name, value in sent.items() if isinstance(value, str | int)})
    data = form.readable()
    wrong = form.errors.as_data().get("text", [])
    if any(each.code != "max_length" for each in wrong):
        raise GateError("内容里有不能保存的字符，请删去后再校验")
    if wrong:
        raise TooLong(f"内容太长，只校验 {LONGEST} 字以内的回复")
    return data


class Throttled(GateError):
    status, code = 429, "throttled"


class TooLong(GateError):
    status, code = 413, "too_large"
