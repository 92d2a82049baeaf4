"""Closing and opening what must not be read in the database. Pure but for the keys of the environment.

``REPORTER_KEYS``: Fernet keys, newest first. The first closes; any opens, so that a key is changed by putting a new one
in front, running ``manage.py reseal_reporters``, and then taking the old one away.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """None of the keys opens it."""


def seal(identity: Mapping[str, Any]) -> bytes:
    """``identity`` (JSON) closed with the newest key."""
    return _keys().encrypt(json.dumps(dict(identity), ensure_ascii=False).encode())


def unseal(sealed: bytes | memoryview) -> dict[str, Any]:
    """What ``seal`` closed. Raises ``Unreadable``."""
    try:
        found: dict[str, Any] = json.loads(_keys().decrypt(bytes(sealed)))
    except InvalidToken as error:
        raise Unreadable("没有能打开这条身份信息的密钥") from error
    return found


def reseal(sealed: bytes | memoryview) -> bytes:
    """The same, closed with the newest key. Raises ``Unreadable``."""
    try:
        return _keys().rotate(bytes(sealed))
    except InvalidToken as error:
        raise Unreadable("没有能打开这条身份信息的密钥") from error


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.REPORTER_KEYS])
