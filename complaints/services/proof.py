"""What of the cases' own rows does not agree with the log: found although no trigger watched (C2, C9)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from complaints.models import Reporter
from complaints.sealing import Unreadable, unseal

# What the acceptance says, beside what is there now. The log is chained and sealed; these rows are not.
DIFFERING = """
    SELECT o.number, s.data ->> 'secrecy', c.secrecy, c.order_id IS NULL, r.order_id IS NOT NULL
      FROM workorders_step s
      JOIN workorders_workorder o ON o.id = s.order_id
      LEFT JOIN complaints_casedetail c ON c.order_id = o.id
      LEFT JOIN complaints_reporter r ON r.order_id = o.id
     WHERE s.seq = 1 AND s.verb = 'accept' AND s.data ? 'secrecy'
       AND (c.secrecy IS DISTINCT FROM s.data ->> 'secrecy'
            OR (r.order_id IS NOT NULL) <> (s.data ->> 'secrecy' = 'confidential'))
     ORDER BY o.id
"""
# Rows that came with a step of their own: fewer of them than such steps means that some are gone.
COUNTED = (
    ("complaints_relay", "ask_relay", "中转联系"),
    ("complaints_extension", "extend", "延期申请"),
    ("complaints_appeal", "appeal", "申诉"),
)


def faults() -> Iterator[str]:
    yield from _differing()
    rows = Reporter.objects.order_by("pk").values_list("order__number", "order_id", "sealed")
    for number, order_id, sealed in rows.iterator(chunk_size=2000):
        try:
            unseal(sealed, order_id)
        except Unreadable as error:
            yield f"工单 {number}：来电人身份打不开（{error}）"


def _differing() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(DIFFERING)
        for number, said, now, gone, kept in cursor.fetchall():
            if gone:
                yield f"工单 {number}：明细不见了"
            elif now != said:
                yield f"工单 {number}：身份（公开、保密、匿名）与受理时不符"
            if said == "confidential" and not kept:
                yield f"工单 {number}：受理时封存的来电人身份不见了"
            elif said != "confidential" and kept:
                yield f"工单 {number}：受理时没有封存来电人身份，现在却有"
        for table, verb, what in COUNTED:
            cursor.execute(
                "SELECT o.number FROM (SELECT order_id, count(*) AS n FROM workorders_step WHERE verb = %s GROUP BY 1) s"  # noqa: S608
                " JOIN workorders_workorder o ON o.id = s.order_id"
                f" LEFT JOIN (SELECT order_id, count(*) AS n FROM {table} GROUP BY 1) t ON t.order_id = s.order_id"
                " WHERE s.n <> coalesce(t.n, 0) ORDER BY o.id",
                [verb],
            )
            for (number,) in cursor.fetchall():
                yield f"工单 {number}：{what}的条数与过程记录不符"
