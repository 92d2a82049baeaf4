"""How far a table has been read, when rows may become visible in another order than their ids were given."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence

PATIENCE = 60.0  # seconds until an id nobody has seen is taken for rolled back
MOST = 10_000  # ids waited for
RUNS = 40  # of missing ids, in the id of an event
WRITTEN = re.compile(r"[a-z]\d{1,18}(~\d{1,18}(-\d{1,18})?)*(\.[a-z]\d{1,18}(~\d{1,18}(-\d{1,18})?)*)*")


class Mark:
    """Everything up to ``last`` has been seen, except ``missing``, which somebody may still be about to commit."""

    def __init__(self, last: int, missing: dict[int, float] | None = None) -> None:
        self.last = last
        self.missing = missing or {}  # id → until when it is waited for

    def __str__(self) -> str:
        """As it stands in an event's id: "345", with ranges still waited for "345~340~342-343"."""
        runs: list[list[int]] = []
        for hole in sorted(self.missing):
            if runs and hole == runs[-1][1] + 1:
                runs[-1][1] = hole
            else:
                runs.append([hole, hole])
        if len(runs) > RUNS:
            return str(runs[0][0] - 1)  # more is told twice, nothing is left out
        return "~".join([str(self.last), *("-".join(map(str, dict.fromkeys(run))) for run in runs)])

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

    def beginning(self, given: int, near: int) -> Mark:
        """The same mark where ids up to ``given`` have been handed out and only those above ``near`` may still come."""
        until = time.monotonic() + PATIENCE
        missing = self.missing | dict.fromkeys(range(max(self.last, near) + 1, given + 1), until)
        return Mark(max(self.last, given), {hole: until for hole, until in missing.items() if hole > near})


class Seen:
    """What somebody had been told of a source when they went away: everything up to ``last`` but ``missing``."""

    def __init__(self, last: int, missing: Sequence[tuple[int, int]] = ()) -> None:
        self.last, self.missing = last, missing

    @property
    def settled(self) -> int:
        """Nothing up to here was still to come."""
        return min([self.last, *(first - 1 for first, _ in self.missing)])

    def __contains__(self, id: int) -> bool:
        return id <= self.last and not any(first <= id <= last for first, last in self.missing)


def written(marks: Mapping[str, Mark]) -> str:
    """The positions in all sources, as an event's id: "c12.o345"."""
    return ".".join(f"{letter}{mark}" for letter, mark in sorted(marks.items()))


def parsed(text: str) -> dict[str, Seen] | None:
    """What ``written`` wrote; None for anything else."""
    if len(text) > 4_000 or not WRITTEN.fullmatch(text):
        return None
    found = {}
    for part in text.split("."):
        last, *runs = part[1:].split("~")
        ends = [[int(end) for end in run.split("-")] for run in runs]
        found[part[0]] = Seen(int(last), [(run[0], run[-1]) for run in ends])
    return found
