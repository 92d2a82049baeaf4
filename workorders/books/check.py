"""The whole check, one chapter after the other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import chain

from django.db import connection, transaction

from workorders.books import clocks, families, messages, paths, promises
from workorders.books.texts import texts
from workorders.services.seal import faults

GRACE = timedelta(seconds=10)


def check_books(
    *, calls: Iterable[str] = (), acts: Iterable[tuple[str, str]] = (), grace: timedelta = GRACE, files: bool = False
) -> list[str]:
    """Every place where the books are wrong, in words; empty when they are right. Reads only, of one moment.

    ``calls``: ids of calls each of which must have made exactly one order. ``acts``: (工号, idempotency key) of acts
    that were acknowledged. ``grace``: how long (by the district's clock) something due may wait for the workers.
    ``files``: also compare the demo's folder of text messages.
    """
    fresh = not connection.in_atomic_block
    with transaction.atomic():
        if fresh:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        found = list(
            chain(
                promises.unkept(calls, acts),
                paths.broken(),
                clocks.wrong(grace),
                messages.wrong(grace),
                families.torn(),
                faults(),
            )
        )
    # The folder has no moments: it is compared with the tables as they are now.
    return [*found, *texts()] if files else found
