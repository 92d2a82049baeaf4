"""Somebody at a browser, without the browser."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.cached_db import SessionStore
from django.http import HttpRequest
from django.test import Client

from accounts.models import Person

HTMX = {"HX-Request": "true"}


def at_desk(person: Person) -> Client:
    """A signed-in browser of its own."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(person)
    return client


def session_of(person: Person) -> str:
    """As ``Client.force_login``, which makes a session for nobody first, only to throw it away."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    request.session.save()
    return request.session.session_key


def text_of(answer: Any) -> str:
    return answer.content.decode()


def posted(data: dict[str, Any]) -> dict[str, Any]:
    """As a browser posts it: ticked boxes as "on", the others not at all."""
    return {name: "on" if value is True else value for name, value in data.items() if value is not False}
