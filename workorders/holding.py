"""Who has which order open at a desk, so that two do not ring the same customer or judge the same reply.

Soft: a name beside the order for as long as its page is open, never a lock. Kept in the cache only; without it
nobody is seen, and everything else works.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import structlog
from django.core.cache import cache
from redis.exceptions import RedisError

from accounts.models import Person

LASTS = 90  # seconds after the page was last heard of; it speaks every twenty, in the background every sixty
ASIDE = 4 * 3600  # seconds for which somebody need not be shown again what they put aside
MOST_ASIDE = 200
log = structlog.get_logger()


class Holder(NamedTuple):
    person_id: int
    name: str


class Holding:
    """The orders open at the desk ``name``. Each person has one of them in hand."""

    def __init__(self, name: str) -> None:
        self.name = name

    def take(self, order_id: int, person: Person) -> Holder | None:
        """``person`` opens the order, and lets go of the one before. Returns who already has it, if not they: then it
        stays theirs."""
        mine = Holder(person.pk, person.name)
        try:
            before = cache.get(self._hand(person))
            if before not in (None, order_id):
                self._release(before, person)
            if not cache.add(self._key(order_id), tuple(mine), LASTS):
                holder = _read(cache.get(self._key(order_id)))
                if holder is not None and holder.person_id != person.pk:
                    return holder
                cache.set(self._key(order_id), tuple(mine), LASTS)
            cache.set(self._hand(person), order_id, LASTS)
        except RedisError:
            self._unknown()
        return None

    def leave(self, order_id: int, person: Person) -> None:
        """``person`` is done with the order, or closed the page."""
        try:
            self._release(order_id, person)
            cache.delete(self._hand(person))
        except RedisError:
            self._unknown()

    def others(self, order_ids: Iterable[int], but: Person) -> dict[int, str]:
        """Which of the orders somebody other than ``but`` has open, and their names."""
        keys = {self._key(order_id): order_id for order_id in order_ids}
        if not keys:
            return {}
        try:
            found = cache.get_many(keys)
        except RedisError:
            self._unknown()
            return {}
        held = ((keys[key], _read(value)) for key, value in found.items())
        return {order_id: holder.name for order_id, holder in held if holder and holder.person_id != but.pk}

    def put_aside(self, order_id: int, person: Person) -> None:
        """``person`` does not want the order now: it comes to them again when nothing else is left."""
        kept = [each for each in self.aside(person) if each != order_id]
        try:
            cache.set(self._aside(person), [*kept, order_id][-MOST_ASIDE:], ASIDE)
        except RedisError:
            self._unknown()
        self.leave(order_id, person)

    def aside(self, person: Person) -> list[int]:
        """What ``person`` put aside, in that order."""
        try:
            kept: Any = cache.get(self._aside(person))
        except RedisError:
            self._unknown()
            kept = None
        return list(kept or [])

    def _release(self, order_id: int, person: Person) -> None:
        holder = _read(cache.get(self._key(order_id)))
        if holder is not None and holder.person_id == person.pk:
            cache.delete(self._key(order_id))

    def _unknown(self) -> None:
        log.warning("holding.unknown", desk=self.name)

    def _key(self, order_id: int) -> str:
        return f"{self.name}:order:{order_id}"

    def _hand(self, person: Person) -> str:
        return f"{self.name}:person:{person.pk}"

    def _aside(self, person: Person) -> str:
        return f"{self.name}:aside:{person.pk}"


def _read(value: object) -> Holder | None:
    return Holder(*value) if isinstance(value, tuple | list) and len(value) == 2 else None
