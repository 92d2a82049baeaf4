"""What was acknowledged to somebody outside must be there, and once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workorders.books.rows import rows, told

ORDERS = """
SELECT c.id, count(o.id) FROM unnest(%(calls)s::text[]) AS c(id)
  LEFT JOIN customers_call k ON k.call_id = c.id
  LEFT JOIN workorders_workorder o ON o.call_id = k.id
 GROUP BY c.id HAVING count(o.id) {} ORDER BY c.id
"""
ACTS = """
SELECT a.username, a.key FROM unnest(%(people)s::text[], %(keys)s::text[]) AS a(username, key)
  LEFT JOIN accounts_person p ON p.username = a.username
  LEFT JOIN workorders_step s ON s.key = p.id || ':' || a.key
 WHERE s.id IS NULL ORDER BY a.key
"""


def unkept(calls: Iterable[str], acts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Calls without their order or with several, and acknowledged acts that left no step."""
    asked = {"calls": list(calls)}
    yield from told("丢失：通话 {0} 应有一张工单，实际没有", rows(ORDERS.format("= 0"), asked))
    yield from told("重复：通话 {0} 应有一张工单，实际 {1} 张", rows(ORDERS.format("> 1"), asked))
    people, keys = zip(*acts, strict=True) if (acts := list(acts)) else ((), ())
    missing = rows(ACTS, {"people": list(people), "keys": list(keys)})
    yield from told("丢失：{0} 的操作 {1} 已答复成功，过程记录里没有", missing)
