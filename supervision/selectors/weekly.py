"""业务周报 as people read it: rows with names, each figure with its list and what it was the week before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from accounts.models import Person, Unit
from supervision.figures import Compared, Figure, query, signed
from supervision.knowing import hears_of
from supervision.selectors.returns import above
from workorders.models import Return
from workorders.periods import Period, Week
from workorders.registry import registry
from workorders.selectors.below import Cell
from workorders.selectors.return_codes import in_words
from workorders.selectors.returns import Rate, units_of
from workorders.selectors.week import Done, behind_of, done_in, returns_in

SHOWN = 200  # returns on a page; an export has them all
WEEK = timedelta(weeks=1)
Cells = Mapping[Cell, Done]


@dataclass(frozen=True)
class Asked:
    unit: Unit
    week: Week
    today: date

    @property
    def period(self) -> Period:
        return self.week.up_to(self.today)

    @property
    def before(self) -> Period:
        """The same days of the week before: two days are not compared with seven."""
        return Period(self.period.first - WEEK, self.period.last - WEEK)

    @property
    def running(self) -> bool:
        return self.week == Week.of(self.today)


@dataclass(frozen=True)
class Line:
    """One type or unit: what was done, and how that was the week before."""

    label: str
    accepted: Compared
    archived: Compared
    in_hand: Compared
    breached: Compared
    returned: Compared
    times: Compared  # no list has these: an order stands in it once
    rate: Rate
    rate_before: Rate
    analysis: str = ""  # where the rate is taken apart
    unit: Unit | None = None  # where it goes on below

    @property
    def points(self) -> float | None:
        """By how many percentage points the rate rose; None where one of the two weeks has none."""
        if not (self.rate.archived and self.rate_before.archived):
            return None
        return 100 * (self.rate.share - self.rate_before.share)

    @property
    def rate_change(self) -> str:
        return "" if self.points is None else signed(self.points, 2)


@dataclass(frozen=True)
class SentBack:
    """A return of the week; ``unit`` is whom it was sent back to."""

    at: datetime
    number: str
    kind: str
    unit: str
    level: str
    reasons: str
    text: str


@dataclass(frozen=True)
class Weekly:
    asked: Asked
    total: Line
    any: bool  # whether there is anything to say of these days
    kinds: list[Line]
    units: list[Line]
    returns: list[SentBack]  # newest first
    above: list[Unit]  # from the actor's own unit down to the one asked for
    tops: list[Unit]  # where they may begin, when there are several

    @property
    def more(self) -> int:
        """Returns that are not among ``returns``."""
        return self.total.times.n - len(self.returns)


def weekly(actor: Person, asked: Asked, most: int | None = SHOWN) -> Weekly:
    """``asked.unit`` must be one of ``units_of(actor)`` or below one. ``most``: returns listed; None for all."""
    now, before = done_in(actor, asked.unit, [asked.period, asked.before])
    both = [now, before]
    whole, tops = sum(now.values(), Done()), units_of(actor)
    known = {kind for cells in both for _, kind in cells}
    return Weekly(
        asked,
        _line(asked, "合计", both),
        bool(whole),
        [
            _line(asked, each.label, both, kind=each.code)
            for each in registry
            if each.code in known or hears_of(actor, each, asked.unit)
        ],
        _units(asked, both),
        [_sent_back(each) for each in returns_in(actor, asked.unit, asked.period)[:most]] if whole.times else [],
        above(asked.unit, tops),
        tops if len(tops) > 1 else [],
    )


def _units(asked: Asked, both: Sequence[Cells]) -> list[Line]:
    """Those at work directly below, and any other that has figures; none where nothing is below."""
    known = {child for cells in both for child, _ in cells}
    found = Unit.objects.filter(Q(parent=asked.unit, active=True) | Q(pk__in=known - {None})).order_by("path")
    lines = [_line(asked, unit.name, both, below=unit) for unit in found]
    return [_line(asked, "本级", both, own=True), *lines] if lines and None in known else lines


def _line(
    asked: Asked, label: str, both: Sequence[Cells], *, kind: str = "", below: Unit | None = None, own: bool = False
) -> Line:
    """What is of ``kind``, of the unit ``below``, or held by the unit asked for itself; else all of it."""

    def of(cells: Cells) -> Done:
        found = (
            done
            for (child, its), done in cells.items()
            if (not kind or its == kind) and (child is None if own else below is None or child == below.pk)
        )
        return sum(found, Done())

    now, before = map(of, both)
    where: dict[str, object] = {"unit": (below or asked.unit).pk}
    where |= {"kind": kind} if kind else {}
    held_by = {"held_by": asked.unit.pk} if own else {}

    def compared(figure: str) -> Compared:
        if figure == "in_hand" and asked.running:  # what is in hand now, by clock
            behind = query(**where, **held_by)
        else:
            behind = query(phase="all", **where, **held_by, **dict(behind_of(figure, asked.period)))
        return Compared(Figure(getattr(now, figure), behind), getattr(before, figure))

    days = query(**where, **{"from": asked.period.first, "to": asked.period.last})
    return Line(
        label,
        compared("accepted"),
        compared("archived"),
        compared("in_hand"),
        compared("breached"),
        compared("returned"),
        Compared(Figure(now.times), before.times),
        now.rate,
        before.rate,
        "" if own else f"{reverse('supervision:returns')}?{days}",
        below,
    )


def _sent_back(one: Return) -> SentBack:
    said = f"客户说：{one.text}" if one.text and one.level == Return.Level.NATIONAL else one.text
    return SentBack(
        one.at,
        one.order.number,
        registry[one.order.kind].label,
        one.unit.name,
        str(one.get_level_display()),
        in_words(one.order.kind, one.codes),
        said,
    )
