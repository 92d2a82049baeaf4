"""Rows that came with a step say what the step said. The log is chained and sealed, these rows are not: one that was
changed, added or taken away while no trigger watched is found by comparing the two (C2, C9)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from workorders.registry import registry


@dataclass(frozen=True)
class Said:
    """``what`` such a row is, in words. ``steps`` and ``rows``: two queries of ``order_id`` and ``said`` (jsonb), alike line
    for line: one over the steps that leave a row, one over the rows."""

    what: str
    steps: str
    rows: str


TEXT = "coalesce(data ->> '{}', '')"
BACK = "data ->> 'outcome' = 'reached' AND data ->> 'fault' = 'utility' AND NOT data ? 'solved'"  # False is left out


def steps(verbs: str, *said: str, where: str = "true") -> str:
    """The steps of ``verbs`` (apart by spaces; empty: of any), each with what it ``said``, as SQL over its columns."""
    names = ", ".join(f"'{verb}'" for verb in verbs.split())
    return (
        f"SELECT order_id, jsonb_build_array({', '.join(said)}) AS said FROM workorders_step"  # noqa: S608
        f" WHERE {f'verb IN ({names})' if names else 'true'} AND {where}"
    )


def rows(table: str, *said: str, order: str = "order_id", where: str = "true") -> str:
    """The rows of ``table``, each with what it holds of that."""
    return f"SELECT {order} AS order_id, jsonb_build_array({', '.join(said)}) AS said FROM {table} WHERE {where}"  # noqa: S608


def codes(column: str) -> str:
    """An array of codes as it counts: each once, in no order."""
    listed = f"SELECT jsonb_agg(DISTINCT code) FROM jsonb_array_elements_text({column}) code"  # noqa: S608
    return f"CASE WHEN jsonb_typeof({column}) = 'array' THEN ({listed}) ELSE {column} END"  # a forged step may hold anything


def instant(name: str) -> str:
    """A time a step says; none where it was tampered with and says what is no time."""
    said = f"data ->> '{name}'"
    return f"CASE WHEN pg_input_is_valid({said}, 'timestamptz') THEN ({said})::timestamptz END"


WHO, WHEN = "actor_id", "occurred_at"
# Orders whose log tells of their clocks from the beginning: older ones prove nothing of them.
TOLD = "order_id IN (SELECT order_id FROM workorders_step WHERE seq = 1 AND data ? 'promises')"
# Of each clock what the last step said that told of it.
LAST = f"""
    SELECT order_id, jsonb_build_array(data -> 'clock', data -> 'generation', {instant("due")}, {instant("done")},
                                       data -> 'state', coalesce(data -> 'late', '[]')) AS said
      FROM (SELECT DISTINCT ON (s.order_id, each -> 'clock', each -> 'generation') s.order_id, each AS data
              FROM workorders_step s CROSS JOIN LATERAL jsonb_path_query(s.data, '$.promises[*]') AS each
             WHERE s.data ? 'promises' AND {TOLD}
             ORDER BY s.order_id, each -> 'clock', each -> 'generation', s.seq DESC) told
