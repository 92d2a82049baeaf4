"""What of the cases' own rows does not agree with the log: found although no trigger watched (C2, C9)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from complaints.models import Reporter
from complaints.sealing import Unreadable, unseal
from workorders.services.agreeing import TEXT, WHEN, WHO, Said, differing, instant, rows, steps

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
CASES = "order_id IN (SELECT order_id FROM complaints_casedetail)"  # other types have verbs of the same names
ANSWERS = (
    "(SELECT DISTINCT ON (order_id) * FROM workorders_step WHERE verb IN ('reply', 'submit_statement')"  # noqa: S608
    f" AND {CASES} ORDER BY order_id, seq DESC) answer"
)
OPINION = TEXT.format("opinion")
SAID = (
    Said(
        "分类或等级",
        steps("accept", "data -> 'category' ->> 'name'", TEXT.format("grade"), where=CASES),
        rows("complaints_casedetail", "category_path", "grade"),
    ),
    Said(
        "解释办结的答复",
        steps("explain", "data ->> 'said'", "data ->> 'satisfaction'", where=CASES),
        rows("complaints_casedetail", "explained", "satisfaction::text", where="explained <> ''"),
    ),
    Said(
        "联系记录",
        steps(
            "contact relay",
            WHO,
            WHEN,
            "data ->> 'outcome'",
            "coalesce(data ->> 'said', data ->> 'answer', '')",
            where=CASES,
        ),
        rows("complaints_contactattempt", "by_id", "at", "outcome", "said"),
    ),
    Said(
        "中转联系",
        steps("ask_relay", WHO, WHEN, "data ->> 'question'"),
        rows("complaints_relay", "asked_by_id", "asked_at", "question"),
    ),
    Said(
        "中转答复",
        steps("relay", WHO, WHEN, "data ->> 'outcome'", TEXT.format("answer")),
        rows("complaints_relay", "answered_by_id", "answered_at", "outcome", "answer", where="answered_at IS NOT NULL"),
    ),
    Said(
        "延期申请",
        steps("extend", WHO, WHEN, instant("until"), "data ->> 'reason'"),
        rows("complaints_extension", "asked_by_id", "asked_at", "until", "reason"),
    ),
    Said(
        "延期审批",
        steps("decide_extension", WHO, WHEN, "data ->> 'granted' = 'yes'", OPINION),
        rows(
            "complaints_extension", "decided_by_id", "decided_at", "granted", "opinion", where="decided_at IS NOT NULL"
        ),
    ),
    Said(
        "申诉",
        steps("appeal", WHO, WHEN, "data ->> 'purpose'", "data ->> 'basis'", "data ->> 'appellant'"),
        rows("complaints_appeal", "asked_by_id", "asked_at", "purpose", "basis", "appellant"),
    ),
    Said(
        "申诉审批",
        steps("decide_appeal", WHO, WHEN, "data ->> 'granted' = 'yes'", OPINION),
        rows("complaints_appeal", "decided_by_id", "decided_at", "granted", "opinion", where="decided_at IS NOT NULL"),
    ),
    Said(
        "关联",
        "SELECT s.order_id, to_jsonb(o.id) AS said FROM workorders_step s"
        " JOIN workorders_workorder o ON o.number = s.data ->> 'related' WHERE s.verb = 'relate'"
        " UNION SELECT o.id, to_jsonb(s.order_id) FROM workorders_step s"
        " JOIN workorders_workorder o ON o.number = s.data ->> 'related' WHERE s.verb = 'relate'",
        "SELECT from_workorder_id AS order_id, to_jsonb(to_workorder_id) AS said FROM workorders_workorder_related",
    ),
    Said(
        "申诉成立后的认定",
        steps("decide_appeal", "true", "false", "false", "false", where="data ->> 'granted' = 'yes'"),
        rows(
            "complaints_casedetail c JOIN workorders_workorder o ON o.id = c.order_id",
            "c.appealed",
            'c."true"',
            "c.ours",
            "o.counted",
            order="c.order_id",
            where="c.appealed OR NOT o.counted",
        ),
    ),
    Said(
        "回复",
        f"SELECT order_id, jsonb_build_array(actor_id, verb = 'submit_statement', data ->> 'text') AS said FROM {ANSWERS}",  # noqa: S608
        rows("complaints_casedetail", "replied_by_id", "statement", "text", where="replied_by_id IS NOT NULL"),
    ),
    Said(
        "回复的要素或认定",
        f"SELECT order_id, jsonb_build_array({instant('handled_at')}, data ->> 'handled_by',"  # noqa: S608
        f" {OPINION}, {TEXT.format('adopted')}, data ->> 'true' = 'yes', data ->> 'ours' = 'yes') AS said FROM {ANSWERS}"
        " WHERE verb = 'reply' AND order_id NOT IN (SELECT order_id FROM complaints_appeal WHERE granted)",
        rows(
            "complaints_casedetail",
            "handled_at",
            "handled_by",
            "opinion",
            "adopted",
            '"true"',
            "ours",
            where="replied_by_id IS NOT NULL AND NOT statement AND NOT appealed",
        ),
    ),
)


def faults() -> Iterator[str]:
    yield from _differing()
    yield from differing(SAID)
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
