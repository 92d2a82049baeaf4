"""Where events come from: tables whose rows are only ever added, each registered by the room that owns it.

The stream keeps nothing of its own: it reads the rows that are new. What is committed is therefore told, whatever
died in between, and what was rolled back never is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from live.audience import Audience


@dataclass(frozen=True)
class Telling:
    """What one audience is told. No personal data: it goes to browsers as it is."""

    audience: Audience
    data: dict[str, Any]


@dataclass(frozen=True)
class Event:
    """A row, told. Somebody in several audiences is told what stands first."""

    id: int  # of the row
    topic: str
    tellings: tuple[Telling, ...]


@dataclass(frozen=True)
class Source:
    """The table of ``model`` grows by ascending ``id`` (not necessarily committed in that order). ``describe`` turns rows, by their
    ids, into events; rows nobody needs to hear of are left out. ``mark``: one letter, in the ids of events."""

    mark: str
    model: type[Model]
    describe: Callable[[Sequence[int]], list[Event]]


@dataclass(frozen=True)
class Matter:
    """An order as far as the stream must know it."""

    number: str
    audience: Audience


Matters = Callable[[Sequence[int]], dict[int, Matter]]
_sources: dict[str, Source] = {}
_matters: list[Matters] = []


def register(source: Source) -> None:
    """Called when the application starts. Once a mark; again does nothing."""
    _sources.setdefault(source.mark, source)


def sources() -> list[Source]:
    return list(_sources.values())


def answer_for_orders(matters: Matters) -> None:
    """The core says whose an order is; here nobody knows orders."""
    _matters[:] = [matters]


def matters(order_ids: Sequence[int]) -> dict[int, Matter]:
    """The orders with these ids, as far as they exist."""
    return _matters[0](order_ids) if _matters and order_ids else {}
