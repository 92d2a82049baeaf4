"""D3: how many of the orders archived in a period had come back, by unit, type, reason and month.

Pure reads of two things the triggers keep (``models.archive``): the count of what was archived, and the returns. Each
figure equals the length of the list that ``selectors.behind`` gives for it, for whoever asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, F, Func, Q, QuerySet, Sum, Value
from django.db.models.functions import TruncMonth
from django.utils import timezone

from accounts.models import Person, Unit
from workorders.models import Archived, Return, WorkOrder
from workorders.periods import Period
from workorders.policies import SUBTREE
from workorders.registry import registry
from workorders.selectors.orders import known_to

Level = Return.Level
COUNTED = (Level.PROVINCE.value, Level.NATIONAL.value)  # what a return rate is of unless something else is asked (D2)
MONTHS = 12
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Asked:
    """``unit`` and all below it. ``kind``: one type alone."""

    unit: Unit
    period: Period
    levels: tuple[str, ...] = COUNTED
    kind: str = ""


@dataclass(frozen=True)
class Rate:
    """Of ``archived`` orders ``orders`` (件) came back, ``times`` (次) in all; ``by_level``: orders with one of a level."""

    archived: int = 0
    orders: int = 0
    times: int = 0
    by_level: Mapping[str, int] = field(default_factory=Counter)

    @property
    def percent(self) -> str:
        """2.35%; empty when nothing was archived. Nothing but nothing is called 0%."""
        if not self.archived:
            return ""
        hundredths = (20_000 * self.orders + self.archived) // (2 * self.archived)
        return "<0.01%" if self.orders and not hundredths else f"{hundredths / 100:.2f}%"

    @property
    def share(self) -> float:
        return self.orders / self.archived if self.archived else 0.0

    def __add__(self, other: Rate) -> Rate:
        by_level = Counter(self.by_level) + Counter(other.by_level)
        return Rate(self.archived + other.archived, self.orders + other.orders, self.times + other.times, by_level)


@dataclass(frozen=True)
class Reason:
    """A code, the orders (件) it was given for and how often (次)."""

    code: str
    orders: int
    times: int


@dataclass(frozen=True)
class Report:
    """``units``: by the id of the unit directly below the one asked for; None is that unit itself. Each order is in one
    of ``units``, one of ``kinds`` and, if it was archived in it, one of ``months``; a return has several reasons."""

    total: Rate
    again: int  # orders that came back more than once
    units: Mapping[int | None, Rate]
    kinds: Mapping[str, Rate]
    reasons: list[Reason]
    worst: Mapping[int | None, list[Reason]]  # of each of ``units``, most frequent first


def report(actor: Person, asked: Asked) -> Report:
    """Everything about one period. ``asked.unit`` must be one of ``units_of(actor)``. Five queries."""
    rates = _rates(actor, asked, asked.period, "child", "kind")
    returned = _returned(actor, asked, asked.period)
    worst = _reasons(asked, returned)
    again = returned.order_by().values("order_id").annotate(n=Count("pk")).filter(n__gt=1).count()
    return Report(
        sum(rates.values(), Rate()),
        again,
        _summed((child, rate) for (child, _), rate in rates.items()),
        _summed((kind, rate) for (_, kind), rate in rates.items()),
        _joined(worst.values()),
        worst,
    )


def trend(actor: Person, asked: Asked) -> list[tuple[Period, Rate]]:
    """The twelve months up to the one ``asked.period`` ends in. Two queries."""
    last = asked.period.last.replace(day=1)
    firsts = [_month(last, back) for back in reversed(range(MONTHS))]
    months = [Period(first, _month(first, -1) - timedelta(days=1)) for first in firsts]
    rates = _rates(actor, asked, Period(months[0].first, months[-1].last), "month")
    return [(month, rates.get((month.first,), Rate())) for month in months]


def units_of(actor: Person) -> list[Unit]:
    """The topmost units all of whose orders ``actor`` may see."""
    paths = actor.access.paths(*SUBTREE)
    return list(Unit.objects.filter(path__in=paths).order_by("path"))


def unit_of(actor: Person, unit_id: int) -> Unit | None:
    """That unit, when it is one of ``units_of(actor)`` or below one."""
    found = Unit.objects.filter(pk=unit_id).first()
    return found if found and actor.access.reaches(found.path, SUBTREE) else None


def _rates(actor: Person, asked: Asked, period: Period, *keys: str) -> dict[Key, Rate]:
    """By ``keys``: child (of the unit asked for), kind, month (its first day)."""
    archived = _archived(actor, asked, period, keys)
    columns = {"month": TruncMonth("archived_on"), "child": _child(asked.unit, "held_by")}
    named = {key: columns[key] for key in keys if key in columns}
    rows = (
        _returned(actor, asked, period)
        .annotate(**named)
        .values_list(*keys)
        .annotate(
            orders=Count("order_id", distinct=True),
            times=Count("pk"),
            **{f"at_{level}": Count("order_id", distinct=True, filter=Q(level=level)) for level in asked.levels},
        )
        .order_by()
    )
    width = len(keys)
    back = {_key(row[:width], keys): row[width:] for row in rows}
    return {
        key: Rate(archived[key], counts[0], counts[1], Counter(dict(zip(asked.levels, counts[2:], strict=True))))
        for key in archived.keys() | back.keys()
        if (counts := back.get(key, (0,) * (2 + len(asked.levels)))) and (archived[key] or counts[0])
    }


def _archived(actor: Person, asked: Asked, period: Period, keys: tuple[str, ...]) -> Counter[Key]:
    columns = {"month": TruncMonth("day"), "child": _child(asked.unit, "unit")}
    of = Q(kind=asked.kind) if asked.kind else Q()
    rows = (
        Archived.objects.filter(_spans(period) & of & known_to(actor), unit__path__startswith=asked.unit.path)
        .annotate(**{key: columns[key] for key in keys if key in columns})
        .values_list(*keys)
        .annotate(Sum("n"))
        .order_by()
    )
    found: Counter[Key] = Counter({_key(row[:-1], keys): row[-1] for row in rows})
    for unit_path, kind, at in _own(actor, asked, period):
        place = unit_path.removeprefix(asked.unit.path).partition("/")[0]
        first = timezone.localdate(at).replace(day=1)
        of_one: dict[str, Any] = {"child": int(place) if place else None, "kind": kind, "month": first}
        found[tuple(of_one[key] for key in keys)] += 1
    return found


def _own(actor: Person, asked: Asked, period: Period) -> Iterable[tuple[str, str, Any]]:
    """Orders of types ``actor`` is not cleared for, seen because they accepted them: the one thing of an order that is
    not in the count. Few, and asked for only where there may be any."""
    guarded = _guarded(actor, asked)
    if not guarded:
        return []
    orders = WorkOrder.objects.filter(
        ~known_to(actor),
        first_agent=actor,
        phase="done",
        kind__in=guarded,
        counted=True,
        archived_at__gte=period.begin,
        archived_at__lt=period.end,
        unit__path__startswith=asked.unit.path,
    )
    return orders.order_by().values_list("unit__path", "kind", "archived_at")


def _guarded(actor: Person, asked: Asked) -> list[str]:
    """Of what is asked for, the types of which ``actor`` does not see all."""
    if not known_to(actor):
        return []
    return [each.code for each in registry if each.clearance and asked.kind in ("", each.code)]


def _returned(actor: Person, asked: Asked, period: Period) -> QuerySet[Return]:
    """The returns of orders that were archived in the period, count, and may be seen."""
    found = Return.objects.filter(
        archived_on__gte=period.first,
        archived_on__lte=period.last,
        level__in=asked.levels,
        held_by__path__startswith=asked.unit.path,
    )
    if asked.kind:
        found = found.filter(kind=asked.kind)
    known = known_to(actor, "held_by_id")
    guarded = _guarded(actor, asked)
    if guarded:
        own = Return.objects.filter(order__first_agent=actor, kind__in=guarded)
        return found.filter(known | Q(pk__in=own.values("pk")))
    return found.filter(known)


def _reasons(asked: Asked, returned: QuerySet[Return]) -> dict[int | None, list[Reason]]:
    rows = (
        returned.annotate(child=_child(asked.unit, "held_by"))
        .annotate(code=Func(F("codes"), function="unnest", output_field=CharField(), set_returning=True))
        .values_list("child", "code")
        .annotate(orders=Count("order_id", distinct=True), times=Count("pk"))
        .order_by()
    )
    found: dict[int | None, list[Reason]] = {}
    for child, *of in rows:
        found.setdefault(int(child) if child else None, []).append(Reason(*of))
    return {child: sorted(reasons, key=_frequent) for child, reasons in found.items()}


def _joined(lists: Iterable[list[Reason]]) -> list[Reason]:
    """Reasons of units that share no order, together."""
    orders: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for reason in (each for found in lists for each in found):
        orders[reason.code] += reason.orders
        times[reason.code] += reason.times
    return sorted((Reason(code, orders[code], times[code]) for code in times), key=_frequent)


def _frequent(reason: Reason) -> tuple[int, int, str]:
    return -reason.times, -reason.orders, reason.code


def _summed(rates: Iterable[tuple[Any, Rate]]) -> dict[Any, Rate]:
    found: dict[Any, Rate] = {}
    for key, rate in rates:
        found[key] = found.get(key, Rate()) + rate
    return found


def _child(unit: Unit, column: str) -> Func:
    """The id, as text, of the unit directly below ``unit`` that ``column`` lies in; empty for ``unit`` itself."""
    place = unit.path.count("/") + 1
    return Func(F(f"{column}__path"), Value("/"), Value(place), function="split_part", output_field=CharField())


def _key(found: Key, keys: tuple[str, ...]) -> Key:
    return tuple(
        (int(each) if each else None) if key == "child" else each for key, each in zip(keys, found, strict=True)
    )


def _spans(period: Period) -> Q:
    """The rows of the count that make up ``period``: whole months, the days around them, and what is fresh."""
    within = Q(day__gte=period.first, day__lte=period.last)
    first = period.first if period.first.day == 1 else _month(period.first, -1)  # of the first whole month
    end = _month(period.last + timedelta(days=1), 0)  # the first day that is in no whole month any more
    if first >= end:
        return within & ~Q(span=Archived.Span.MONTH)
    return (
        Q(span=Archived.Span.MONTH, day__gte=first, day__lt=end)
        | Q(span=Archived.Span.DAY, day__gte=period.first, day__lt=first)
        | Q(span=Archived.Span.DAY, day__gte=end, day__lte=period.last)
        | (within & Q(span=Archived.Span.FRESH))
    )


def _month(day: date, back: int) -> date:
    """The first of the month so many months before ``day``'s."""
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)
