"""Index what came in since the last look, so that it is found by its text."""

from __future__ import annotations

from django.db import connection

BATCH = 2_000
# In one statement: an order is either on the list or in the index, for whoever looks.
INDEX = """
    WITH taken AS (
        DELETE FROM workorders_unindexed
         WHERE order_id IN (SELECT order_id FROM workorders_unindexed ORDER BY order_id LIMIT %s FOR UPDATE SKIP LOCKED)
        RETURNING order_id)
    INSERT INTO workorders_ordertext (order_id, words, ending, other_phones)
    SELECT w.id, concat_ws(E'\\n', w.title, w.content, w.address, w.number), reverse(w.number), w.other_phones
      FROM workorders_workorder w JOIN taken ON taken.order_id = w.id ORDER BY w.id
    ON CONFLICT (order_id) DO NOTHING
"""


def index_texts() -> int:
    """Index a batch of what is on the list, oldest first. Returns how many; fewer than ``BATCH`` means all."""
    with connection.cursor() as cursor:
        cursor.execute(INDEX, [BATCH])
        return int(cursor.rowcount)
