"""The rules and the calendar in force, read once and kept for a moment.

A rule never takes effect sooner than ``REACH`` after it was entered (``services.rules``), so a process that still
holds the former book can never judge by rules that no longer hold.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Unit as OrgUnit
from workorders.calendar import Calendar
from workorders.models import CalendarDay, Rule, RuleProfile

REACH = timedelta(seconds=60)
KEPT = 10.0  # seconds of the wall clock


@dataclass(frozen=True)
class Book:
    profiles: dict[int, RuleProfile]  # by unit
    fallback: RuleProfile | None
    rules: dict[tuple[int, str, str], tuple[Rule, ...]]  # by profile, kind, clock
    calendar: Calendar

    def profile_for(self, unit: OrgUnit) -> RuleProfile:
        """The nearest profile up the tree. Raises LookupError when the product has none at all."""
        return self.profile_at(unit.path)

    def profile_at(self, path: str) -> RuleProfile:
        """The same for the unit with ``path``."""
        for unit_id in reversed([int(part) for part in path.strip("/").split("/")]):
            if unit_id in self.profiles:
                return self.profiles[unit_id]
        if self.fallback is None:
            raise LookupError("没有规则方案：请先执行 manage.py migrate")
        return self.fallback

    def rule(
        self, profile_id: int, kind: str, clock: str, accepted_at: datetime, *, area_class: str = "", grade: str = ""
    ) -> Rule | None:
        """The rule an order accepted at ``accepted_at`` lives by: the most particular, then the newest."""
        fitting = [
            rule
            for rule in self.rules.get((profile_id, kind, clock), ())
            if rule.valid_from <= accepted_at
            and (rule.valid_to is None or accepted_at < rule.valid_to)
            and rule.area_class in ("", area_class)
            and rule.grade in ("", grade)
        ]
        return max(fitting, key=lambda rule: (bool(rule.area_class) + bool(rule.grade), rule.valid_from), default=None)


_kept: tuple[float, Book] | None = None


def book() -> Book:
    """The book in force; two or three queries when it is older than ``KEPT``, else none."""
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > KEPT:
        _kept = (time.monotonic(), _read())
    return _kept[1]


def forget() -> None:
    """Read the book again at the next question: after an edit in this process, and between tests."""
    global _kept
    _kept = None


def _read() -> Book:
    rules: dict[tuple[int, str, str], list[Rule]] = {}
    for rule in Rule.objects.all():
        rules.setdefault((rule.profile_id, rule.kind, rule.clock), []).append(rule)
    profiles = list(RuleProfile.objects.prefetch_related("units").order_by("pk"))
    return Book(
        profiles={unit.pk: profile for profile in profiles for unit in profile.units.all()},
        fallback=profiles[0] if profiles else None,
        rules={key: tuple(found) for key, found in rules.items()},
        calendar=Calendar.from_rows(CalendarDay.objects.values_list("day", "is_workday", "name")),
    )
