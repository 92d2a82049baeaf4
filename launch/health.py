"""Whether the system is really up: the pages answer, events are read, the worker answers, the timer ticks.

Run as `python -m launch.health` it returns when the pages answer (for what must wait for them).
"""

import http.client
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from launch.problem import Problem

PATIENCE_SECONDS = 120.0


def address(host: str, port: int) -> str:
    """The address at which this machine reaches a server listening on host."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104  # compared, not bound
    if ":" in reachable and not reachable.startswith("["):
        reachable = f"[{reachable}]"
    return f"http://{reachable}:{port}/"


def pages_answer(url: str) -> bool:
    """Whether /healthz says all is well."""
    return complaint(url) == ""


def events_answer(url: str) -> bool:
    """Whether the stream's process reads what is new."""
    return complaint(url, "events/health") == ""


def complaint(url: str, path: str = "healthz") -> str:
    """What is wrong with the pages, for the end of a sentence; empty when /healthz says all is well."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never through somebody's proxy
    try:
        with opener.open(f"{url}{path}", timeout=5) as answer:
            return "" if answer.status == 200 else f"HTTP {answer.status}"
    except urllib.error.HTTPError as error:
        with error:
            return f"HTTP {error.code} {error.read(300).decode(errors='replace')}".strip()
    except (urllib.error.URLError, http.client.HTTPException, OSError):
        return "连不上"


def worker_answers(redis_url: str) -> bool:
    """Whether a worker takes orders from the broker."""
    return bool(_ask_workers(redis_url, "ping", limit=1))


def tasks_received(redis_url: str) -> int:
    """How many tasks the workers have had since they started; it grows as long as the timer ticks."""
    answers = _ask_workers(redis_url, "stats", limit=None)
    return sum(sum(stats["total"].values()) for answer in answers for stats in answer.values() if "total" in stats)


def _ask_workers(redis_url: str, question: str, limit: int | None) -> list[dict[str, Any]]:
    from celery import Celery  # heavy: only where it is asked
    from kombu.exceptions import OperationalError
    from redis import RedisError

    with Celery(broker=redis_url) as app:
        try:
            return app.control.broadcast(question, reply=True, timeout=0.7, limit=limit) or []
        except (OperationalError, RedisError, OSError):
            return []


def wait_until(true: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Ask again and again. Raises Problem when the time is over."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            raise Problem(f"等了 {seconds:g} 秒，{what}还没有就绪：请看上面的输出。")
        time.sleep(0.1)


if __name__ == "__main__":
    url = address(os.environ["WEB_HOST"].strip("[]"), int(os.environ["WEB_PORT"]))
    try:
        wait_until(lambda: pages_answer(url), "网页")
    except Problem as problem:
        sys.exit(str(problem))
