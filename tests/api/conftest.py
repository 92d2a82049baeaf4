"""People at the API's door."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from accounts.services.sessions import issue_token
from tests import factories
from workorders.calendar import SHANGHAI

Ask = Callable[..., HttpResponse]


@pytest.fixture
def ask(district) -> Ask:
    """``ask("agent", "POST", "orders/repair/", {...}, Idempotency_Key="k")``: the answer, as that person."""
    tokens: dict[str, str] = {}
    client = Client()

    def send(post: str | None, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if post is not None:
            if post not in tokens:
                tokens[post] = issue_token(getattr(district, post))[1]
            sent["Authorization"] = f"Token {tokens[post]}"
        content = body if isinstance(body, bytes) else json.dumps(body) if body is not None else ""
        return client.generic(
            method, f"/api/v1/{path}", content, content_type=sent.pop("Content-Type", "application/json"), headers=sent
        )

    return send


@pytest.fixture
def upload(district) -> Ask:
    """``upload("crew", path, {"file": …})``: a multipart form."""

    def send(post: str, path: str, fields: dict[str, Any]) -> HttpResponse:
        token = issue_token(getattr(district, post))[1]
        return Client().post(f"/api/v1/{path}", fields, headers={"Authorization": f"Token {token}"})

    return send


@pytest.fixture
def number(order) -> str:
    return order.number


@pytest.fixture
def report(district) -> dict[str, Any]:
    return factories.report(district)


@pytest.fixture
def morning() -> Iterator[None]:
    """Ten o'clock: calling hours. Ask for it before ``district``, whose crews are checked for the day."""
    with time_machine.travel(datetime(2026, 11, 24, 10, tzinfo=SHANGHAI), tick=True):
        yield
