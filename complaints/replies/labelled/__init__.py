"""Replies judged by hand: what must be found in each. All names, places and figures are invented.

One JSON object a line: the fields of a Reply; ``expect``: the rules that must fire; ``may``: those that are tolerated;
``near``: rules this reply comes close to and that must stay silent. No other rule may fire.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from complaints.replies.reply import Contact, File, Reply

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Labelled:
    reply: Reply
    expect: frozenset[str]
    may: frozenset[str]
    near: frozenset[str]
    place: str  # file and line


@cache
def themes() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.jsonl")))


def load(*wanted: str) -> Iterator[Labelled]:
    """Those of the themes named, or all. Raises ValueError where a line cannot be read, naming it."""
    for theme in wanted or themes():
        for number, line in enumerate((FOLDER / f"{theme}.jsonl").read_text("utf-8").splitlines(), 1):
            place = f"{theme}.jsonl:{number}"
            try:
                yield _labelled(json.loads(line), place)
            except (TypeError, ValueError, KeyError) as error:
                raise ValueError(f"{place}: {error}") from error


def _labelled(row: dict[str, Any], place: str) -> Labelled:
    expect, may, near = (frozenset(row.pop(name, ())) for name in ("expect", "may", "near"))
    for name in ("handled_at", "accepted_at", "now", "contact_until"):
        if row.get(name):
            row[name] = datetime.fromisoformat(row[name])
    if row.get("contacts") is not None:
        row["contacts"] = tuple(Contact(datetime.fromisoformat(at), reached) for at, reached in row["contacts"])
    if row.get("attachments") is not None:
        row["attachments"] = tuple(File(name, size) for name, size in row["attachments"])
    row["category"] = tuple(row.get("category", ()))
    return Labelled(Reply(**row), expect, may, near, place)
