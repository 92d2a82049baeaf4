"""Keep the count of archived orders short, compare it with the orders, and make it anew."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection, transaction

from workorders.models.archive import COUNTS, DAY

KEY = "span, day, unit_id, kind"
# What is taken away comes back folded in the same statement: no reader ever sees another sum.
FOLD = f"""
    WITH gone AS (DELETE FROM workorders_archived WHERE span = 'fresh' RETURNING day, unit_id, kind, n),
    spans AS (SELECT 'day' AS span, day, unit_id, kind, n FROM gone
              UNION ALL SELECT 'month', date_trunc('month', day::timestamp)::date, unit_id, kind, n FROM gone)
    INSERT INTO workorders_archived AS a ({KEY}, n)
    SELECT {KEY}, sum(n) FROM spans GROUP BY {KEY} HAVING sum(n) <> 0 ORDER BY {KEY}
    ON CONFLICT ({KEY}) WHERE NOT span = 'fresh' DO UPDATE SET n = a.n + excluded.n
"""  # noqa: S608  # the columns are ours
DAYS = f"SELECT {DAY.format('w')} AS day, unit_id, kind, count(*) AS n FROM workorders_workorder w WHERE {COUNTS.format('w')} GROUP BY 1, 2, 3"  # noqa: S608
COUNT = f"""
    WITH days AS ({DAYS})
    INSERT INTO workorders_archived ({KEY}, n)
    SELECT 'day', day, unit_id, kind, n FROM days
    UNION ALL SELECT 'month', date_trunc('month', day::timestamp)::date, unit_id, kind, sum(n) FROM days GROUP BY 2, 3, 4
"""  # noqa: S608
KNOWN = f"(w.kind, w.unit_id, CASE WHEN w.counted THEN {DAY.format('w')} END)"
MARK = f"""
    UPDATE workorders_return r SET (kind, held_by_id, archived_on) = {KNOWN} FROM workorders_workorder w
     WHERE w.id = r.order_id AND (r.kind, r.held_by_id, r.archived_on) IS DISTINCT FROM {KNOWN}
"""  # noqa: S608
WRONG_DAYS = f"""
    WITH kept AS (SELECT day, unit_id, kind, sum(n) AS n FROM workorders_archived WHERE span <> 'month' GROUP BY 1, 2, 3),
    found AS ({DAYS})
    SELECT day, unit_id, kind, coalesce(kept.n, 0), coalesce(found.n, 0) FROM kept FULL JOIN found USING (day, unit_id, kind)
     WHERE coalesce(kept.n, 0) <> coalesce(found.n, 0) ORDER BY 1, 2, 3
"""  # noqa: S608
WRONG_MONTHS = """
    WITH month AS (SELECT day, unit_id, kind, n FROM workorders_archived WHERE span = 'month'),
    days AS (SELECT date_trunc('month', day::timestamp)::date AS day, unit_id, kind, sum(n) AS n FROM workorders_archived
              WHERE span = 'day' GROUP BY 1, 2, 3)
    SELECT day, unit_id, kind, coalesce(month.n, 0), coalesce(days.n, 0) FROM month FULL JOIN days USING (day, unit_id, kind)
     WHERE coalesce(month.n, 0) <> coalesce(days.n, 0) ORDER BY 1, 2, 3
"""
WRONG_RETURNS = f"""
    SELECT w.number FROM workorders_return r JOIN workorders_workorder w ON w.id = r.order_id
     WHERE r.kind <> w.kind OR r.archived_on IS DISTINCT FROM CASE WHEN w.counted THEN {DAY.format("w")} END
        OR (w.archived_at IS NOT NULL AND r.held_by_id IS DISTINCT FROM w.unit_id) ORDER BY r.id
"""  # noqa: S608
WRONG = f"""
    SELECT 1, t.* FROM ({WRONG_DAYS}) t (day, unit_id, kind, kept, found)
    UNION ALL SELECT 2, t.* FROM ({WRONG_MONTHS}) t (day, unit_id, kind, kept, found)
    UNION ALL SELECT 3, NULL, NULL, t.number, NULL, NULL FROM ({WRONG_RETURNS}) t
"""  # noqa: S608


def fold_archived() -> int:
    """One row a day and one a month. Returns how many of them changed. One worker at a time."""
    with connection.cursor() as cursor:
        cursor.execute(FOLD)
        return int(cursor.rowcount)


def count_archived_anew() -> None:
    """The counts, and what returns know of their orders, from the orders themselves. Acts wait until it is done."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE workorders_workorder, workorders_return IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM workorders_archived")
        cursor.execute(COUNT)
        cursor.execute(MARK)


def miscounted() -> Iterator[str]:
    """Where the counts are not what the orders say, in plain words; nothing when they agree. As of one instant."""
    with connection.cursor() as cursor:
        cursor.execute(WRONG)
        for which, day, unit_id, kind, kept, found in cursor.fetchall():
            if which == 3:
                yield f"工单 {kind}：退单记录与工单的归档情况不符"
            else:
                span = f"{day:%Y-%m-%d}" if which == 1 else f"{day:%Y-%m}"
                yield f"{span} 单位 {unit_id} {kind}：统计为 {kept} 张，实有 {found} 张"
