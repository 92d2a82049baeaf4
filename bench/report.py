"""What a figure was measured on, and arithmetic on samples."""

import math
import os
import platform
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from typing import Any

from django.db import connection

LIBRARIES = ("django", "djangorestframework", "gunicorn", "celery", "psycopg2-binary")


def surroundings() -> dict[str, Any]:
    """Machine, load and versions, and whether the database really writes to the disk."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), current_setting('fsync'), current_setting('synchronous_commit')"
        )
        server, fsync, synchronous = cursor.fetchone()
    return {
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load": [round(value, 2) for value in os.getloadavg()],
        "fsync": fsync,
        "synchronous_commit": synchronous,
        "versions": {"python": platform.python_version(), "postgresql": server.split()[0]}
        | {name: version(name) for name in LIBRARIES},
    }


def percentile(samples: Sequence[float], share: float) -> float:
    """The sample that ``share`` (0 to 1) of all do not exceed. Raises ValueError without samples."""
    if not samples:
        raise ValueError("no samples")
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 2)


def say(text: str) -> None:
    """One line of what is going on, at once."""
    print(text, flush=True)
