"""The working calendar: when a clock falls due, counted in minutes, hours, days or working days.

Pure arithmetic without Django or a database: a `Calendar` is built from rows and handed around. Every instant must be
aware, may be in any zone, and comes back in Asia/Shanghai. Days and working days are different calendars:

* minutes, hours and days are elapsed time; a day is 24 h, whatever the date;
* a working day is a weekday that is no holiday, or a rest day worked in exchange (调休).

Working days from an instant on a working day keep its time of day (Friday 14:00 + 1 → Monday 14:00). From a rest day
the count starts at 00:00 of the next working day, as if the order had come in then (Saturday 10:00 + 1 → Tuesday
00:00). A due time in working days therefore always lies on a working day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_SATURDAY = 5
_DAY = timedelta(days=1)


class Unit(StrEnum):
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKDAYS = "workdays"

    @property
    def label(self) -> str:
        return _UNIT_LABELS[self]


_UNIT_LABELS = {Unit.MINUTES: "分钟", Unit.HOURS: "小时", Unit.DAYS: "天", Unit.WORKDAYS: "个工作日"}


@dataclass(frozen=True)
class SkippedDay:
    """A rest day the count passed over, and why: a weekday ("周六") or a holiday ("国庆节")."""

    day: date
    why: str


@dataclass(frozen=True)
class Due:
    """When a clock falls due, and what `explain` needs to say how that came about.

    `provisional`: at least one day of the count had to be taken from the weekday rule because the arrangement of
    `unpublished` is not known yet; compute again once the table holds that year. Elapsed time is never provisional.
    `makeup`: days of a weekend that were counted because they are worked in exchange (调休).
    """

    at: datetime
    provisional: bool = False
    skipped: tuple[SkippedDay, ...] = ()
    makeup: tuple[date, ...] = ()
    unpublished: tuple[int, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """The arrangement of rest days. Cheap to build, picklable, never changed: build another when the table changes.

    `days` maps a date to "is a working day". Dates that follow the weekday rule may be left out or be there; a row
    counts even in a year that is not published, where the result stays provisional. `names` holds the names of holidays
    and the labels of make-up days. `published` are the years whose whole arrangement is in `days`.
    """

    days: Mapping[date, bool] = field(default_factory=dict)
    names: Mapping[date, str] = field(default_factory=dict)
    published: frozenset[int] = frozenset()

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[date, bool, str]], published: Iterable[int] | None = None) -> Calendar:
        """Build from (date, is a working day, name) rows; without `published`, see `complete_years`."""
        rows = list(rows)
        days = {day: is_workday for day, is_workday, _ in rows}
        names = {day: name for day, _, name in rows if name}
        return cls(days, names, complete_years(days) if published is None else frozenset(published))

    def is_workday(self, day: date) -> bool:
        if isinstance(day, datetime):
            raise TypeError("A date is needed: which date an instant lies on depends on the zone.")
        return self._works(day)

    def is_provisional(self, day: date) -> bool:
        """Whether the notice that decides about this day is still to come."""
        return _notice_year(day) not in self.published

    def add(self, start: datetime, amount: int, unit: Unit) -> Due:
        """The instant `amount` units after `start`.

        0 gives `start`; for working days from a rest day it gives 00:00 of the next working day.
        Raises ValueError for a naive `start`, an amount below 0 or an unknown unit.
        """
        start, unit = _local(start), Unit(unit)
        _refuse_negative(amount)
        if unit is Unit.WORKDAYS:
            return self._add_workdays(start, amount)
        elapsed = {
            Unit.MINUTES: timedelta(minutes=amount),
            Unit.HOURS: timedelta(hours=amount),
            Unit.DAYS: timedelta(days=amount),
        }[unit]
        # Through UTC: adding to a local time would move the wall clock, not the elapsed time.
        return Due((start.astimezone(UTC) + elapsed).astimezone(SHANGHAI))

    def subtract_workdays(self, due: datetime, n: int) -> datetime:
        """The instant `n` working days before `due`, for "two days before": at `due`'s time of day.

        A `due` on a rest day counts as 00:00 of the next working day, as in `add`: Saturday 10:00 − 1 is Friday 00:00,
        one whole working day before. 0 gives `due` itself. Raises ValueError for a naive `due` or `n` below 0.
        """
        due = _local(due)
        _refuse_negative(n)
        if n == 0:
            return due
        at = due if self._works(due.date()) else self._next_opening(due.date())
        day = at.date()
        while n > 0:
            day -= _DAY
            n -= self._works(day)
        return _at(day, at.time())

    def closing_day(self, due: datetime) -> date:
        """The working day by which ``due``, counted in working days, has come: the day it lies on, and for one at 00:00,
        which is the end of what came before, the working day before it. Raises ValueError for a naive ``due``."""
        due = _local(due)
        day = due.date()
        while due.time() == time.min:
            day -= _DAY
            if self._works(day):
                break
        return day

    def workdays_between(self, start: datetime, end: datetime) -> int:
        """How many working days begin after ``start`` and not after ``end`` (in Shanghai)."""
        first, last = _local(start).date(), _local(end).date()
        return sum(self.is_workday(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))

    def next_open(self, at: datetime, hours: Sequence[tuple[time, time]]) -> datetime:
        """The first instant from `at` on that lies inside one of the daily windows, on working and rest days alike.

        A window holds its start and not its end: with 08:00–12:00 and 14:00–21:00, 12:00 gives 14:00. An end of 00:00
        is midnight at the end of the day. Windows may come in any order and overlap. Raises ValueError for a naive
        `at`, no window at all, a window with a zone, and one that is empty or crosses midnight (give two: 22:00–00:00
        and 00:00–02:00).
        """
        at = _local(at)
        windows = _checked(hours)
        now = at.time()
        for opens, closes in windows:
            if closes == time.min or now < closes:
                return at if now >= opens else _at(at.date(), opens)
        return _at(at.date() + _DAY, windows[0][0])

    def _works(self, day: date) -> bool:
        known = self.days.get(day)
        return day.weekday() < _SATURDAY if known is None else known

    def _next_opening(self, day: date) -> datetime:
        while not self._works(day):
            day += _DAY
        return _at(day, time.min)

    def _add_workdays(self, start: datetime, amount: int) -> Due:
        begin = start if self._works(start.date()) else self._next_opening(start.date())
        # The day the count starts on is passed without being counted, the rest days before it were skipped.
        day, left = begin.date(), amount
        while left > 0:
            day += _DAY
            left -= self._works(day)

        passed = [start.date() + timedelta(days=offset) for offset in range((day - start.date()).days + 1)]
        skipped = tuple(SkippedDay(each, self._why(each)) for each in passed if not self._works(each))
        makeup = tuple(each for each in passed if each.weekday() >= _SATURDAY and self._works(each))
        unpublished = tuple(sorted({_notice_year(each) for each in passed} - self.published))
        return Due(_at(day, begin.time()), bool(unpublished), skipped, makeup, unpublished)

    def _why(self, day: date) -> str:
        weekday = WEEKDAYS[day.weekday()]
        return self.names.get(day) or (weekday if day.weekday() >= _SATURDAY else f"{weekday}休息")


def complete_years(days: Iterable[date]) -> frozenset[int]:
    """The years a table holds completely, judged by the last holiday with a fixed date.

    Single dates typed in ahead of the State Council's notice, or days of a New Year's holiday that begins in December,
    do not make a year complete; 1 October in it does.
    """
    return frozenset(day.year for day in days if (day.month, day.day) == (10, 1))


def explain(due: Due, start: datetime, amount: int, unit: Unit, rule_label: str = "") -> str:
    """How a due time came about, in one line for people: start, limit, days skipped, result."""
    start, at, unit = _local(start), _local(due.at), Unit(unit)
    with_year = start.year != at.year
    parts = [f"{_moment(start, with_year)} 起", f"{amount} {unit.label}"]
    if due.skipped:
        parts.append(f"跳过 {_counted(due.skipped)}")
    if due.makeup:
        parts.append(f"计入调休上班日 {'、'.join(f'{day:%m-%d} {WEEKDAYS[day.weekday()]}' for day in due.makeup)}")
    text = f"{'，'.join(parts)} → {_moment(at, with_year)}"
    if due.provisional:
        years = "、".join(f"{year}年" for year in due.unpublished) or "后续年度"
        text += f"（{years}放假安排未公布，暂按周历计算）"
    return f"{rule_label}：{text}" if rule_label else text


def _moment(at: datetime, with_year: bool) -> str:
    return f"{f'{at.year:04}-' if with_year else ''}{at:%m-%d} {WEEKDAYS[at.weekday()]} {at:%H:%M}"


def _counted(skipped: Iterable[SkippedDay]) -> str:
    """Each reason once, in the order met, with the number of its days when there are several."""
    counts: dict[str, int] = {}
    for each in skipped:
        counts[each.why] = counts.get(each.why, 0) + 1
    return "、".join(why if count == 1 else f"{why}（{count} 天）" for why, count in counts.items())


def _notice_year(day: date) -> int:
    """The year whose State Council notice decides about this day.

    29 to 31 December belong to the New Year's holiday of the year after: the notice for 2019 made Saturday 2018-12-29 a
    working day and Monday 2018-12-31 a holiday.
    """
    return day.year + 1 if day.month == 12 and day.day >= 29 else day.year


def _checked(hours: Sequence[tuple[time, time]]) -> list[tuple[time, time]]:
    if not hours:
        raise ValueError("至少要有一个时段，否则永远不会开放。")
    for opens, closes in hours:
        if opens.tzinfo is not None or closes.tzinfo is not None:
            raise ValueError("时段按北京时间填写，不带时区。")
        if closes != time.min and closes <= opens:
            raise ValueError(f"时段 {opens:%H:%M}–{closes:%H:%M} 为空或跨零点，跨零点的请拆成两段。")
    return sorted(hours, key=lambda window: window[0])


def _local(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError("An instant without a time zone cannot be placed on the calendar.")
    return at.astimezone(SHANGHAI)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=SHANGHAI)


def _refuse_negative(amount: int) -> None:
    if amount < 0:
        raise ValueError("An amount of time cannot be negative.")
