"""The cases of the demo district: of every type, in every state, some near their time, one past it. GENERATED."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.demo import District
from accounts.models import Person
from complaints.demo.lives import lives, year
from complaints.demo.play import Play
from workorders.clocks.book import book
from workorders.models import Message, Watcher

__all__ = ["bring_cases", "name_watchers"]

UNIT_DAYS = 4  # working days a unit has for a complaint
READ_SINCE = timedelta(days=14)  # what was told before lies in nobody's inbox any more
LEFT = timedelta(hours=5)  # of them, for the one that is near its time


def name_watchers(district: District) -> None:
    """D15: who is told of a complaint by SMS: the leaders of the city, and of the province above it."""
    for unit, username in (
        (district.city.unit, "supervisor03"),
        (district.other.unit, f"supervisor{_managed(district):02d}"),
        (district.province, "supervisor02"),
    ):
        Watcher.objects.create(kind="complaint", unit=unit, person=Person.objects.get(username=username))


def bring_cases(district: District, seed: int = 2026, *, a_year: bool = True) -> None:
    """Let the last fortnight's cases happen, and before them ``a_year`` of others, all archived. Deterministic for a ``seed``,
    but for the times, which end now."""
    now = timezone.now()
    begun = book().calendar.subtract_workdays(now + LEFT, UNIT_DAYS)
    Play(district, seed).play([*(year() if a_year else ()), *lives(near=(now - begun) / timedelta(hours=1))])
    Message.objects.filter(created_at__lt=now - READ_SINCE, expanded_at=None).update(expanded_at=now)


def _managed(district: District) -> int:
    """The number of the small city's supervisor: the last one hired."""
    return 4 + len(district.city.counties) + len(district.city.departments)
