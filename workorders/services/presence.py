"""Who has an order open. Kept in Valkey for as long as their browser says so; never in the log, never in the database."""

from __future__ import annotations

from functools import lru_cache

import structlog
from django.conf import settings
from django.utils import timezone
from redis import Redis
from redis.exceptions import RedisError

from accounts.models import Person
from workorders.models import WorkOrder

LASTS = 50.0  # seconds a browser may be silent: two beats and a bit
log = structlog.get_logger()


@lru_cache(maxsize=1)
def _valkey(url: str) -> Redis:
    return Redis.from_url(url, decode_responses=True, socket_timeout=1, socket_connect_timeout=1)


def _keys(order: WorkOrder) -> tuple[str, str]:
    return f"presence:{order.pk}", f"presence:{order.pk}:doing"


def come(order: WorkOrder, actor: Person, doing: str = "") -> bool:
    """``actor`` has the order open, and is filling in the form of the verb ``doing``. True when others should hear."""
    people, doings = _keys(order)
    try:
        with _valkey(settings.REDIS_URL).pipeline(transaction=False) as pipe:
            pipe.zscore(people, str(actor.pk))
            pipe.hget(doings, str(actor.pk))
            pipe.zadd(people, {str(actor.pk): _now()})
            if doing:
                pipe.hset(doings, str(actor.pk), doing)
            else:
                pipe.hdel(doings, str(actor.pk))
            pipe.expire(people, int(LASTS) * 2)
            pipe.expire(doings, int(LASTS) * 2)
            seen, did, *_ = pipe.execute()
    except RedisError as error:
        log.warning("presence.away", error=type(error).__name__)
        return False
    return seen is None or (did or "") != doing


def leave(order: WorkOrder, actor: Person) -> None:
    people, doings = _keys(order)
    try:
        with _valkey(settings.REDIS_URL).pipeline(transaction=False) as pipe:
            pipe.zrem(people, str(actor.pk))
            pipe.hdel(doings, str(actor.pk))
            pipe.execute()
    except RedisError as error:
        log.warning("presence.away", error=type(error).__name__)


def others_at(order: WorkOrder, actor: Person) -> dict[int, str]:
    """Everybody else who has the order open: their id, and the verb whose form they are filling in."""
    people, doings = _keys(order)
    try:
        with _valkey(settings.REDIS_URL).pipeline(transaction=False) as pipe:
            pipe.zremrangebyscore(people, "-inf", _now() - LASTS)
            pipe.zrange(people, 0, 50)
            pipe.hgetall(doings)
            _, here, doing = pipe.execute()
    except RedisError as error:
        log.warning("presence.away", error=type(error).__name__)
        return {}
    return {int(who): doing.get(who, "") for who in here if int(who) != actor.pk}


def _now() -> float:
    """Browsers beat in our seconds, also where the district's time runs faster."""
    return timezone.now().timestamp() / settings.SPEED
