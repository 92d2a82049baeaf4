"""Long lists page by page: each page begins behind the last row of the one before, found by the sorting index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import DateTimeField, ExpressionWrapper, F, Q, QuerySet

from workorders.models import WorkOrder
from workorders.selectors.marks import read_mark, write_mark
from workorders.selectors.orders import Part

Key = tuple[int, datetime | None]


@dataclass(frozen=True)
class Sorting:
    """By ``column``, then by id: ``rising`` with those that have none last, or falling. ``dated``: behind a mark, those
    that have none are not asked for."""

    column: str
    rising: bool
    dated: bool = False

    def sort(self, part: Part, rows: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
        """``rows`` of ``part``, along the index of the list; or all of them picked out and then sorted where they
        are few, which an expression no index knows makes the database do."""
        at = ExpressionWrapper(F(self.column) + timedelta(0), DateTimeField()) if part.few else F(self.column)
        return rows.order_by(at.asc(nulls_last=True) if self.rising else at.desc(), "pk" if self.rising else "-pk")

    def beyond(self, rows: QuerySet[WorkOrder], mark: str) -> list[QuerySet[WorkOrder]]:
        """What follows ``mark`` in ``rows``, in parts an index can begin in the middle of; all of it for no mark."""
        found = read_mark(mark)
        if found is None or (found[0] is None and not self.rising):
            return [rows]
        at, pk = found
        if at is None:
            return [rows.filter(**{f"{self.column}__isnull": True}, pk__gt=pk)]
        if not self.rising:
            same = Q(**{f"{self.column}__lt": at}) | Q(pk__lt=pk)
            return [rows.filter(same, **{f"{self.column}__lte": at})]
        same = Q(**{f"{self.column}__gt": at}) | Q(pk__gt=pk)
        later = rows.filter(same, **{f"{self.column}__gte": at})
        return [later] if self.dated else [later, rows.filter(**{f"{self.column}__isnull": True})]

    def mark(self, order: WorkOrder) -> str:
        """What the next page follows."""
        return write_mark(getattr(order, self.column), order.pk)

    def place(self, key: Key) -> tuple[bool, float, int]:
        pk, at = key
        way = 1 if self.rising else -1
        return at is None, way * at.timestamp() if at else 0.0, way * pk


BY_CLOCK = Sorting("next_due", rising=True)
NEWEST = Sorting("accepted_at", rising=False)


def first_rows(parts: Sequence[tuple[Part, QuerySet[WorkOrder]]], sorting: Sorting, mark: str, limit: int) -> list[int]:
    """The ids of the first ``limit`` rows behind ``mark`` in all ``parts`` together, sorted. One query.

    Each part (with what is left of it) is read no further than ``limit`` rows; what is in two parts counts once.
    """
    legs = [
        sorting.sort(part, leg).values_list("pk", sorting.column)[:limit]
        for part, rows in parts
        for leg in sorting.beyond(rows, mark)
    ]
    if not legs:
        return []
    rows: set[Key] = set(legs[0].union(*legs[1:], all=True) if len(legs) > 1 else legs[0])
    return [pk for pk, _ in sorted(rows, key=sorting.place)[:limit]]
