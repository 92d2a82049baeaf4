"""An agent's browser, and calls that ring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from customers.models import Call
from customers.services import calls
from tests.browsing import HTMX, at_desk

KEY = "5f2d7c0e-0f0e-4a39-9a7e-0b3f0d1c2e3f"


@pytest.fixture
def ring(district) -> Callable[..., Call]:
    def rings(call_id: str = "c1", caller: str = "13812345678", rung: int = 1) -> Call:
        return calls.ring(call_id, caller, district.centre, rung, timezone.now(), by=district.telephony)

    return rings


@pytest.fixture
def on_line(district, ring) -> Call:
    """The known customer, speaking with the agent."""
    ring()
    return calls.answer("c1", district.agent, timezone.now(), rings=2, by=district.telephony)


@pytest.fixture
def agent(district):
    return at_desk(district.agent)


@pytest.fixture
def ask(agent) -> Callable[..., Any]:
    """Post to the desk as its page does."""

    def post(path: str, /, **data: Any) -> Any:
        return agent.post(f"/desk/{path}/", data, headers=HTMX)

    return post


@pytest.fixture
def typed(district, on_line) -> dict[str, Any]:
    """The form of an ordinary fault, as the browser posts it."""
    return {
        "_key": KEY,
        "_slot": str(on_line.pk),
        "call": on_line.call_id,
        "premises": str(district.premises.pk),
        "contact_name": "张伟",
        "contact_phones": "13812345678",
        "address": district.premises.address,
        "area_class": "urban",
        "content": "一户无电，表下开关未跳闸",
        "category": "low_voltage",
        "safety_reminded": "on",
    }
