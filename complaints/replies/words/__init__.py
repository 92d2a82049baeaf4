"""The gate's vocabulary: one text file a list, edited without touching a rule.

A line is a word or a small pattern: ``(a|b)`` either, ``?`` maybe, ``…`` up to eight characters of the same clause.
``#`` begins a comment. Files are read once, when first asked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
GAP = "[^，。；！？,;!?\\n]{0,8}?"


@cache
def lines(name: str) -> tuple[str, ...]:
    """What the list holds, in its order, without comments and empty lines."""
    raw = (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return tuple(text for line in raw if (text := line.split("#", 1)[0].strip()))


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """A table: the columns of each line, separated by blanks."""
    return tuple(tuple(line.split()) for line in lines(name))


@cache
def threshold(name: str) -> int:
    """Where a rule draws a line, by ``rule.name``. Raises ``KeyError``."""
    return {key: int(value) for key, value in rows("thresholds")}[name]


@cache
def sections(name: str) -> dict[str, tuple[str, ...]]:
    """A file of several lists, each under its ``[name]``; words of a line are separated by blanks."""
    found: dict[str, tuple[str, ...]] = {}
    current = ""
    for line in lines(name):
        if line.startswith("["):
            current = line.strip("[]")
            found.setdefault(current, ())
        else:
            found[current] = (*found[current], *line.split())
    return found


def compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all; grouped by their first character, so that a text is passed over quickly."""
    if not words:
        return re.compile(r"(?!)")
    groups: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words, key=len, reverse=True):
        body = word.replace("…", GAP)
        groups[body[0] if body[0].isalnum() and body[1:2] not in ("?", "|") else ""].append(body)
    parts = [f"{first}(?:{'|'.join(b[1:] for b in bodies)})" for first, bodies in groups.items() if first]
    return re.compile("|".join([*parts, *groups.get("", [])]))


@cache
def pattern(name: str, section: str = "") -> re.Pattern[str]:
    return compiled(sections(name)[section] if section else lines(name))
