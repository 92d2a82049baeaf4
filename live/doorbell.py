"""Tells the stream that there is something new to read. Only a bell: a ring that is lost delays by a second.

A request never waits for it and never fails with it: a thread of the process carries the rings to Valkey, many in one.
"""

from __future__ import annotations

import os
import threading
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import transaction
from redis import Redis
from redis.exceptions import RedisError

PAUSE = 1.0  # seconds after a ring that could not be carried
log = structlog.get_logger()


def channel() -> str:
    """Where the bell hangs: one for each of Valkey's databases, which it does not keep apart by itself."""
    return f"zhangdeng:live:{urlsplit(settings.REDIS_URL).path.strip('/') or 0}"


def ring(topic: str, order: int | None = None) -> None:
    """Something about ``topic`` is new once the present transaction is committed; at once without one.

    With ``order`` the ring itself is the event, for what leaves no row (``presence``): those who may see the order
    with this id are told, if the bell works just then.
    """
    message = topic if order is None else f"{topic}:{order}"
    transaction.on_commit(lambda: _carrier().press(message), robust=True)


class Carrier:
    """One thread a process; begun with the first ring, again after a fork."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self._waiting: set[str] = set()
        self._pressed = threading.Event()
        self._lock = threading.Lock()
        threading.Thread(target=self._run, name="doorbell", daemon=True).start()

    def press(self, message: str) -> None:
        with self._lock:
            self._waiting.add(message)
        self._pressed.set()

    def _run(self) -> None:
        valkey = Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
        well = True
        while True:
            self._pressed.wait()
            self._pressed.clear()
            with self._lock:
                messages, self._waiting = self._waiting, set()
            try:
                valkey.publish(channel(), " ".join(sorted(messages)))
            except (RedisError, OSError) as error:
                if well:
                    log.warning("doorbell.away", error=type(error).__name__)
                well = False
                threading.Event().wait(PAUSE)
            else:
                well = True


_current: Carrier | None = None
_lock = threading.Lock()


def _carrier() -> Carrier:
    global _current
    if _current is None or _current.pid != os.getpid():
        with _lock:
            if _current is None or _current.pid != os.getpid():
                _current = Carrier()
    return _current
