"""Requests over a line that breaks: the same request with the same key, again and again, until somebody answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx

from simulator.ledger import Ledger
from simulator.population import Staff

PATIENCE = 120.0  # real seconds without any sensible answer after which we give up
LONGEST_PAUSE = 2.0
AGAIN = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT}


class Unreachable(Exception):
    """Nobody answered in time."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict[str, Any]
    replayed: bool = False

    @property
    def ok(self) -> bool:
        return self.status < HTTPStatus.BAD_REQUEST

    @property
    def code(self) -> str:
        """What the refusal is called; empty when it is none."""
        return "" if self.ok else str(self.body.get("error", {}).get("code", ""))

    @property
    def detail(self) -> dict[str, Any]:
        found = self.body.get("error", {}).get("detail", {})
        return found if isinstance(found, dict) else {}

    def __str__(self) -> str:
        error = self.body.get("error", {})
        return f"{self.status} {error.get('code', '')} {error.get('message', '')} {error.get('fields', '')}".strip()


class Wire:
    """Speaks for anybody of the staff; each signs in when they first have something to say."""

    def __init__(self, client: httpx.AsyncClient, password: str, ledger: Ledger) -> None:
        self._client, self._password, self._ledger = client, password, ledger
        self._tokens: dict[str, str] = {}
        self._doors: dict[str, asyncio.Lock] = {}

    async def get(self, who: Staff, path: str, **params: str) -> Answer:
        return await self._patiently("GET", path, who, params=params)

    async def post(
        self, who: Staff, path: str, body: Mapping[str, Any], *, key: str = "", version: int = 0, paper: bytes = b""
    ) -> Answer:
        """``key``: Idempotency-Key; ``version``: If-Match; ``paper``: a PDF that goes along. The answer may be a refusal,
        never a broken line."""
        headers = {"Idempotency-Key": key} if key else {}
        if version:
            headers["If-Match"] = f'"v{version}"'
        sent: dict[str, Any] = {"json": dict(body)}
        if paper:
            sent = {"data": dict(body), "files": {"file": ("盖章件.pdf", paper, "application/pdf")}}
        return await self._patiently("POST", path, who, headers=headers, **sent)

    async def health(self) -> dict[str, Any]:
        """What /healthz says, well or not. Raises ``Unreachable``."""
        return (await self._patiently("GET", "/healthz", None, unwell=True)).body

    async def _patiently(self, method: str, path: str, who: Staff | None, **request: Any) -> Answer:
        unwell = request.pop("unwell", False)
        headers = request.pop("headers", {})
        until, pause = time.monotonic() + PATIENCE, 0.05
        while True:
            trouble = ""
            try:
                if who is not None:
                    headers["Authorization"] = f"Token {await self._token(who)}"
                response = await self._client.request(method, path, headers=headers, **request)
                if response.status_code == HTTPStatus.UNAUTHORIZED and who is not None:
                    self._tokens.pop(who.username, None)
                    trouble = "401"
                elif unwell or (response.status_code < 500 and response.status_code not in AGAIN):
                    return _answer(response)
                else:
                    trouble = str(response.status_code)
            except httpx.TransportError as error:
                trouble = type(error).__name__
            self._ledger.count(f"重试 {trouble}")
            if time.monotonic() > until:
                raise Unreachable(f"{method} {path}：{PATIENCE:g} 秒内没有答复（{trouble}）")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _token(self, who: Staff) -> str:
        async with self._doors.setdefault(who.username, asyncio.Lock()):
            if who.username not in self._tokens:
                answer = await self._patiently(
                    "POST", "/api/v1/sign-in/", None, json={"username": who.username, "password": self._password}
                )
                if not answer.ok:
                    raise Unreachable(f"{who.username} 不能登录：{answer}")
                self._tokens[who.username] = str(answer.body["token"])
            return self._tokens[who.username]


def _answer(response: httpx.Response) -> Answer:
    try:
        body = response.json() if response.content else {}
    except ValueError:
        body = {}
    return Answer(
        response.status_code,
        body if isinstance(body, dict) else {"items": body},
        response.headers.get("Idempotent-Replayed") == "true",
    )
