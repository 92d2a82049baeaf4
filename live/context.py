"""Where a page finds the stream of events."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

ADDRESS = "/events/"


def stream(request: HttpRequest) -> dict[str, str]:
    """``events``: the stream's address, on another port of the same host as ":8123/events/"; for people signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"events": ""}
    return {"events": f":{settings.EVENTS_PORT}{ADDRESS}" if settings.EVENTS_PORT else ADDRESS}
