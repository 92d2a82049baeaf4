"""Days and hours as people in Shanghai count them, and as links carry them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from workorders.calendar import SHANGHAI

FORM = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d)|\.\.(\d{4}-\d\d-\d\d))?", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2200
WEEK_FORM = re.compile(r"(\d{4})-W(\d\d)", re.ASCII)
LONGEST = timedelta(days=400)  # a year and what is compared with it; over more nobody counts, and a link must not


@dataclass(frozen=True)
class Period:
    """Whole days, ``first`` to ``last``; or, with ``hour``, one hour of ``first``."""

    first: date
    last: date
    hour: int | None = None

    @classmethod
    def day(cls, day: date) -> Period:
        return cls(day, day)

    @classmethod
    def read(cls, text: str) -> Period | None:
        """What ``str`` wrote: 2026-11-24, 2026-11-18..2026-11-24, 2026-11-24T10. None for anything else, or
        for more days than ``LONGEST``."""
        found = FORM.fullmatch(text)
        if found is None:
            return None
        try:
            first = date.fromisoformat(found[1])
            last = date.fromisoformat(found[3]) if found[3] else first
        except ValueError:
            return None
        hour = int(found[2]) if found[2] else None
        if not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR or last < first or (hour or 0) > 23:
            return None
        if last - first >= LONGEST:
            return None
        return cls(first, last, hour)

    def __str__(self) -> str:
        if self.hour is not None:
            return f"{self.first:%Y-%m-%d}T{self.hour:02}"
        return f"{self.first:%Y-%m-%d}" if self.first == self.last else f"{self.first:%Y-%m-%d}..{self.last:%Y-%m-%d}"

    @property
    def begin(self) -> datetime:
        return datetime.combine(self.first, time(self.hour or 0), SHANGHAI)

    @property
    def end(self) -> datetime:
        """The first instant after it."""
        if self.hour is not None:
            return self.begin + timedelta(hours=1)
        return datetime.combine(self.last + timedelta(days=1), time(), SHANGHAI)

    def words(self, today: date) -> str:
        """今天, 今天 10 时, 11-24, 11-18 至 11-24; the year where it is another than ``today``'s."""
        first = "今天" if self.first == today else self._named(self.first, today)
        if self.hour is not None:
            return f"{first} {self.hour} 时"
        return (
            first if self.first == self.last else f"{self._named(self.first, today)} 至 {self._named(self.last, today)}"
        )

    @staticmethod
    def _named(day: date, today: date) -> str:
        return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


@dataclass(frozen=True)
class Week:
    """Monday to Sunday, numbered as ISO 8601 does: 2026-W53 ends on 2027-01-03."""

    monday: date

    @classmethod
    def of(cls, day: date) -> Week:
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def read(cls, text: str) -> Week | None:
        """What ``str`` wrote: 2026-W48. None for anything else, and where the week before would not be a ``Period``'s."""
        found = WEEK_FORM.fullmatch(text)
        if found is None or not FIRST_YEAR < int(found[1]) <= LAST_YEAR:
            return None
        try:
            return cls(date.fromisocalendar(int(found[1]), int(found[2]), 1))
        except ValueError:  # not every year has a week 53
            return None

    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"

    def later(self, weeks: int) -> Week:
        """So many weeks on; fewer than none: back."""
        return Week(self.monday + timedelta(weeks=weeks))

    def up_to(self, today: date) -> Period:
        """Its days, as far as they have come by ``today``."""
        return Period(self.monday, min(self.monday + timedelta(days=6), today))

    @property
    def words(self) -> str:
        """2026 年第 48 周"""
        year, number, _ = self.monday.isocalendar()
        return f"{year} 年第 {number} 周"
