"""The headers that make a write safe to repeat and to race: ``Idempotency-Key`` and ``If-Match``."""

from __future__ import annotations

import re

from rest_framework.request import Request
from rest_framework.response import Response

from workorders.api.errors import BadCondition
from workorders.models import WorkOrder
from workorders.services import Outcome

ETAG = re.compile(r'(?:W/)?"v([1-9][0-9]{0,8})"')


def key_of(request: Request) -> str | None:
    """The idempotency key as sent; the gate judges it."""
    return request.META.get("HTTP_IDEMPOTENCY_KEY")


def version_of(request: Request) -> int | None:
    """The version the caller saw; None when it does not care. Raises ``BadCondition``."""
    text = request.META.get("HTTP_IF_MATCH")
    if text is None or text.strip() == "*":
        return None
    found = ETAG.fullmatch(text.strip())
    if found is None:
        raise BadCondition
    return int(found[1])


def etag(order: WorkOrder) -> str:
    return f'"v{order.version}"'


def marked(response: Response, outcome: Outcome) -> Response:
    """``response`` with the order's version, and whether this was only a repetition."""
    response["ETag"] = etag(outcome.order)
    if outcome.replayed:
        response["Idempotent-Replayed"] = "true"
    return response
