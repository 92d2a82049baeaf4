"""The stream's application: ``GET /events/`` for browsers, ``GET /events/health`` for whoever keeps it. Nothing else."""

from __future__ import annotations

import asyncio
import json
import resource
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

import structlog
from django.conf import settings
from django.db.utils import DatabaseError, InterfaceError

from live.hub import Hub
from live.listener import Listener, block
from live.origin import allowed_origin

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
BEAT = 5.0  # seconds of silence until a beat: a browser that hears none knows that the line is dead
RETRY = b"retry: 1000\n\n"
log = structlog.get_logger()


class Events:
    """An ASGI application. It has one hub, from the server's start to its end."""

    def __init__(self) -> None:
        self.hub: Hub | None = None
        self._running: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # a stream is an open file
        self.hub = Hub(settings.REDIS_URL)
        self._running = asyncio.create_task(self.hub.run())  # the reference keeps it from being collected
        self._running.add_done_callback(_ended_by_itself)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if scope["path"] == "/events/health":
            await self._health(send)
        elif scope["path"] != "/events/":
            await _say(send, 404)
        elif scope["method"] != "GET":
            await _say(send, 405)
        else:
            allowed = allowed_origin(headers)
            if allowed is None:
                await _say(send, 403)
                return
            cors: Headers = [(b"vary", b"Origin")]
            if allowed:
                cors += [
                    (b"access-control-allow-origin", allowed.encode()),
                    (b"access-control-allow-credentials", b"true"),
                ]
            await self._listen(scope, headers, cors, receive, send)

    async def _listen(self, scope: Scope, headers: dict[str, str], cors: Headers, receive: Receive, send: Send) -> None:
        if self.hub is None or not self.hub.ready:
            await _say(send, 503, cors)
            return
        query = {name: values[0] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
        since = headers.get("last-event-id", "") or query.get("since", "")
        try:
            listener = await self.hub.welcome(_session_key(headers), query.get("who", ""), since, _age(query))
        except (DatabaseError, InterfaceError):
            await _say(send, 503, cors)
            return
        if listener is None:
            await _say(send, 401, cors)
            return
        leaving = asyncio.create_task(_until_gone(receive, listener))
        try:
            kind = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store")]
            plain = [(b"x-accel-buffering", b"no"), (b"x-content-type-options", b"nosniff")]
            await send({"type": "http.response.start", "status": 200, "headers": [*kind, *plain, *cors]})
            await send({"type": "http.response.body", "body": RETRY, "more_body": True})
            while not listener.closed:
                body = await listener.take(BEAT) or block(id=self.hub.reader.position)
                await send({"type": "http.response.body", "body": body, "more_body": True})
            await send({"type": "http.response.body", "body": listener.rest(), "more_body": False})
        finally:
            self.hub.leave(listener)
            leaving.cancel()

    async def _health(self, send: Send) -> None:
        well = self.hub is not None and self.hub.well
        streams = len(self.hub.listeners) if self.hub else 0
        await _say(send, 200 if well else 503, body=json.dumps({"ok": well, "streams": streams}))


async def _until_gone(receive: Receive, listener: Listener) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.close()


async def _say(send: Send, status: int, headers: Headers | None = None, body: str = "") -> None:
    kind = b"application/json" if body else b"text/plain; charset=utf-8"
    fixed = [(b"content-type", kind), (b"cache-control", b"no-store"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*fixed, *(headers or [])]})
    await send({"type": "http.response.body", "body": body.encode(), "more_body": False})


def _session_key(headers: dict[str, str]) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    key = found.value if found else ""
    return key if key.isalnum() else ""  # a quoted cookie may hold anything, NUL too


def _age(query: dict[str, str]) -> float | None:
    """How many seconds the page is old, and a little more."""
    text = query.get("age", "")
    return min(int(text), 86_400_000) / 1000 + 1 if text.isascii() and text.isdigit() and len(text) < 12 else None


def _ended_by_itself(task: asyncio.Task[None]) -> None:
    """The hub never ends by itself. Without it nothing is told: better that the process ends and is started again."""
    if not task.cancelled() and task.exception() is not None:
        log.error("live.hub_ended", exc_info=task.exception())
        raise SystemExit(1)
