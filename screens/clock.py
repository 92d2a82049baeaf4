"""Time stands where the script says."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, tzinfo=ZONE)
TUESDAY = MONDAY + timedelta(days=1)
LAST_WEEK = TUESDAY - timedelta(days=7)
FOUNDED = LAST_WEEK.replace(hour=6)
MOMENT = TUESDAY.replace(hour=10, minute=12)


def at(text: str, day: datetime = TUESDAY) -> datetime:
    """ "09:30" or "09:30:15" of that day."""
    hours, minutes, *seconds = (int(part) for part in text.split(":"))
    return day.replace(hour=hours, minute=minutes, second=seconds[0] if seconds else 0)


class Clock:
    """The process's time, moved by hand."""

    def __init__(self) -> None:
        self._travel = time_machine.travel(FOUNDED, tick=False)

    def __enter__(self) -> Clock:
        self._traveller = self._travel.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._travel.stop()

    def move_to(self, moment: datetime) -> None:
        self._traveller.move_to(moment, tick=False)
