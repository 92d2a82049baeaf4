"""Somebody at a browser, without the browser."""

from __future__ import annotations

from typing import Any

from django.test import Client

from accounts.models import Person

HTMX = {"HX-Request": "true"}


def at_desk(person: Person) -> Client:
    """A signed-in browser of its own."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(answer: Any) -> str:
    return answer.content.decode()


def posted(data: dict[str, Any]) -> dict[str, Any]:
    """As a browser posts it: ticked boxes as "on", the others not at all."""
    return {name: "on" if value is True else value for name, value in data.items() if value is not False}
