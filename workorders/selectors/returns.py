"""D3: how many of the orders archived in a period had come back, by unit, type, reason and month.

Pure reads of two things the triggers keep (``models.archive``): the count of what was archived, and the returns. Each
figure equals the length of the list that ``selectors.behind`` gives for it, for whoever asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import CharField, Count, DateField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Cast, TruncMonth
from django.utils import timezone

from accounts.models import Person, Unit
from workorders.models import Archived, Return, WorkOrder
from workorders.periods import Period
from workorders.policies import SUBTREE
from workorders.registry import registry
from workorders.selectors.archive_spans import archived_in, month
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
    """Of ``archived`` orders ``orders`` (件) came back, ``times`` (次) in all, ``again`` of them more than once;
    ``by_level``: orders with a return of that level."""

    archived: int = 0
    orders: int = 0
    times: int = 0
    again: int = 0
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
        return Rate(
            self.archived + other.archived,
            self.orders + other.orders,
            self.times + other.times,
            self.again + other.again,
            by_level,
        )


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
    units: Mapping[int | None, Rate]
    kinds: Mapping[str, Rate]
    reasons: list[Reason]
    worst: Mapping[int | None, list[Reason]]  # of each of ``units``, most frequent first


def report(actor: Person, asked: Asked) -> Report:
    """Everything about one period. ``asked.unit`` must be one of ``units_of(actor)``. Three queries."""
    rates = _rates(actor, asked, asked.period, "child", "kind")
    worst = _reasons(asked, _returned(actor, asked, asked.period))
    return Report(
        sum(rates.values(), Rate()),
        _summed((child, rate) for (child, _), rate in rates.items()),
        _summed((kind, rate) for (_, kind), rate in rates.items()),
        _joined(worst.values()),
        worst,
    )


def trend(actor: Person, asked: Asked) -> list[tuple[Period, Rate]]:
    """The twelve months up to the one ``asked.period`` ends in. Two queries."""
    firsts = [month(asked.period.last, -back) for back in reversed(range(MONTHS))]
    months = [Period(first, month(first, 1) - timedelta(days=1)) for first in firsts]
    rates = _rates(actor, asked, Period(months[0].first, months[-1].last), "month")
    return [(each, rates.get((each.first,), Rate())) for each in months]


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
    columns = {"month": Cast(TruncMonth("archived_on"), DateField()), "child": _child(asked.unit, "held_by")}
    returned = _returned(actor, asked, period).annotate(**{key: columns[key] for key in keys if key in columns})
    by_level = {level: Count("pk", filter=Q(level=level)) for level in asked.levels}
    width = len(keys)
    back = {_key(row[:width], keys): row[width:] for row in _order_by_order(returned, keys, **by_level)}
    none = (0,) * (3 + len(asked.levels))
    found = {}
    for key in archived.keys() | back.keys():
        orders, times, again, *levels = back.get(key, none)
        if archived[key] or orders:
            found[key] = Rate(
                archived[key], orders, times, again, Counter(dict(zip(asked.levels, levels, strict=True)))
            )
    return found


def _order_by_order(returned: QuerySet[Return], keys: tuple[str, ...], **counts: Count) -> list[Key]:
    """By ``keys``, of which an order has one each: orders, returns, orders with more than one, and orders with any of each
    of ``counts``. Orders are told apart by hash, once; counting distinct ones sorts them for each column."""
    names = [f"n{place}" for place in range(len(counts))]
    orders = (
        returned.order_by()
        .values("order_id", *keys)
        .annotate(times=Count("pk"), **dict(zip(names, counts.values(), strict=True)))
    )
    inner, parameters = orders.query.sql_with_params()
    columns = [*keys, "count(*)", "sum(times)::int", "count(*) FILTER (WHERE times > 1)"]
    columns += [f"count(*) FILTER (WHERE {name} > 0)" for name in names]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM ({inner}) o GROUP BY {', '.join(keys)}", parameters)  # noqa: S608
        return cursor.fetchall()


def _archived(actor: Person, asked: Asked, period: Period, keys: tuple[str, ...]) -> Counter[Key]:
    columns = {"month": TruncMonth("day"), "child": _child(asked.unit, "unit")}
    of = Q(kind=asked.kind) if asked.kind else Q()
    within, number = archived_in(period)
    rows = (
        Archived.objects.filter(within & of & known_to(actor), unit__path__startswith=asked.unit.path)
        .annotate(**{key: columns[key] for key in keys if key in columns})
        .values_list(*keys)
        .annotate(number=number)
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
    by_code = returned.annotate(child=_child(asked.unit, "held_by")).annotate(
        code=Func(F("codes"), function="unnest", output_field=CharField(), set_returning=True)
    )
    found: dict[int | None, list[Reason]] = {}
    for child, code, orders, times, _ in _order_by_order(by_code, ("child", "code")):
        found.setdefault(int(child) if child else None, []).append(Reason(code, orders, times))
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
