"""D3: how many of the orders archived in a period had come back, by unit, type, reason and month.

Pure reads of two things the triggers keep (``models.archive``): the count of what was archived, and the returns. Each
figure equals the length of the list that ``selectors.behind`` gives for it, for whoever asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import Person, Unit
from accounts.selectors import subtree_of
from workorders.models import Archived, Return, WorkOrder
from workorders.periods import Period
from workorders.policies import SUBTREE
from workorders.registry import registry
from workorders.selectors.archive_spans import archived_in, month
from workorders.selectors.below import Cell, child_of, grouped, id_of, place_below
from workorders.selectors.orders import known_to

Level = Return.Level
COUNTED = (Level.PROVINCE.value, Level.NATIONAL.value)  # what a return rate is of unless something else is asked (D2)
MONTHS = 12
K = TypeVar("K")
Numbers = Sequence[int]

# What is many is counted as it lies before anything is made of it: the rows of a year unit by unit before units are told by
# their path, returns with the same codes before these are taken apart.
ARCHIVED = """
    SELECT split_part(u.path, '/', {place}), a.kind, month, sum(of_period)::int, sum(of_month)::int
      FROM (SELECT unit_id, kind, month, sum(of_period) AS of_period, sum(of_month) AS of_month
              FROM ({rows}) r GROUP BY GROUPING SETS ((unit_id, kind), (month))) a
      LEFT JOIN accounts_unit u ON u.id = unit_id
     GROUP BY 1, 2, 3
"""
MONTH_OF = "date_trunc('month', archived_on::timestamp)::date"
RETURNED = f"""
    SELECT {{within}}, child, kind, {MONTH_OF}, count(*), sum(times)::int, count(*) FILTER (WHERE times > 1) {{of_levels}}
      FROM ({{rows}}) o GROUP BY GROUPING SETS (({{within}}, child, kind), ({MONTH_OF}))
