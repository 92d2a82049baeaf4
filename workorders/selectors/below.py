"""Figures by the unit directly below the one asked for, each with all that is below it."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import CharField, F, Func, QuerySet, Value

from accounts.models import Unit

Cell = tuple[int | None, str]  # the unit directly below the one asked for (None: that one), and the type


def place_below(unit: Unit) -> int:
    """Where in a path the units directly below ``unit`` stand."""
    return unit.path.count("/") + 1


def child_of(unit: Unit, column: str) -> Func:
    """The id, as text, of the unit directly below ``unit`` that ``column`` lies in; empty for ``unit`` itself."""
    place = Value(place_below(unit))
    return Func(F(f"{column}__path"), Value("/"), place, function="split_part", output_field=CharField())


def id_of(child: str) -> int | None:
    return int(child) if child else None


def grouped(sql: str, rows: QuerySet[Any, Any], **parts: object) -> list[tuple[Any, ...]]:
    """What ``sql`` makes of ``rows``: models know neither two groupings of one reading nor a grouping of groups."""
    inner, parameters = rows.order_by().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql.format(rows=inner, **parts), parameters)
        return cursor.fetchall()
