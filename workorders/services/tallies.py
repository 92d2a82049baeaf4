"""Keep the tally of orders in hand short, and make it anew."""

from __future__ import annotations

from django.db import connection, transaction

from workorders.models.tallies import CELL, LIVE
from workorders.services.archived import count_archived_anew

# Whatever is deleted comes back as one row a cell, in the same statement: no reader ever sees another sum.
FOLD = f"""
    WITH crowded AS (
        SELECT {CELL} FROM workorders_tally GROUP BY {CELL} HAVING count(*) > 1 OR sum(n) = 0),
    gone AS (
        DELETE FROM workorders_tally t USING crowded c
         WHERE (t.unit_id, t.centre_id, t.kind, t.state, t.urgent, t.breached)
             = (c.unit_id, c.centre_id, c.kind, c.state, c.urgent, c.breached)
        RETURNING t.*)
    INSERT INTO workorders_tally ({CELL}, n) SELECT {CELL}, sum(n) FROM gone GROUP BY {CELL} HAVING sum(n) <> 0
"""  # noqa: S608  # the columns are ours
COUNT = f"""
    INSERT INTO workorders_tally ({CELL}, n)
    SELECT unit_id, centre_id, kind, state, urgency = 'urgent', breached, count(*)
      FROM workorders_workorder WHERE phase IN {LIVE} GROUP BY 1, 2, 3, 4, 5, 6
"""  # noqa: S608


def fold_tallies() -> int:
    """One row a cell. Returns how many cells had grown."""
    with connection.cursor() as cursor:
        cursor.execute(FOLD)
        return int(cursor.rowcount)


def count_anew() -> None:
    """The tally, and the count of what is archived, from the orders themselves; acts wait until it is done. After
    orders were written past the triggers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE workorders_workorder IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM workorders_tally")
        cursor.execute(COUNT)
        count_archived_anew()
