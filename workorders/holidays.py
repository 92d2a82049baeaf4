"""The State Council's yearly arrangement of holidays and make-up days, as the `chinesecalendar` package carries it.

The editable table is filled from here. A new year comes with a new version of the package (usually in November) or is
typed in by an administrator; until then its days are computed by weekday and marked provisional.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, workdays

from workorders.calendar import complete_years

# The package leaves off 节 where people say it.
_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


class HolidayRow(NamedTuple):
    day: date
    is_workday: bool
    name: str


def published_years() -> tuple[int, ...]:
    """The years with published data, ascending."""
    return tuple(sorted(complete_years(holidays)))


def published_rows(years: Iterable[int] | None = None) -> Iterator[HolidayRow]:
    """The holidays and make-up days of these years (default: all published), by date.

    Days that follow the weekday rule have no row. A year without data yields nothing: ask `published_years`.
    """
    wanted = set(published_years() if years is None else years)
    rows = [HolidayRow(day, False, _name(key)) for day, key in holidays.items()]
    rows += [HolidayRow(day, True, f"{_name(key)}调休上班") for day, key in workdays.items()]
    return iter(sorted(row for row in rows if row.day.year in wanted))


def _name(key: str) -> str:
    chinese: str = Holiday(key).chinese
    return _NAMES.get(chinese, chinese)
