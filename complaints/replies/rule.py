"""What a rule is: a name, the clause and return reason it stands for, and a function that finds.

A rule carries examples of its own, good and bad; they are its tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from complaints.replies.case import Case
from complaints.replies.reply import Field, Finding, Reply, Severity

MOST_FOUND = 50  # by one rule: whoever has mended so many asks again
JUDGED = frozenset({"complaint", "misconduct", "opinion", "suggestion", "inquiry"})


@dataclass(frozen=True)
class Found:
    """What a rule's function yields; ``severity`` where it is milder than the rule's own."""

    message: str
    advice: str
    field: Field = Field.TEXT
    start: int = 0
    end: int = 0
    instead: str = ""
    severity: Severity | None = None


Finder = Callable[[Case], Iterator[Found]]


@dataclass(frozen=True)
class Rule:
    id: str
    title: str  # in a few Chinese characters
    clause: str
    code: str  # of RETURN_CODES: the return it prevents
    severity: Severity
    find: Finder
    good: tuple[Reply, ...]
    bad: tuple[Reply, ...]
    kinds: frozenset[str] = JUDGED
    # Rules that say the same better: where one of them fires, as severely, this one is silent.
    unless: tuple[str, ...] = ()

    def judge(self, case: Case) -> list[Finding]:
        return [
            Finding(
                self.id,
                self.clause,
                found.severity or self.severity,
                found.field,
                found.message,
                found.advice,
                found.start,
                found.end,
                found.instead,
            )
            for found in islice(self.find(case), MOST_FOUND)
        ]


def rule(
    name: str,
    title: str,
    *,
    clause: str,
    code: str,
    severity: Severity,
    good: tuple[Reply, ...],
    bad: tuple[Reply, ...],
    kinds: frozenset[str] = JUDGED,
    unless: tuple[str, ...] = (),
) -> Callable[[Finder], Rule]:
    """Makes a rule of the function below."""

    def made(find: Finder) -> Rule:
        return Rule(name, title, clause, code, severity, find, good, bad, kinds, unless)

    return made
