"""Who is on the phone for which order, so that two agents do not ring the same customer.

Soft: a name beside the order for as long as its page is open, never a lock. Kept in the cache only; without it
nobody is seen, and everything else works.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import structlog
from django.core.cache import cache
from redis.exceptions import RedisError

from accounts.models import Person

LASTS = 90  # seconds after the page was last heard of; it speaks every twenty, in the background every sixty
log = structlog.get_logger()


class Caller(NamedTuple):
    person_id: int
    name: str


def take(order_id: int, person: Person) -> Caller | None:
    """``person`` opens the order to call back, and lets go of the one before. Returns who already has it, if not
    they: then it stays theirs."""
    mine = Caller(person.pk, person.name)
    try:
        before = cache.get(_hand(person))
        if before not in (None, order_id):
            _release(before, person)
        if not cache.add(_key(order_id), tuple(mine), LASTS):
            holder = _read(cache.get(_key(order_id)))
            if holder is not None and holder.person_id != person.pk:
                return holder
            cache.set(_key(order_id), tuple(mine), LASTS)
        cache.set(_hand(person), order_id, LASTS)
    except RedisError:
        log.warning("calling.unknown")
    return None


def leave(order_id: int, person: Person) -> None:
    """``person`` is done with the order, or closed the page."""
    try:
        _release(order_id, person)
        cache.delete(_hand(person))
    except RedisError:
        log.warning("calling.unknown")


def callers(order_ids: Iterable[int], but: Person) -> dict[int, str]:
    """Which of the orders somebody other than ``but`` is calling about, and their names."""
    keys = {_key(order_id): order_id for order_id in order_ids}
    if not keys:
        return {}
    try:
        found = cache.get_many(keys)
    except RedisError:
        log.warning("calling.unknown")
        return {}
    held = ((keys[key], _read(value)) for key, value in found.items())
    return {order_id: caller.name for order_id, caller in held if caller and caller.person_id != but.pk}


def _release(order_id: int, person: Person) -> None:
    holder = _read(cache.get(_key(order_id)))
    if holder is not None and holder.person_id == person.pk:
        cache.delete(_key(order_id))


def _read(value: object) -> Caller | None:
    return Caller(*value) if isinstance(value, tuple | list) and len(value) == 2 else None


def _key(order_id: int) -> str:
    return f"calling:order:{order_id}"


def _hand(person: Person) -> str:
    return f"calling:person:{person.pk}"
