"""How long each step took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Timings:
    """Seconds by step; `origin` is the monotonic moment everything began."""

    def __init__(self, origin: float | None = None) -> None:
        self.origin = time.monotonic() if origin is None else origin
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure the block, also when it fails."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.seconds[name] = round(time.monotonic() - began, 2)

    def measured(self, name: str, action: Callable[[], None]) -> Callable[[], None]:
        """The action, measured when it is called."""

        def run() -> None:
            with self.step(name):
                action()

        return run

    def total(self) -> float:
        """Seconds since the beginning."""
        return round(time.monotonic() - self.origin, 2)