"""  # noqa: S608  # the columns are ours
# A code is of one order more where no earlier return of that order had it.
REASONS = """
    SELECT child, code, coalesce(sum(n) FILTER (WHERE earlier IS NULL OR code <> ALL (string_to_array(earlier, ','))), 0)::int,
           sum(n)::int
      FROM (SELECT child, codes, earlier, count(*) AS n
              FROM (SELECT child, codes, string_agg(array_to_string(codes, ','), ',') OVER (
                               PARTITION BY order_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier
                      FROM ({rows}) r) r
             GROUP BY child, codes, earlier) g,
           LATERAL (SELECT DISTINCT unnest(codes) AS code) c
     GROUP BY child, code
"""


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
    of ``units`` and one of ``kinds``; a return has several reasons."""

    total: Rate
    units: Mapping[int | None, Rate]
    kinds: Mapping[str, Rate]
    reasons: list[Reason]
    worst: Mapping[int | None, list[Reason]]  # of each of ``units``, most frequent first
    months: list[tuple[Period, Rate]]  # the twelve up to the one the period ends in


def report(actor: Person, asked: Asked) -> Report:
    """``asked.unit`` must be one of ``units_of(actor)``. Four queries, a fifth for who is cleared for less than all."""
    months = [month(asked.period.last, -back) for back in reversed(range(MONTHS))]
    read = Period(min(months[0], month(asked.period.first)), _last(months[-1]))
    returned = _returned(actor, asked, read)
    (archived, archived_by_month), (back, back_by_month) = _archived(actor, asked, read), _back(asked, returned)
    cells, by_month = _rates(asked, archived, back), _rates(asked, archived_by_month, back_by_month)
    worst = _reasons(asked, returned)
    return Report(
        sum(cells.values(), Rate()),
        _summed((child, rate) for (child, _), rate in cells.items()),
        _summed((kind, rate) for (_, kind), rate in cells.items()),
        _joined(worst.values()),
        worst,
        [(Period(first, _last(first)), by_month.get(first, Rate())) for first in months],
    )


def rates(actor: Person, asked: Asked) -> dict[Cell, Rate]:
    """The same rates by unit and type alone, without what else a ``report`` has. Two queries, a third for who is cleared for
    less than all."""
    read = Period(month(asked.period.first), _last(month(asked.period.last)))
    (archived, _), (back, _) = _archived(actor, asked, read), _back(asked, _returned(actor, asked, read))
    return _rates(asked, archived, back)


def units_of(actor: Person) -> list[Unit]:
    """The topmost units all of whose orders ``actor`` may see."""
    paths = actor.access.paths(*SUBTREE)
    return list(Unit.objects.filter(path__in=paths).order_by("path"))


def unit_of(actor: Person, unit_id: int) -> Unit | None:
    """That unit, when it is one of ``units_of(actor)`` or below one."""
    found = Unit.objects.filter(pk=unit_id).first()
    return found if found and actor.access.reaches(found.path, SUBTREE) else None


def _rates(asked: Asked, archived: Mapping[K, int], back: Mapping[K, Numbers]) -> dict[K, Rate]:
    found = {}
    none = (0,) * (3 + len(asked.levels))
    for key in archived.keys() | back.keys():
        number, (orders, times, again, *levels) = archived.get(key, 0), back.get(key, none)
        if number or orders:
            found[key] = Rate(number, orders, times, again, Counter(dict(zip(asked.levels, levels, strict=True))))
    return found


def _archived(actor: Person, asked: Asked, read: Period) -> tuple[Counter[Cell], Counter[date]]:
    everywhere = asked.unit.parent_id is None and subtree_of(actor.access, (asked.unit.path,)).whole
    known = _of(asked) & known_to(actor) & (Q() if everywhere else Q(unit__path__startswith=asked.unit.path))
    arms = [
        Archived.objects.filter(rows.read & known)
        .annotate(month=rows.month, of_period=rows.of_period, of_month=rows.of_month)
        .values("unit_id", "kind", "month", "of_period", "of_month")
        for rows in archived_in(asked.period, read)
    ]
    cells: Counter[Cell] = Counter()
    months: Counter[date] = Counter()
    rows = arms[0].union(*arms[1:], all=True)
    for child, kind, first, of_period, of_month in grouped(ARCHIVED, rows, place=place_below(asked.unit)):
        if first is None:
            cells[id_of(child), kind] = of_period
        else:
            months[first] = of_month
    for path, kind, day in _own(actor, asked, read):
        months[month(day)] += 1
        if asked.period.first <= day <= asked.period.last:
            cells[id_of(path.removeprefix(asked.unit.path).partition("/")[0]), kind] += 1
    return cells, months


def _back(asked: Asked, returned: QuerySet[Any, Any]) -> tuple[dict[Cell, Numbers], dict[date, Numbers]]:
    """Orders, returns, orders with more than one, and orders with any of each level."""
    names = [f"n{place}" for place in range(len(asked.levels))]
    rows = returned.values("order_id", "child", "kind", "archived_on").annotate(
        times=Count("order_id"),
        **{name: Count("order_id", filter=Q(level=level)) for name, level in zip(names, asked.levels, strict=True)},
    )
    cells: dict[Cell, Numbers] = {}
    months: dict[date, Numbers] = {}
    within = f"archived_on BETWEEN '{asked.period.first}' AND '{asked.period.last}'"
    of_levels = "".join(f", count(*) FILTER (WHERE {name} > 0)" for name in names)
    for in_period, child, kind, first, *found in grouped(RETURNED, rows, within=within, of_levels=of_levels):
        if first is not None:
            months[first] = found
        elif in_period:
            cells[id_of(child), kind] = found
    return cells, months


def _own(actor: Person, asked: Asked, read: Period) -> Iterator[tuple[str, str, date]]:
    """Orders of types ``actor`` is not cleared for, seen because they accepted them: the one thing of an order that is
    not in the count. Path of the unit, kind, day. Few, and asked for only where there may be any."""
    guarded = _guarded(actor, asked)
    if not guarded:
        return
    orders = WorkOrder.objects.filter(
        ~known_to(actor),
        first_agent=actor,
        phase="done",
        kind__in=guarded,
        counted=True,
        archived_at__gte=read.begin,
        archived_at__lt=read.end,
        unit__path__startswith=asked.unit.path,
    )
    for path, kind, at in orders.order_by().values_list("unit__path", "kind", "archived_at"):
        yield path, kind, timezone.localdate(at)


def _of(asked: Asked) -> Q:
    return Q(kind=asked.kind) if asked.kind else Q()


def _guarded(actor: Person, asked: Asked) -> list[str]:
    """Of what is asked for, the types of which ``actor`` does not see all."""
    if not known_to(actor):
        return []
    return [each.code for each in registry if each.clearance and asked.kind in ("", each.code)]


def _returned(actor: Person, asked: Asked, read: Period) -> QuerySet[Any, Any]:
    """The returns of orders that were archived in ``read``, count, and may be seen, with their ``child``."""
    found = Return.objects.filter(
        _of(asked),
        archived_on__gte=read.first,
        archived_on__lte=read.last,
        level__in=asked.levels,
        held_by__path__startswith=asked.unit.path,
    ).annotate(child=child_of(asked.unit, "held_by"))
    known = known_to(actor, "held_by_id")
    guarded = _guarded(actor, asked)
    if guarded:
        own = WorkOrder.objects.filter(first_agent=actor, kind__in=guarded)
        return found.filter(known | Q(order__in=own))
    return found.filter(known)


def _reasons(asked: Asked, returned: QuerySet[Any, Any]) -> dict[int | None, list[Reason]]:
    days = asked.period
    rows = returned.filter(archived_on__gte=days.first, archived_on__lte=days.last).values("order_id", "child", "codes")
    found: dict[int | None, list[Reason]] = {}
    for child, code, orders, times in grouped(REASONS, rows):
        found.setdefault(id_of(child), []).append(Reason(code, orders, times))
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


def _last(first: date) -> date:
    """Of the month ``first`` begins."""
    return month(first, 1) - timedelta(days=1)
