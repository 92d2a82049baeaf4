"""Closing and opening what must not be read in the database. Pure but for the keys of the environment.

``REPORTER_KEYS``: Fernet keys, newest first. The first closes; any opens, so that a key is changed by putting a new one
in front, running ``manage.py reseal_reporters``, and then taking the old one away.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PUBLISHED = "b25seS1mb3ItY2hlY2tzLW9ubHktZm9yLWNoZWNrcy0="  # the image is built and the source checked with it
BLOCK = 512  # bytes: what is closed is filled up to a multiple, for its length would tell how much is known


class Unreadable(Exception):
    """None of the keys opens it, or it was closed for something else. Holds nothing of what is inside."""


def seal(identity: Mapping[str, Any], of: int) -> bytes:
    """``identity`` (JSON) closed with the newest key, for the order with the id ``of`` and no other."""
    plain = json.dumps({**identity, "of": of}, ensure_ascii=False).encode()
    return _keys(tuple(settings.REPORTER_KEYS)).encrypt(plain.ljust(-(-len(plain) // BLOCK) * BLOCK))


def unseal(sealed: bytes | memoryview, of: int) -> dict[str, Any]:
    """What ``seal`` closed for the order with the id ``of``. Raises ``Unreadable``, also for another order's."""
    try:
        found: dict[str, Any] = json.loads(_keys(tuple(settings.REPORTER_KEYS)).decrypt(bytes(sealed)))
    except InvalidToken:
        raise Unreadable("没有能打开这条身份信息的密钥") from None
    if found.pop("of", None) != of:
        raise Unreadable("这条身份信息是另一张工单的")
    return found


def reseal(sealed: bytes | memoryview) -> bytes:
    """The same, closed with the newest key. Raises ``Unreadable``."""
    try:
        return _keys(tuple(settings.REPORTER_KEYS)).rotate(bytes(sealed))
    except InvalidToken:
        raise Unreadable("没有能打开这条身份信息的密钥") from None


def demand_own_keys() -> None:
    """Raises ``ImproperlyConfigured`` in production with the key everybody can read; asked when the pages start."""
    if settings.PRODUCTION and PUBLISHED in settings.REPORTER_KEYS:
        raise ImproperlyConfigured(
            "REPORTER_KEYS 里有一把是构建镜像用的公开密钥，不能用于生产：请生成自己的，见 .env.example"
        )


@lru_cache(maxsize=4)
def _keys(keys: tuple[str, ...]) -> MultiFernet:
    demand_own_keys()
    return MultiFernet([Fernet(key) for key in keys])
