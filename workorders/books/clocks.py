"""Every clock has one outcome or still runs towards one, and each level was announced once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from workorders.books.rows import rows, told

WAITING = """
SELECT o.number, d.clock, d.generation FROM workorders_deadline d JOIN workorders_workorder o ON o.id = d.order_id
 WHERE d.fire_at <= %(late)s ORDER BY d.fire_at
"""
# What each state of a clock must look like; whatever does not is listed.
CONTRADICTORY = """
SELECT o.number, d.clock, d.generation, d.state FROM workorders_deadline d
  JOIN workorders_workorder o ON o.id = d.order_id
 WHERE NOT CASE d.state
       WHEN 'running' THEN d.fire_at IS NOT NULL AND d.done_at IS NULL AND d.breached_at IS NULL
       WHEN 'met' THEN d.fire_at IS NULL AND d.done_at <= d.due_at AND d.breached_at IS NULL
       WHEN 'breached' THEN d.breached_at IS NOT NULL AND (d.done_at IS NULL OR d.fire_at IS NULL)
       WHEN 'paused' THEN d.fire_at IS NULL AND d.done_at IS NULL
            AND 1 = (SELECT count(*) FROM workorders_pause p WHERE p.deadline_id = d.id AND p.resumed_at IS NULL)
       WHEN 'cancelled' THEN d.fire_at IS NULL
       ELSE false END
 ORDER BY d.id
"""
STEPS = """
    SELECT order_id, data->>'clock' AS clock, (data->>'generation')::int AS generation,
           (data->>'level')::int AS level, count(*) AS times, bool_or(verb = 'breach') AS breach
      FROM workorders_step WHERE verb IN ('warn', 'breach') GROUP BY 1, 2, 3, 4
"""
OFTEN = f"""
SELECT o.number, s.clock, s.generation, s.level, s.times FROM ({STEPS}) s
  JOIN workorders_workorder o ON o.id = s.order_id WHERE s.times > 1 ORDER BY 1
"""  # noqa: S608
# The limit itself is announced exactly for the clocks that were missed.
BREACHES = f"""
SELECT o.number, d.clock, d.generation, CASE WHEN s.level IS NULL THEN '没有记录' ELSE '被误记' END
  FROM workorders_deadline d JOIN workorders_workorder o ON o.id = d.order_id
  LEFT JOIN ({STEPS}) s ON s.order_id = d.order_id AND s.clock = d.clock AND s.generation = d.generation AND s.breach
 WHERE (d.state = 'breached') <> (s.level IS NOT NULL) ORDER BY 1
"""  # noqa: S608
UNTOLD = f"""
SELECT o.number, s.clock, s.generation, s.level FROM ({STEPS}) s
  JOIN workorders_workorder o ON o.id = s.order_id
  LEFT JOIN workorders_deadline d
    ON d.order_id = s.order_id AND d.clock = s.clock AND d.generation = s.generation
 WHERE d.id IS NULL
    OR NOT EXISTS (SELECT 1 FROM workorders_message m WHERE m.key = 'clock:' || d.id || ':' || s.level)
 ORDER BY 1
"""  # noqa: S608
EXTRA = f"""
SELECT o.number, m.topic, m.key FROM workorders_message m JOIN workorders_workorder o ON o.id = m.order_id
 WHERE m.topic IN ('clock.warned', 'clock.breached') AND NOT EXISTS (
       SELECT 1 FROM workorders_deadline d JOIN ({STEPS}) s
           ON s.order_id = d.order_id AND s.clock = d.clock AND s.generation = d.generation
        WHERE d.order_id = m.order_id AND m.key = 'clock:' || d.id || ':' || s.level)
 ORDER BY 1
"""  # noqa: S608


def wrong(grace: timedelta) -> Iterator[str]:
    """Clocks due and not announced, with contradictory rows, announced twice, or told without reason."""
    late = {"late": timezone.now() - grace}
    yield from told("工单 {0}：时限 {1}（第 {2} 代）已到点，没有播报", rows(WAITING, late))
    yield from told("工单 {0}：时限 {1}（第 {2} 代）的状态「{3}」与时间不符", rows(CONTRADICTORY))
    yield from told("工单 {0}：时限 {1}（第 {2} 代）第 {3} 级记录了 {4} 次", rows(OFTEN))
    yield from told("工单 {0}：时限 {1}（第 {2} 代）超时{3}", rows(BREACHES))
    yield from told("工单 {0}：时限 {1}（第 {2} 代）第 {3} 级没有消息", rows(UNTOLD))
    yield from told("工单 {0}：多出一条消息 {1}（{2}）", rows(EXTRA))
