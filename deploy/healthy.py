"""What a container asks itself every few seconds: `python -m deploy.healthy web|events|worker|beat`; exit code 0 means well.

web: /healthz answers. events: what is new is being read. worker: the worker of this container answers a ping. beat: work keeps arriving at the workers.
"""

import os
import sys
import time
import urllib.request

from launch.health import tasks_received


def web() -> bool:
    """Through the door nginx uses, past the redirect to https."""
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".")
    headers = {"Host": "localhost" if host == "*" else host, "X-Forwarded-Proto": "https"}
    request = urllib.request.Request("http://127.0.0.1:8000/healthz", headers=headers)
    with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310  # a fixed address
        return bool(answer.status == 200)


def events() -> bool:
    """The stream's process tells by itself whether it reads."""
    with urllib.request.urlopen("http://127.0.0.1:8000/events/health", timeout=4) as answer:
        return bool(answer.status == 200)


def worker() -> bool:
    """Asks the broker for this container's worker, without loading the application."""
    from celery import Celery

    name = f"celery@{os.uname().nodename}"
    with Celery(broker=os.environ["REDIS_URL"]) as app:
        return bool(app.control.ping(destination=[name], timeout=3, limit=1))


def beat() -> bool:
    """The sweep is woken ten times a second, so two seconds without a task mean that nobody wakes it."""
    before = tasks_received(os.environ["REDIS_URL"])
    time.sleep(2)
    return tasks_received(os.environ["REDIS_URL"]) > before


if __name__ == "__main__":
    try:
        sys.exit(0 if {"web": web, "events": events, "worker": worker, "beat": beat}[sys.argv[1]]() else 1)
    except OSError as error:
        sys.exit(str(error))
