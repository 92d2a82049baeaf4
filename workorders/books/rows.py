"""Asking the database, and putting what it finds into words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection

SHOWN = 20  # of one kind of fault; the rest is counted


def rows(sql: str, parameters: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """Every row of ``sql``."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def told(sentence: str, found: list[tuple[Any, ...]]) -> Iterator[str]:
    """``sentence`` filled with each row found, as far as anybody would read on."""
    for row in found[:SHOWN]:
        yield sentence.format(*row)
    if len(found) > SHOWN:
        yield f"{sentence.format(*found[0])}；同类问题共 {len(found)} 处"
