"""How busy a centre's lines are now."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Unit
from customers.models import Call
from customers.policies import LONGEST_CALL
from customers.selectors.desk import RINGS_FOR


@dataclass(frozen=True)
class CallsNow:
    """``waiting`` ring, ``talking`` are answered, ``held`` of these wait on the line."""

    waiting: int
    talking: int
    held: int


def calls_now(centre: Unit) -> CallsNow:
    now = timezone.now()
    open_ = Call.objects.filter(centre=centre, rang_at__gt=now - LONGEST_CALL, ended_at__isnull=True)
    ringing = Q(answered_at__isnull=True, disposal=Call.Disposal.NONE, rang_at__gt=now - RINGS_FOR)
    talking = Q(answered_at__isnull=False)
    return CallsNow(
        **open_.aggregate(
            waiting=Count("pk", filter=ringing),
            talking=Count("pk", filter=talking),
            held=Count("pk", filter=talking & Q(held_at__isnull=False)),
        )
    )