"""  # noqa: S608
# Who holds the order, as the last step that says so has it.
HELD = """
    SELECT DISTINCT ON (order_id) order_id, jsonb_build_array(coalesce(data -> 'held_by', data #> '{order,unit}')) AS said
      FROM workorders_step
     WHERE (data ? 'held_by' OR data #> '{order,unit}' IS NOT NULL)
       AND order_id IN (SELECT order_id FROM workorders_step WHERE seq = 1 AND data #> '{order,unit}' IS NOT NULL)
     ORDER BY order_id, seq DESC
"""
ARCHIVED = """
    SELECT DISTINCT ON (order_id) order_id, jsonb_build_array(occurred_at) AS said FROM workorders_step
     WHERE to_state = 'archived' AND from_state <> 'archived' ORDER BY order_id, seq DESC
"""
PROMISES = "时限"
SAID = (
    Said(
        PROMISES,
        LAST,
        rows(
            "workorders_deadline",
            "clock",
            "generation",
            "due_at",
            "done_at",
            "CASE WHEN state IN ('paused', 'cancelled') THEN state END",
            "CASE WHEN late_cause = '' THEN '[]' ELSE jsonb_build_array(late_cause, late_text) END",
            where=TOLD,
        ),
    ),
    Said(
        "超时",
        steps("breach", "data -> 'clock'", "data -> 'generation'", WHEN),
        rows("workorders_deadline", "clock", "generation", "breached_at", where="breached_at IS NOT NULL"),
    ),
    Said(
        "超时标记",
        "SELECT DISTINCT order_id, 'true'::jsonb AS said FROM workorders_step WHERE verb = 'breach'",
        "SELECT id AS order_id, 'true'::jsonb AS said FROM workorders_workorder WHERE breached",
    ),
    Said(
        "当前单位",
        HELD,
        """
        SELECT id AS order_id, jsonb_build_array(unit_id) AS said FROM workorders_workorder
         WHERE id IN (SELECT order_id FROM workorders_step WHERE seq = 1 AND data #> '{order,unit}' IS NOT NULL)
        """,
    ),
    Said(
        "归档时间",
        ARCHIVED,
        rows("workorders_workorder", "archived_at", order="id", where="archived_at IS NOT NULL"),
    ),
    Said(
        "退单",
        steps(
            "refuse send_back call_back",
            WHO,
            WHEN,
            codes("coalesce(data -> 'codes', data -> 'return_codes')"),
            "left(coalesce(data ->> 'text', data ->> 'words', ''), 500)",
            where=f"(verb <> 'call_back' OR ({BACK}))",
        ),
        rows("workorders_return", "by_id", "at", codes("to_jsonb(codes)"), "text"),
    ),
    Said(
        "回访记录",
        steps(
            "call_back",
            WHO,
            WHEN,
            "data -> 'attempt'",
            "data ->> 'outcome'",
            TEXT.format("words"),
            "data -> 'satisfaction'",
            "coalesce(data -> 'dissatisfied', '[]')",
        ),
        rows(
            "workorders_attempt a JOIN workorders_callback c ON c.id = a.callback_id",
            "a.agent_id",
            "a.at",
            "a.number",
            "a.outcome",
            "a.words",
            "a.satisfaction",
            "a.dissatisfied",
            order="c.order_id",
        ),
    ),
    Said(
        "附件",
        steps(
            "", WHO, WHEN, "data -> 'attachment'", "data ->> 'sha256'", "data ->> 'name'", where="data ? 'attachment'"
        ),
        rows("workorders_attachment", "uploaded_by_id", "uploaded_at", "id", "sha256", "name"),
    ),
    Said(
        "催办",
        steps("urge", WHO, WHEN, TEXT.format("content")),
        rows("workorders_urge", "by_id", "at", "content", where="kind = 'urge'"),
    ),
    Said(
        "督办",
        steps("urge supervise", WHO, WHEN, "left(data ->> 'supervised', 500)", where="data ? 'supervised'"),
        rows("workorders_urge", "by_id", "at", "content", where="kind = 'supervise'"),
    ),
)


def differing(every: Iterable[Said]) -> Iterator[str]:
    """What does not agree, in plain words; of clocks, which. One query."""
    compared = " UNION ALL ".join(
        f"(SELECT {place} AS place, o.id, o.number, o.kind, s.said, r.said FROM"  # noqa: S608
        f" (SELECT order_id, jsonb_agg(said ORDER BY said) AS said FROM ({each.steps}) s GROUP BY 1) s"
        f" FULL JOIN (SELECT order_id, jsonb_agg(said ORDER BY said) AS said FROM ({each.rows}) r GROUP BY 1) r"
        " USING (order_id) JOIN workorders_workorder o ON o.id = order_id WHERE s.said IS DISTINCT FROM r.said)"
        for place, each in enumerate(every)
    )
    words = [each.what for each in every]
    with connection.cursor() as cursor:
        cursor.execute(f"{compared} ORDER BY id, place")
        for place, _, number, kind, told, stands in cursor.fetchall():
            which = _clocks(kind, told, stands) if words[place] == PROMISES else ""
            yield f"工单 {number}：{words[place]}{which}与过程记录不符"


def _clocks(kind: str, told: str | None, stands: str | None) -> str:
    """「单位回复」「答复客户」: the clocks of which the two do not say the same."""
    said, found = json.loads(told or "[]"), json.loads(stands or "[]")
    labels = registry[kind].clock_labels
    names = (str(each[0]) for each in (*said, *found) if (each in said) != (each in found))
    return "".join(f"「{labels.get(name, name)}」" for name in dict.fromkeys(names))
