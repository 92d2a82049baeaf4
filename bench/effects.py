"""What a sweep must have written for clocks that came due: counted afterwards, seen while it happens."""

import threading
import time
from collections import deque
from dataclasses import dataclass
from datetime import datetime

import psycopg2
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Min

from bench.mass import Span
from workorders.models import Deadline

STEPPED = """
    SELECT d.id, d.level,
           (SELECT count(*) FROM workorders_step s WHERE s.order_id = d.order_id AND s.verb IN ('warn', 'breach')
               AND s.data->>'clock' = d.clock AND (s.data->>'level')::int = d.level) AS steps,
           (SELECT count(*) FROM workorders_step s WHERE s.order_id = d.order_id AND s.verb IN ('warn', 'breach')) AS all,
           (SELECT count(*) FROM workorders_message m WHERE m.order_id = d.order_id AND m.topic LIKE 'clock.%%'
               AND m.key = 'clock:' || d.id || ':' || d.level) AS messages,
           (SELECT count(*) FROM workorders_message m WHERE m.order_id = d.order_id AND m.topic LIKE 'clock.%%') AS told,
           (d.state = 'breached') = (d.level >= d.breach_mark) AND o.breached = (d.state = 'breached') AS marked
      FROM workorders_deadline d JOIN workorders_workorder o ON o.id = d.order_id WHERE d.id BETWEEN %(first)s AND %(last)s
"""


@dataclass(frozen=True)
class Books:
    """Of the clocks that were due: ``lost`` lack a step, a message or the order's mark; ``twice`` have more than one."""

    due: int
    lost: int
    twice: int


def books(span: Span) -> Books:
    """Check every clock of ``span``: each was to announce one level, once."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), count(*) FILTER (WHERE steps < 1 OR messages < 1 OR NOT marked),"
            f' count(*) FILTER (WHERE e."all" > 1 OR told > 1) FROM ({STEPPED}) e',
            span._asdict(),
        )
        return Books(*cursor.fetchone())


class Watch(threading.Thread):
    """Looks every ``PAUSE`` seconds, on a connection of its own, for announcements of ``span`` that became visible.

    ``lateness``: for each, the seconds from the clock's mark to the moment another session could read its step.
    That is what a person at a screen would meet: it holds the wake-up, the work, the commit to disk and this look.
    """

    PAUSE = 0.01
    OVERLAP = 3.0  # seconds: ids do not become visible in their order

    def __init__(self, span: Span) -> None:
        super().__init__(daemon=True)
        orders = Deadline.objects.filter(pk__range=span).aggregate(first=Min("order_id"), last=Max("order_id"))
        self.orders = [orders["first"], orders["last"]]
        self.lateness: list[float] = []
        self.done = threading.Event()

    def run(self) -> None:
        own = psycopg2.connect(**_own_connection())
        own.autocommit = True
        seen: set[int] = set()
        with own.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(id), 0) FROM workorders_step")
            horizon = cursor.fetchone()[0]
            recent: deque[tuple[float, int]] = deque()
            while not self.done.is_set():
                cursor.execute(
                    "SELECT id, occurred_at FROM workorders_step"
                    " WHERE id > %s AND verb IN ('warn', 'breach') AND order_id BETWEEN %s AND %s",
                    [horizon, *self.orders],
                )
                rows = cursor.fetchall()
                at = time.time()
                for step, mark in rows:
                    if step not in seen:
                        seen.add(step)
                        self.lateness.append(at - mark.timestamp())
                if rows:
                    recent.append((at, max(step for step, _ in rows)))
                while recent and recent[0][0] < at - self.OVERLAP:
                    horizon = recent.popleft()[1]
                self.done.wait(self.PAUSE)
        own.close()

    def stop(self) -> None:
        self.done.set()
        self.join()


def pending(moment: datetime) -> bool:
    """Whether a clock that fires by ``moment`` still waits for its announcement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM workorders_deadline WHERE fire_at <= %s)", [moment])
        return bool(cursor.fetchone()[0])


def commit_seconds(tries: int = 50) -> float:
    """The median time one small transaction takes to reach the disk, now and here."""
    took = []
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_commit (n int)")
        for n in range(tries):
            began = time.perf_counter()
            cursor.execute("INSERT INTO bench_commit VALUES (%s)", [n])
            took.append(time.perf_counter() - began)
        cursor.execute("DROP TABLE bench_commit")
    return sorted(took)[tries // 2]


BARE = """
WITH hit AS (SELECT id, order_id FROM workorders_deadline WHERE id BETWEEN %(first)s AND %(last)s),
     d AS (UPDATE workorders_deadline t SET note = '.' FROM hit WHERE t.id = hit.id),
     o AS (UPDATE workorders_workorder t SET breached = NOT breached FROM hit WHERE t.id = hit.order_id),
     s AS (INSERT INTO workorders_step (order_id, seq, verb, from_state, to_state, actor_id, occurred_at, recorded_at,
                                        data, digest, previous, hash)
           SELECT s.order_id, s.seq + 1000, s.verb, s.from_state, s.to_state, s.actor_id, s.occurred_at, s.recorded_at,
                  s.data, s.digest, s.previous, s.hash
             FROM hit JOIN workorders_step s ON s.order_id = hit.order_id AND s.verb = 'breach')
INSERT INTO workorders_message (key, order_id, unit_id, circle, topic, text, sms, created_at)
SELECT m.key || ':bare', m.order_id, m.unit_id, m.circle, m.topic, m.text, m.sms, m.created_at
  FROM hit JOIN workorders_message m ON m.key LIKE 'clock:' || hit.id || ':%%' AND m.order_id = hit.order_id
"""


def bare_seconds(span: Span) -> float:
    """How long PostgreSQL takes to write rows like those again, without rules, triggers or claims. Spoils the books."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        began = time.perf_counter()
        cursor.execute(BARE, span._asdict())
    return time.perf_counter() - began


def _own_connection() -> dict[str, object]:
    found = settings.DATABASES["default"]
    return {
        "host": found["HOST"],
        "port": found["PORT"],
        "user": found["USER"],
        "password": found["PASSWORD"],
        "dbname": found["NAME"],
    }
