"""Which categories there are, and which one is meant. Read once and kept for a moment: then no query is asked.

A change is seen at once where it was made, and ``KEPT`` seconds later at most in another process. What is not known
yet is looked for again, so nobody is refused what somebody else was just shown; what was retired a moment ago is still
taken that long, which loses nothing: an order keeps its row.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat, LPad
from django.utils import timezone

from accounts.models import Role
from complaints.models.categories import JOIN, Category

# Whose work has to do with them: they accept such orders, audit or handle them.
MAY_ASK = frozenset({Role.AGENT, Role.LEAD, Role.AUDITOR, Role.DISPATCHER, Role.HANDLER, Role.SUPERVISOR})
KEPT = 10.0  # seconds of the wall clock
LONGEST = 40  # characters of what is looked for
NOTHING = 99
APART = re.compile(r"[^0-9a-z]")


@dataclass(frozen=True)
class Forest:
    """Every row there is, by key; each one's ``parent`` is at hand."""

    rows: dict[int, Category]

    def in_force(self, kind: str, at: datetime) -> list[Category]:
        return [row for row in self.rows.values() if row.kind == kind and holds(row, at)]

    def leaves(self, kind: str, at: datetime) -> list[Category]:
        """In the order of the tree."""
        rows = self.in_force(kind, at)
        branches = {row.parent_id for row in rows}
        return sorted((row for row in rows if row.pk not in branches), key=_place)


def holds(row: Category, at: datetime) -> bool:
    """Whether ``row`` is in force at ``at``."""
    return row.since <= at and (row.until is None or at < row.until)


_kept: tuple[float, Forest] | None = None


def forest() -> Forest:
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > KEPT:
        _kept = (time.monotonic(), _read())
    return _kept[1]


def forget() -> None:
    """Read again at the next question: after a change in this process, and between tests."""
    global _kept
    _kept = None


def _read() -> Forest:
    rows = {row.pk: row for row in Category.objects.order_by("level", "pk")}
    for row in rows.values():
        row.parent = rows[row.parent_id] if row.parent_id else None
    return Forest(rows)


def choices_at(kind: str, at: datetime | None = None) -> list[Category]:
    """What may be chosen at ``at`` (now): the leaves, in the order of the tree. Shared with everybody: do not change them."""
    return forest().leaves(kind, at or timezone.now())


def path_of(category: Category) -> tuple[str, ...]:
    """The labels from the first level down to ``category``, as they were while it was in force."""
    return tuple(category.path_label.split(JOIN))


def category_in_force(kind: str, pk: int, at: datetime | None = None) -> Category | None:
    """The entry of this ``kind`` with this key, if it is in force at ``at`` (now); leaf or not."""
    return entry(kind, pk, at)


def leaf_by_code(kind: str, code: str, at: datetime | None = None) -> Category | None:
    """The leaf this ``code`` stands for at ``at`` (now)."""
    row = entry(kind, code, at)
    return row if row is not None and is_leaf(row, at) else None


def entry(kind: str, key: int | str, at: datetime | None = None) -> Category | None:
    """What is in force under this key (a number) or code; leaf or not."""
    at = at or timezone.now()
    found = _entry(kind, key, at)
    if found is None:
        forget()
        found = _entry(kind, key, at)
    return found


def is_leaf(category: Category, at: datetime | None = None) -> bool:
    return category in choices_at(category.kind, at)


def was_there(kind: str, key: int | str) -> bool:
    """Whether there ever was such an entry: tells what was retired from what never existed."""
    return any(row.kind == kind and key in (row.pk, row.code) for row in forest().rows.values())


def find(kind: str, text: str, at: datetime | None = None, limit: int = 20) -> list[Category]:
    """The leaves that ``text`` means, likeliest first; all of them, in the order of the tree, for no text.

    A word is looked for in the labels of the whole path: the very label, its beginning, any part of it, its initials
    (``dj``), its full pinyin (``dianjia``); of equals the one nearest to the leaf comes first. A code is found whole.
    Several words apart by a space must all be found: ``营业 dj``.
    """
    words = text[:LONGEST].replace("/", " ").split()
    leaves = choices_at(kind, at)
    if not words:
        return leaves
    ranked = [(max(_rank(leaf, word) for word in words), place, leaf) for place, leaf in enumerate(leaves)]
    return [leaf for rank, _, leaf in sorted(ranked, key=lambda each: each[:2]) if rank[0] < NOTHING][:limit]


def _entry(kind: str, key: int | str, at: datetime) -> Category | None:
    return next((row for row in forest().in_force(kind, at) if key in (row.pk, row.code)), None)


def _line(row: Category) -> Sequence[Category]:
    """From the row up to the first level."""
    found = [row]
    while found[-1].parent is not None:
        found.append(found[-1].parent)
    return found


def _place(row: Category) -> list[tuple[int, int]]:
    return [(each.order, each.pk) for each in reversed(_line(row))]


def _rank(leaf: Category, word: str) -> tuple[int, int]:
    """How well, and how far from the leaf, the best fit on its path is; the smaller the better."""
    if word.lower() == leaf.code:
        return 0, 0
    return min((_fit(row, word), away) for away, row in enumerate(_line(leaf)))


def _fit(row: Category, word: str) -> int:
    if word in row.label:
        return 0 if word == row.label else 1 if row.label.startswith(word) else 2
    letters = APART.sub("", word.lower().replace("ü", "v")) if word.isascii() or "ü" in word else ""
    if not letters or not row.pinyin:
        return NOTHING
    full, initials = row.pinyin.split()
    if initials.startswith(letters):
        return 3
    if full.startswith(letters):
        return 4
    if len(letters) < 2:
        return NOTHING
    return 5 if letters in initials else 6 if len(letters) > 2 and letters in full else NOTHING


def entries_in_force() -> QuerySet[Category]:
    """For the administration: as the database has them at this moment, in the order of the tree."""
    return in_tree_order().filter(until=None)


def in_tree_order() -> QuerySet[Category]:
    """Every row with its ``place``: where it stands in its tree, whole paths compared."""
    spots = [
        LPad(Cast(f"{above}{name}", CharField()), width, Value("0"))
        for above in ("parent__parent__", "parent__", "")
        for name, width in (("order", 5), ("pk", 12))
    ]
    return Category.objects.annotate(place=Concat(*spots)).order_by("kind", "place", "pk")
