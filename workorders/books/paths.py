"""Every order walked a legal path, step by step, and stands where its last step left it."""

from __future__ import annotations

from collections.abc import Iterator

from workorders.books.rows import rows, told
from workorders.registry import registry

# Steps the system writes beside the path: nobody acted, the state and the version stay.
BESIDE = ("warn", "breach", "recompute", "purge")

JUMPS = """
SELECT o.number, s.seq, s.from_state, coalesce(s.before, '') FROM (
    SELECT order_id, seq, from_state, lag(to_state) OVER (PARTITION BY order_id ORDER BY seq) AS before
      FROM workorders_step) s
  JOIN workorders_workorder o ON o.id = s.order_id
 WHERE s.from_state <> coalesce(s.before, '') ORDER BY o.number, s.seq
"""
ENDS = """
SELECT o.number, o.state, s.to_state FROM workorders_workorder o
  JOIN LATERAL (SELECT to_state FROM workorders_step WHERE order_id = o.id ORDER BY seq DESC LIMIT 1) s ON true
 WHERE s.to_state <> o.state ORDER BY o.number
"""
ACTS = """
SELECT o.number, o.version, count(s.id) FROM workorders_workorder o
  LEFT JOIN workorders_step s ON s.order_id = o.id AND s.verb <> ALL(%(beside)s)
 GROUP BY o.id HAVING count(s.id) <> o.version ORDER BY o.number
"""
MOVES = """
SELECT o.kind, s.verb, s.from_state, s.to_state, min(o.number), count(*) FROM workorders_step s
  JOIN workorders_workorder o ON o.id = s.order_id GROUP BY 1, 2, 3, 4 ORDER BY 5
"""
PHASES = "SELECT kind, state, phase, min(number) FROM workorders_workorder GROUP BY 1, 2, 3 ORDER BY 4"


def broken() -> Iterator[str]:
    """Gaps and jumps in the paths, moves no type declares, orders that stand somewhere else."""
    yield from told("工单 {0}：第 {1} 步从「{2}」开始，前一步停在「{3}」", rows(JUMPS))
    yield from told("工单 {0}：现在是「{1}」，最后一步停在「{2}」", rows(ENDS))
    yield from told("工单 {0}：版本是 {1}，过程记录有 {2} 次操作", rows(ACTS, {"beside": list(BESIDE)}))
    for kind, verb, source, target, number, times in rows(MOVES):
        if not _legal(kind, verb, source, target):
            yield f"工单 {number}：{kind} 没有「{verb}」从「{source}」到「{target}」（共 {times} 次）"
    for kind, state, phase, number in rows(PHASES):
        if kind in registry and registry[kind].phases.get(state) != phase:
            yield f"工单 {number}：状态「{state}」不应在阶段「{phase}」"


def _legal(kind: str, verb: str, source: str, target: str) -> bool:
    business = registry.get(kind)
    if business is None:
        return False
    if verb == business.accept.name:
        return source == "" and target == business.initial
    if verb in BESIDE:
        return source == target and source in business.phases
    declared = business.by_name.get(verb)
    if declared is None:
        return False
    if declared.run is not None:
        return source == target and source in business.sources(declared)
    return target in business.transitions[verb].get(source, ())
