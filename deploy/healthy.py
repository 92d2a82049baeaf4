"""What a container asks itself every few seconds: `python deploy/healthy.py web|worker|beat`; exit code 0 means well.

web: /healthz answers. worker: the worker of this container answers a ping. beat: the timetable was written lately.
"""

import os
import sys
import time
import urllib.request
from pathlib import Path

BEAT_SECONDS = 300  # beat writes its table at least every three minutes


def web() -> bool:
    """Through the door nginx uses, past the redirect to https."""
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".")
    headers = {"Host": "localhost" if host == "*" else host, "X-Forwarded-Proto": "https"}
    request = urllib.request.Request("http://127.0.0.1:8000/healthz", headers=headers)
    with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310  # a fixed address
        return bool(answer.status == 200)


def worker() -> bool:
    """Asks the broker for this container's worker, without loading the application."""
    from celery import Celery

    name = f"celery@{os.uname().nodename}"
    with Celery(broker=os.environ["REDIS_URL"]) as app:
        return bool(app.control.ping(destination=[name], timeout=3, limit=1))


def beat() -> bool:
    """The table's age."""
    file = Path(os.environ["BEAT_FILE"])
    written = [path.stat().st_mtime for path in file.parent.glob(f"{file.name}*")]
    return bool(written) and time.time() - max(written) < BEAT_SECONDS


if __name__ == "__main__":
    try:
        sys.exit(0 if {"web": web, "worker": worker, "beat": beat}[sys.argv[1]]() else 1)
    except OSError as error:
        sys.exit(str(error))
