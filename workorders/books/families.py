"""Masters and children agree with each other."""

from __future__ import annotations

from collections.abc import Iterator

from workorders.books.rows import rows, told

NESTED = """
SELECT c.number, m.number FROM workorders_workorder c JOIN workorders_workorder m ON m.id = c.master_id
 WHERE m.master_id IS NOT NULL OR m.kind <> c.kind OR m.id = c.id ORDER BY 1
"""
LEFT_BEHIND = """
SELECT c.number, m.number, m.state FROM workorders_workorder c JOIN workorders_workorder m ON m.id = c.master_id
 WHERE c.phase = 'open' AND m.phase <> 'open' ORDER BY 1
"""
ORPHANED = "SELECT number FROM workorders_workorder WHERE state = 'merged' AND master_id IS NULL ORDER BY 1"


def torn() -> Iterator[str]:
    """Children of children, children left open under a master that was answered, merged orders without a master."""
    yield from told("工单 {0}：主单 {1} 不能做主单", rows(NESTED))
    yield from told("工单 {0}：主单 {1} 已是「{2}」，子单还没有办结", rows(LEFT_BEHIND))
    yield from told("工单 {0}：已合并，却没有主单", rows(ORPHANED))
