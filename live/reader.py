"""Reads what is new from every source. Blocking, and for one thread only: the stream gives it one."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic

import structlog
from django.db import connection
from django.db.utils import DatabaseError, InterfaceError

from accounts.access import Access
from live.listener import block
from live.marks import Mark, Seen, written
from live.sources import Event, Source, Telling, matters, sources

MOST = 2_000  # more at once is a storm: everybody looks again instead of being told each
REMEMBERED = 5_000  # events, for those who were away for a moment
BEFORE = 500  # ids of each source read back when the process begins
log = structlog.get_logger()


@dataclass
class Heard:
    """An event, with the letter of its source and when this process saw it (``monotonic``)."""

    mark: str
    event: Event
    at: float

    @cached_property
    def texts(self) -> list[bytes]:
        """Each of the event's tellings as it goes over the wire; the event's own id is in the data."""
        own = {"topic": self.event.topic, "id": f"{self.mark}{self.event.id}"}
        return [block(data={**own, **telling.data}) for telling in self.event.tellings]

    def for_posts(self, access: Access) -> int | None:
        """Which telling reaches whoever holds these posts: the first, if any."""
        return next((n for n, each in enumerate(self.event.tellings) if each.audience.reaches(access)), None)

    def for_name(self, access: Access) -> int | None:
        """Which telling names this very person."""
        return next((n for n, each in enumerate(self.event.tellings) if each.audience.names(access)), None)


@dataclass
class Batch:
    """What one look found. ``storm``: too much to tell; whoever listens looks again at everything."""

    heard: list[Heard]
    position: str
    storm: bool = False


@dataclass
class Memory:
    """The latest events, for replay: all of a source with ids above its floor."""

    events: deque[Heard] = field(default_factory=deque)
    floors: dict[str, int] = field(default_factory=dict)
    began: float = field(default_factory=monotonic)

    def keep(self, heard: list[Heard]) -> None:
        self.events.extend(heard)
        while len(self.events) > REMEMBERED:
            gone = self.events.popleft()
            self.forget(gone.mark, gone.event.id)

    def forget(self, mark: str, until: int) -> None:
        self.floors[mark] = max(self.floors.get(mark, 0), until)

    def since(self, seen: dict[str, Seen], last: dict[str, int]) -> list[Heard] | None:
        """What came after that; None when it is no longer known (or was never ours)."""
        for letter, end in last.items():
            if letter not in seen or seen[letter].settled < self.floors.get(letter, 0) or seen[letter].last > end:
                return None
        return [each for each in self.events if each.event.id not in seen[each.mark]]

    def within(self, seconds: float) -> list[Heard] | None:
        """What came in the last so many seconds; None when this process has not lived that long."""
        start = monotonic() - seconds
        if start < self.began:
            return None
        return [each for each in self.events if each.at >= start]


class Reader:
    """Holds how far each source has been read. Raises nothing: while the database is away it finds nothing."""

    def __init__(self) -> None:
        self.marks: dict[str, Mark] = {}
        self.memory = Memory()
        self.well = False
        self.position = ""

    def look(self) -> Batch:
        """What is new since the last look."""
        try:
            heard, storm = [], False
            for source in sources():
                found, flood = self._look_at(source)
                heard += found
                storm = storm or flood
        except (DatabaseError, InterfaceError) as error:
            if self.well:
                log.warning("live.database_away", error=type(error).__name__)
            self.well = False
            connection.close()
            return Batch([], self.position)
        self.well = True
        self.memory.keep(heard)
        self.position = written(self.marks)
        return Batch(heard, self.position, storm)

    def at_order(self, topic: str, order_id: int) -> list[Heard]:
        """An event that left no row, told by the bell alone."""
        try:
            found = matters([order_id]).get(order_id)
        except (DatabaseError, InterfaceError):
            connection.close()
            return []
        if found is None:
            return []
        return [Heard("", Event(0, topic, (Telling(found.audience, {"number": found.number}),)), monotonic())]

    def last(self) -> dict[str, int]:
        return {letter: mark.last for letter, mark in self.marks.items()}

    def _look_at(self, source: Source) -> tuple[list[Heard], bool]:
        rows = source.model._base_manager.order_by("pk").values_list("pk", flat=True)
        mark = self.marks.get(source.mark)
        first = mark is None
        if mark is None:
            given = _given(source)
            mark = Mark(max(0, given - BEFORE))
            self.memory.forget(source.mark, mark.last)
        ids = list(rows.filter(pk__gt=mark.last))
        if mark.missing:
            ids += rows.filter(pk__in=list(mark.missing))
        fresh, seen = mark.seeing(ids)
        if first:  # what is far behind was rolled back or deleted long ago; only what is near may still be committed
            seen = seen.beginning(given, given - BEFORE // 2)
        flood = len(fresh) > MOST
        events: list[Event] = []
        if fresh and not flood:
            try:
                events = source.describe(fresh)
            except (DatabaseError, InterfaceError):
                raise
            except Exception:  # one source's mistake must not silence the others: everybody looks for themselves
                log.exception("live.source_failed", source=source.mark)
                flood = True
        # Only now: had describing failed, the next look would find the same rows again.
        self.marks[source.mark] = seen
        if flood:
            self.memory.forget(source.mark, seen.last)
        heard = [Heard(source.mark, event, float("-inf") if first else monotonic()) for event in events]
        if first:
            self.memory.keep(heard)
        return ([] if first else heard), flood


def _given(source: Source) -> int:
    """The highest id handed out, whether its row is there, still to be committed, rolled back or deleted."""
    table = source.model._meta.db_table
    newest = source.model._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence(%s, 'id')::regclass), 0)", [table]
        )
        return max(newest, cursor.fetchone()[0])
