"""How often the promises were kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workorders.books.rows import rows
from workorders.registry import registry

KEPT = """
SELECT o.kind, d.clock, count(*) FILTER (WHERE d.done_at <= d.due_at),
       count(*) FILTER (WHERE d.done_at IS NOT NULL OR d.breached_at IS NOT NULL)
  FROM workorders_deadline d JOIN workorders_workorder o ON o.id = d.order_id
 WHERE d.state <> 'cancelled' AND d.started_at >= %(since)s GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Rate:
    """``kept`` of ``ended`` promises of one clock; a missed one counts from its limit on, done or not."""

    label: str
    kept: int
    ended: int

    @property
    def share(self) -> float | None:
        return self.kept / self.ended if self.ended else None


def on_time(since: datetime) -> list[Rate]:
    """The rate of each clock started since then, in the order the types declare them."""
    found = {(kind, clock): (kept, ended) for kind, clock, kept, ended in rows(KEPT, {"since": since})}
    return [
        Rate(clock.label, *found[kind.code, clock.code])
        for kind in registry
        for clock in kind.clocks
        if (kind.code, clock.code) in found
    ]


def count_steps(since: datetime) -> int:
    """Steps recorded since then."""
    return int(rows("SELECT count(*) FROM workorders_step WHERE recorded_at >= %(since)s", {"since": since})[0][0])
