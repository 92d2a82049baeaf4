"""How the house is doing, in a few cheap figures."""

from __future__ import annotations

from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count
from django.utils import timezone

from workorders.models import Deadline, Message, WorkOrder
from workorders.registry import registry

PENDING_CAP = 10_000
PATIENCE = 2.0  # seconds for the broker to answer


def oldest_unfired() -> float:
    """Seconds by which the most overdue announcement is late; 0 when none is."""
    now = timezone.now()
    first = (
        Deadline.objects.filter(fire_at__lte=now).order_by("fire_at", "pk").values_list("fire_at", flat=True).first()
    )
    return (now - first).total_seconds() if first else 0.0


def pending_messages() -> int:
    """Messages not yet laid out to people, counted up to ``PENDING_CAP``."""
    return Message.objects.filter(expanded_at__isnull=True).order_by()[:PENDING_CAP].count()


def broker_answers() -> bool:
    try:
        with redis.Redis.from_url(
            settings.CELERY_BROKER_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE
        ) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def report() -> dict[str, Any]:
    """Database, broker, the age of the oldest unfired due row, messages waiting."""
    found: dict[str, Any] = {"database": True, "oldest_unfired_seconds": 0.0, "pending_messages": 0}
    try:
        found["oldest_unfired_seconds"] = round(oldest_unfired(), 3)
        found["pending_messages"] = pending_messages()
    except DatabaseError:
        found["database"] = False
    return {**found, "broker": broker_answers()}


def live_orders() -> list[tuple[str, str, int]]:
    """(kind, state, how many) of the orders in hand; of types that ask for a clearance nothing is told."""
    told = [business.code for business in registry if not business.clearance]
    rows = WorkOrder.objects.filter(phase__in=["open", "waiting"], kind__in=told).order_by()
    return list(rows.values_list("kind", "state").annotate(orders=Count("pk")))
