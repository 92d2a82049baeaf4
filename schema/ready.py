"""Questions worded once: what is asked with every page takes Django longer to word than PostgreSQL to answer.
docs/decisions/0031-questions-worded-once.md"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection, connections
from django.db.models import Expression, Model, QuerySet

M = TypeVar("M", bound=Model)


def answer(words: str, *values: Any) -> tuple[Any, ...]:
    """The first row that the SQL ``words`` select with ``values``; empty when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(words, values)
        return cursor.fetchone() or ()


class Ready(Generic[M]):
    """A query set that is worded when it is first asked, and from then on asked with other values.

    ``make`` is given a stand-in for each value, which may only be what a field is compared with. Nothing else may vary:
    who asks and what there is belong among the values. These go to the database as they are, so a key must be an
    ``int``, a number a ``str``, a time aware."""

    def __init__(self, make: Callable[..., QuerySet[M]]) -> None:
        self._make = make
        self._worded: _Worded | None = None

    def __call__(self, *values: Any) -> list[M]:
        """All rows, as the query set of ``make`` would have them."""
        worded = self._worded
        if worded is None:
            rows = self._make(*(_Value(place) for place in range(len(values))))
            compiler = rows.query.get_compiler(rows.db)
            worded = self._worded = _Worded(rows, compiler, *compiler.as_sql())
        filled = tuple(values[each.place] if isinstance(each, _Value) else each for each in worded.values)
        asked: Any = copy(worded.compiler)
        asked.connection = connections[worded.rows.db]  # this thread's
        asked.as_sql = lambda: (worded.words, filled)
        query: Any = _Query(asked)
        found: Any = QuerySet(worded.rows.model, query, worded.rows.db)
        found._prefetch_related_lookups = worded.rows._prefetch_related_lookups
        return list(found)

    def one(self, *values: Any) -> M | None:
        """The first row; None when there is none."""
        return next(iter(self(*values)), None)


class _Worded(NamedTuple):
    rows: Any  # the query set, which itself is never asked
    compiler: Any
    words: str
    values: tuple[Any, ...]


class _Value(Expression):
    """Stands in the words for a value that is known when they are asked."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class _Query:
    """As much of a query as what reads its rows wants of it."""

    def __init__(self, compiler: Any) -> None:
        self.compiler = compiler

    def get_compiler(self, using: str) -> Any:
        return self.compiler
