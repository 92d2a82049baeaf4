"""Work that one worker at a time does, however many are woken for it: the others stay free for the clocks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def turn(name: str) -> Iterator[bool]:
    """Whether it is this process's turn at ``name``: nobody else has it while the block runs.

    The database holds the turn for this connection, so one who dies loses it. Needs a connection of the process's
    own (no pooler that hands it on between transactions).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [f"zhangdeng:{name}"])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [f"zhangdeng:{name}"])
