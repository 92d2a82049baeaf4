"""The district's time, which may run faster than ours."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta


class Pace:
    """Tells the district's time from one look at the server's clock. ``speed``: district seconds a real second."""

    def __init__(self, speed: float, now: datetime, tick: Callable[[], float] = time.monotonic) -> None:
        self.speed = speed
        self._tick = tick
        self._start, self._began = now, tick()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=(self._tick() - self._began) * self.speed)

    def real(self, district: timedelta) -> float:
        """How long ``district`` lasts for us, in seconds."""
        return max(0.0, district.total_seconds()) / self.speed

    async def sleep(self, district: timedelta) -> None:
        await asyncio.sleep(self.real(district))

    async def minutes(self, district: float) -> None:
        """Let so many of the district's minutes pass."""
        await self.sleep(timedelta(minutes=district))

    async def until(self, at: datetime) -> None:
        await self.sleep(at - self.now())

    def real_minutes(self, district: float) -> float:
        """How long so many of the district's minutes last for us, in seconds."""
        return self.real(timedelta(minutes=district))

    @staticmethod
    def span(district: float) -> timedelta:
        """So many of the district's minutes."""
        return timedelta(minutes=district)
