"""The telephone system is asked through an adapter: a platform over HTTP in production, in the demo ourselves.

Whatever is asked, what really happened is told by events alone (``services.calls``): the platform sends its own.
"""

from __future__ import annotations

from functools import cache
from typing import Protocol

import httpx
from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import Person
from customers.models import Call


class TelephoneError(Exception):
    """The telephone system did not do it. ``message`` is Chinese, says what to do, and holds no number."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Telephone(Protocol):
    """Each raises ``TelephoneError``, or ``CallError`` when the call is not in a state for it."""

    def answer(self, call: Call, agent: Person) -> None: ...

    def hold(self, call: Call) -> None: ...

    def resume(self, call: Call) -> None: ...

    def transfer(self, call: Call, agent: Person) -> None: ...

    def hang_up(self, call: Call) -> None: ...


class HttpTelephone:
    """POSTs ``{"call_id", "command", "agent"}`` to ``TELEPHONE_URL``; any 2xx is acceptance, the events follow.

    ``command``: answer, hold, resume, transfer, hang_up. ``agent``: the 工号 who answers or is transferred to.
    """

    def answer(self, call: Call, agent: Person) -> None:
        self._ask("answer", call, agent)

    def hold(self, call: Call) -> None:
        self._ask("hold", call)

    def resume(self, call: Call) -> None:
        self._ask("resume", call)

    def transfer(self, call: Call, agent: Person) -> None:
        self._ask("transfer", call, agent)

    def hang_up(self, call: Call) -> None:
        self._ask("hang_up", call)

    def _ask(self, command: str, call: Call, agent: Person | None = None) -> None:
        body = {"call_id": call.call_id, "command": command, "agent": agent.username if agent else ""}
        headers = {"Authorization": f"Bearer {settings.TELEPHONE_TOKEN}"}
        try:
            answer = httpx.post(settings.TELEPHONE_URL, json=body, headers=headers, timeout=3)
        except httpx.HTTPError as error:
            raise TelephoneError("话务平台没有应答，请改用话机操作；恢复后本页会自动更新") from error
        if not answer.is_success:
            raise TelephoneError("话务平台没有接受这个操作，请改用话机操作")


@cache
def _of(path: str) -> Telephone:
    made: Telephone = import_string(path)()
    return made


def telephone() -> Telephone | None:
    """The adapter in force; None where calls are only shown."""
    return _of(settings.TELEPHONE) if settings.TELEPHONE else None
