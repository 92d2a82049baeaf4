"""Waiting for another process: looks again and again until it is so, and says what never came."""

import threading
import time
from collections.abc import Callable


def until(so: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Return once ``so()`` is true. Raises AssertionError naming ``what`` after ``seconds`` of the real clock."""
    end = time.monotonic() + seconds
    pause = threading.Event()
    while not so():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        pause.wait(0.05)
