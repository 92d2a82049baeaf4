"""Django's cache in Valkey, with one client as long as a thread lives: Django makes a new one for each command, which
takes longer than the command."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class _Client(RedisCacheClient):
    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        return self._only

    @cached_property
    def _only(self) -> Any:
        return super().get_client(write=True)  # there is one server


class Cache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client
