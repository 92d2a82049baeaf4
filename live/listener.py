"""One open stream, and how things look on the wire (server-sent events)."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from accounts.access import Access

MOST = 256  # writes that wait for a slow reader; then they are told to look again instead


def block(event: str = "", data: dict[str, Any] | None = None, id: str = "") -> bytes:
    lines = [f"event: {event}"] if event else []
    if data is not None:
        lines.append(f"data: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}")
    if id:
        lines.append(f"id: {id}")
    return ("\n".join(lines) + "\n\n").encode() if lines else b": \n\n"


RESYNC = block("resync", {})
ENDED = block("ended", {})


class Listener:
    """Who listens, with which session, and what waits to be written to them. Used from the event loop only."""

    def __init__(self, session_key: str, access: Access) -> None:
        self.session_key = session_key
        self.access = access
        self.closed = False
        self._waiting: list[bytes] = []
        self._something = asyncio.Event()

    def put(self, text: bytes) -> None:
        """Have ``text`` written. Never blocks: whoever reads too slowly loses single events and is told so."""
        if len(self._waiting) >= MOST:
            self._waiting = [RESYNC]
        if text:
            self._waiting.append(text)
            self._something.set()

    def close(self) -> None:
        """End the stream as soon as what waits is written."""
        self.closed = True
        self._something.set()

    async def take(self, patience: float) -> bytes:
        """What waits, all of it; empty when nothing came within ``patience`` seconds."""
        if not self._something.is_set():
            try:
                await asyncio.wait_for(self._something.wait(), patience)
            except TimeoutError:
                return b""
        return self.rest()

    def rest(self) -> bytes:
        """What waits, without waiting for more."""
        self._something.clear()
        texts, self._waiting = self._waiting, []
        return b"".join(texts)
