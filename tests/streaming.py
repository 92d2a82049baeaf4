"""The stream of events as uvicorn runs it, in a thread of the test's process: it lives in the test's time and reads the
test's database."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import uvicorn

from launch.ports import free_port
from live.asgi import Events


class Streaming:
    """``start()`` and ``stop()`` as often as a test likes; the port stays."""

    def __init__(self) -> None:
        self.port = free_port()
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self.application = Events()
        config = uvicorn.Config(
            self.application,
            host="127.0.0.1",
            port=self.port,
            lifespan="on",
            log_level="critical",
            timeout_graceful_shutdown=0,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, name="stream", daemon=True)
        self._thread.start()
        until = time.monotonic() + 20
        while not (self.application.hub and self.application.hub.well):
            assert time.monotonic() < until, "the stream did not start"
            threading.Event().wait(0.01)

    def stop(self) -> None:
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._thread.join(10)
        assert not self._thread.is_alive()
        self._server = None


class Ear:
    """Somebody's open stream, read by hand."""

    def __init__(self, port: int, cookie: str = "", query: str = "", **headers: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if cookie:
            sent["Cookie"] = f"zhangdeng_session={cookie}"
        self.connection.request("GET", f"/events/{query}", headers=sent)
        self.answer = self.connection.getresponse()
        self.status = self.answer.status
        self.id = ""
        if self.status != 200:
            self.close()

    def blocks(self) -> Iterator[dict[str, str]]:
        """Each block's fields, until the stream ends."""
        fields: dict[str, str] = {}
        while line := self.answer.readline().decode():
            name, _, value = line.rstrip("\n").partition(": ")
            if name:
                fields[name] = value
                continue
            self.id = fields.get("id", self.id)
            yield fields
            fields = {}

    def hear(self, topic: str = "") -> dict[str, Any]:
        """The next event (of the topic); ``{"topic": "resync"}`` and ``{"topic": "ended"}`` for those."""
        until = time.monotonic() + 8
        for fields in self.blocks():
            assert time.monotonic() < until, "nothing was heard"
            if "event" in fields:
                found: dict[str, Any] = {"topic": fields["event"]}
            elif "data" in fields:
                found = json.loads(fields["data"])
            else:
                continue
            if not topic or found["topic"] == topic:
                return found
        raise AssertionError("the stream ended")

    def settle(self) -> None:
        """Read until the position that ends what is told at the beginning."""
        for fields in self.blocks():
            if "id" in fields:
                return

    def close(self) -> None:
        self.answer.close()
        self.connection.close()
