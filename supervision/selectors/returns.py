"""The return rate as people read it: rows with names, in the order of what is worst, each figure with its list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accounts.models import Person, Unit
from supervision.figures import Figure, query
from workorders.models import Return
from workorders.periods import Period
from workorders.registry import registry
from workorders.selectors.return_codes import words_at
from workorders.selectors.returns import Asked, Rate, Report, report, units_of

WORST = 2  # reasons named beside each unit


@dataclass(frozen=True)
class Line:
    """One unit, type or month: what was archived and what of it came back."""

    label: str
    rate: Rate
    archived: Figure
    orders: Figure
    levels: list[tuple[str, Figure]]  # of ``orders``, by level, where several are asked for
    unit: Unit | None = None  # where it goes on below
    kind: str = ""
    worst: str = ""


@dataclass(frozen=True)
class ReasonLine:
    label: str
    code: str
    orders: Figure
    times: int
    of: int  # returns in all

    @property
    def percent(self) -> str:
        return f"{100 * self.times / self.of:.1f}%"


@dataclass(frozen=True)
class Analysis:
    asked: Asked
    total: Line
    again: Figure
    units: list[Line]
    kinds: list[Line]
    reasons: list[ReasonLine]
    months: list[Line]
    above: list[Unit]  # from the actor's own unit down to the one asked for
    tops: list[Unit]  # where they may begin, when there are several

    @property
    def levels_label(self) -> str:
        return "和".join(str(Return.Level(level).label) for level in self.asked.levels)

    @property
    def top_share(self) -> float:
        """The highest rate of a unit, for bars."""
        return max((line.rate.share for line in self.units), default=0.0)


def analysis(actor: Person, asked: Asked) -> Analysis:
    found = report(actor, asked)
    tops = units_of(actor)
    words = words_at(asked.levels)
    at_levels = ",".join(asked.levels)
    return Analysis(
        asked,
        _line(asked, asked.unit.name, found.total),
        Figure(found.total.again, _query(asked, returned_again=at_levels)),
        _units(asked, found, words),
        sorted(
            (_line(asked, registry[kind].label, rate, kind=kind) for kind, rate in found.kinds.items()),
            key=_worst_first,
        ),
        [
            ReasonLine(
                words.get(reason.code, reason.code),
                reason.code,
                Figure(reason.orders, _query(asked, return_code=f"{reason.code}@{at_levels}")),
                reason.times,
                found.total.times,
            )
            for reason in found.reasons
        ],
        [_line(asked, f"{month.first:%Y-%m}", rate, period=month) for month, rate in found.months],
        above(asked.unit, tops),
        tops if len(tops) > 1 else [],
    )


def _units(asked: Asked, found: Report, words: Mapping[str, str]) -> list[Line]:
    below = Unit.objects.in_bulk([child for child in found.units if child is not None])
    lines = []
    for child, rate in found.units.items():
        worst = "、".join(words.get(each.code, each.code) for each in found.worst.get(child, [])[:WORST])
        if child is None:
            label = "本级" if below else asked.unit.name
            lines.append(_line(asked, label, rate, worst=worst, held_by=asked.unit.pk))
        else:
            lines.append(_line(asked, below[child].name, rate, worst=worst, unit=below[child]))
    return sorted(lines, key=_worst_first)


def _worst_first(line: Line) -> tuple[float, int, str]:
    return -line.rate.share, -line.rate.archived, line.label


def _line(
    asked: Asked,
    label: str,
    rate: Rate,
    *,
    unit: Unit | None = None,
    kind: str = "",
    worst: str = "",
    period: Period | None = None,
    **more: object,
) -> Line:
    where: dict[str, object] = {"unit": (unit or asked.unit).pk, "assessed": period or asked.period, **more}
    where |= {"kind": kind} if kind else {}
    levels = asked.levels if len(asked.levels) > 1 else ()
    return Line(
        label,
        rate,
        Figure(rate.archived, _query(asked, **where)),
        Figure(rate.orders, _query(asked, **where, returned_at=",".join(asked.levels))),
        [
            (
                str(Return.Level(level).label),
                Figure(rate.by_level.get(level, 0), _query(asked, **where, returned_at=level)),
            )
            for level in levels
        ],
        unit,
        kind,
        worst,
    )


def _query(asked: Asked, **parts: object) -> str:
    of: dict[str, object] = {"kind": asked.kind} if asked.kind else {}
    return query(phase="all", **({"unit": asked.unit.pk, "assessed": asked.period} | of | parts))


def above(unit: Unit, tops: Iterable[Unit]) -> list[Unit]:
    """From the one of ``tops`` that ``unit`` lies in down to it."""
    top = next(each for each in tops if each.contains(unit))
    ids = unit.ancestor_ids[len(top.ancestor_ids) - 1 :]
    found = Unit.objects.in_bulk(ids)
    return [found[each] for each in ids]
