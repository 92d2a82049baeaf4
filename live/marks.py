"""How far a table has been read, when rows may become visible in another order than their ids were given."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping

PATIENCE = 60.0  # seconds until an id nobody has seen is taken for rolled back
MOST = 10_000  # ids waited for


class Mark:
    """Everything up to ``last`` has been seen, except ``missing``, which somebody may still be about to commit."""

    def __init__(self, last: int, missing: Mapping[int, float] | None = None) -> None:
        self.last = last
        self.missing = missing or {}  # id → until when it is waited for

    @property
    def settled(self) -> int:
        """Nothing up to here is still to come: where a reader who was away goes on."""
        return min(self.missing, default=self.last + 1) - 1

    def seeing(self, ids: Iterable[int]) -> tuple[list[int], Mark]:
        """Which of the ids that are visible now were not before, ascending; and the mark when they have been seen."""
        now = time.monotonic()
        waited = {hole: until for hole, until in self.missing.items() if until >= now}
        last, fresh = self.last, []
        for each in sorted(set(ids)):
            if each > last:
                waited |= dict.fromkeys(range(max(last + 1, each - MOST), each), now + PATIENCE)
                last = each
            elif waited.pop(each, None) is None:
                continue
            fresh.append(each)
        if len(waited) > MOST:
            waited = {hole: waited[hole] for hole in sorted(waited)[-MOST:]}
        return fresh, Mark(last, waited)


def written(marks: dict[str, int]) -> str:
    """Positions by mark, as an event's id: "c12.o345"."""
    return ".".join(f"{mark}{position}" for mark, position in sorted(marks.items()))


def parsed(text: str) -> dict[str, int] | None:
    """The positions of an event's id; None for anything else."""
    found = {}
    for part in text.split("."):
        mark, number = part[:1], part[1:]
        if not (mark.isascii() and mark.isalpha() and number.isascii() and number.isdigit() and len(number) < 19):
            return None
        found[mark] = int(number)
    return found
