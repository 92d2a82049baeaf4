"""An agent's desk, and what is typed there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from customers.models import Call
from customers.services import calls
from tests.browsing import HTMX, at_desk
from tests.complaints.cases import told

KEY = "6a2d7c0e-0f0e-4a39-9a7e-0b3f0d1c2e3f"


@pytest.fixture
def on_line(district) -> Call:
    """The known customer, speaking with the agent."""
    calls.ring("c1", "13812345678", district.centre, 1, timezone.now(), by=district.telephony)
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
    """The form of an ordinary complaint, as the browser posts it."""
    return {
        "_key": KEY,
        "_slot": str(on_line.pk),
        "call": on_line.call_id,
        "secrecy": "open",
        **told(premises=district.premises.pk),
    }
