"""A demo district can live faster than we do.

With ``ZHANGDENG_SPEED=120`` two hours pass in a minute: ``django.utils.timezone.now`` then tells
the district's time, for every clock, session and token alike. Settings refuse it in production.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.utils import timezone


def run_at(speed: float, epoch: float) -> None:
    """Let ``timezone.now()`` run ``speed`` times as fast as the wall clock since ``epoch`` (Unix seconds)."""
    wall: Callable[[], datetime] = timezone.now
    start = datetime.fromtimestamp(epoch, UTC)

    def now() -> datetime:
        return start + (wall() - start) * speed

    if not getattr(timezone.now, "sped_up", False):
        now.sped_up = True  # type: ignore[attr-defined]  # marks the replacement, so that it is made once
        timezone.now = now


def real_seconds(district: timedelta, speed: float) -> float:
    """How long ``district`` time lasts on the wall clock, in seconds."""
    return district.total_seconds() / speed
