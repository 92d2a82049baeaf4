"""The gate's vocabulary: one text file a list, edited without touching a rule.

A line is a word or a small pattern: ``(a|b)`` either, ``?`` maybe, ``…`` up to eight characters of the same clause.
``#`` begins a comment. Files are read once, when first asked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import compress
from operator import not_
from pathlib import Path

FOLDER = Path(__file__).parent
MOST_OPENINGS = 80  # of one line: more are not told apart
NAMED = "(?P"  # what such a group found is asked again: it must stand once
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
    bodies = [word.replace("…", GAP) for word in sorted(words, key=len, reverse=True)]
    plain = [body[0].isalnum() and body[1:2] not in ("?", "|") for body in bodies]
    groups: dict[str, list[str]] = defaultdict(list)
    left = []
    # What begins with a character goes before what begins with a choice of them.
    for body in [*compress(bodies, plain), *compress(bodies, map(not_, plain))]:
        openings = None if NAMED in body else _openings(body)
        if openings is None or len(openings) > MOST_OPENINGS:
            left.append(body)
            continue
        for first, tail in openings:
            groups[first].append(tail)
    parts = [f"{re.escape(first)}(?:{'|'.join(dict.fromkeys(tails))})" for first, tails in groups.items()]
    return re.compile("|".join([*parts, *left]))


def _openings(body: str) -> list[tuple[str, str]] | None:
    """What the pattern can begin with, each with what follows it, in the order they are tried: (已|现)?转 is 已转, 现转, 转.
    None where that cannot be told."""
    if len(choices := _choices(body)) > 1:
        return _all_openings(choices, "")
    first = body[:1]
    end = _closing(body) if first == "(" else body.index("]") if first == "[" else 0
    inner, rest = body[1:end], body[end + 1 :]
    if first == "(" and inner.startswith(("?<!", "?<=")):
        # Looked at when the first character has been found, and not at every one.
        guarded = _openings(rest)
        return guarded and [(each, f"({inner[:3]}(?:{inner[3:]}){re.escape(each)}){tail}") for each, tail in guarded]
    optional = rest.startswith("?")
    rest = rest[optional:]
    if not first or rest[:1] in ("?", "*", "+", "{") or first in "\\.^$?*+{|)":
        return None
    if first == "(":
        inner = inner.removeprefix("?:")
        return None if inner.startswith("?") else _all_openings([*_choices(inner), *[""] * optional], rest)
    if first == "[" and (set(inner) & set("^\\-") or not inner):
        return None
    found = [(each, rest) for each in (inner if first == "[" else first)]
    if optional:
        others = _openings(rest)
        return None if others is None else [*found, *others]
    return found


def _all_openings(choices: list[str], rest: str) -> list[tuple[str, str]] | None:
    found: list[tuple[str, str]] = []
    for choice in choices:
        if (each := _openings(choice + rest)) is None:
            return None
        found += each
    return found


def _choices(body: str) -> list[str]:
    """What stands between the bars that are in no bracket."""
    depth, last, found = 0, 0, []
    for at, char in enumerate(body):
        depth += (char in "([") - (char in ")]")
        if char == "|" and not depth:
            found.append(body[last:at])
            last = at + 1
    return [*found, body[last:]]


def _closing(body: str) -> int:
    depth = 0
    for at, char in enumerate(body):
        depth += (char == "(") - (char == ")")
        if not depth:
            return at
    raise ValueError(f"no closing bracket: {body}")


@cache
def pattern(name: str, section: str = "") -> re.Pattern[str]:
    return compiled(sections(name)[section] if section else lines(name))
