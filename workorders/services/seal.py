"""The daily seal, and the proof that nothing was rewritten."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.utils import timezone

from workorders.calendar import SHANGHAI
from workorders.models import Seal, Step
from workorders.models.steps import HASHED
from workorders.registry import registry
from workorders.services import agreeing

BY_ITSELF = ("warn", "breach", "recompute", "purge")  # steps that are no act and leave the order's version alone

# Beside the order, what its first step says; a step that does not say it proves nothing of it.
ACCEPTED_WORDS = ("编号", "业务类型", "受理时间", "首问座席", "受理内容", "联系人", "地址")
ACCEPTED = """
    SELECT * FROM (
        SELECT o.number,
               o.number <> coalesce(s.data #>> '{order,number}', o.number) AS a,
               o.kind <> coalesce(s.data #>> '{order,kind}', o.kind) AS b,
               o.accepted_at <> s.occurred_at AS c,
               o.first_agent_id <> s.actor_id AS d,
               o.content <> coalesce(s.data ->> 'content', o.content) AS e,
               o.contact_name <> coalesce(s.data ->> 'contact_name', o.contact_name)
                   OR (s.data ? 'contact_name' AND o.phone <> coalesce(s.data #>> '{contact_phones,0}', '')) AS f,
               o.address <> coalesce(s.data ->> 'address', o.address) AS g
          FROM workorders_step s JOIN workorders_workorder o ON o.id = s.order_id
         WHERE s.seq = 1 AND s.verb = 'accept' OFFSET 0) found
     WHERE a OR b OR c OR d OR e OR f OR g ORDER BY 1
"""
# What a clock's row can never hold together, whatever the log says: a promise met without a deed would count for nobody.
CLOCKS = """
    SELECT o.number, o.kind, d.clock FROM workorders_deadline d JOIN workorders_workorder o ON o.id = d.order_id
     WHERE (d.state = 'met') <> (d.done_at IS NOT NULL AND d.breached_at IS NULL)
        OR (d.state = 'breached') <> (d.breached_at IS NOT NULL AND d.state <> 'stuck')
        OR (d.breached_at IS NULL AND d.done_at > d.due_at)
        OR (d.state = 'running') <> (d.fire_at IS NOT NULL AND d.breached_at IS NULL)
        OR d.fire_at IS DISTINCT FROM CASE WHEN d.state IN ('running', 'breached') AND d.done_at IS NULL THEN d.marks[d.level + 1] END
        OR d.marks[d.breach_mark] IS DISTINCT FROM d.due_at
     ORDER BY o.id, d.id
"""


def seal_until(end: date) -> int:
    """Seal every finished day before ``end`` (Shanghai) that has none yet; returns how many. Safe to run twice."""
    sealed = 0
    while True:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext('workorders.seal'))")
            last = Seal.objects.order_by("-day").first()
            day = last.day + timedelta(days=1) if last else _first_day()
            if day is None or day >= end:
                return sealed
            manifest, steps = heads(day)
            previous = bytes(last.hash) if last else b""
            Seal.objects.create(
                day=day,
                steps=steps,
                manifest=manifest,
                previous=previous,
                hash=fold(day, steps, manifest, previous),
                sealed_at=timezone.now(),
            )
            sealed += 1


def _first_day() -> date | None:
    first = Step.objects.order_by("recorded_at").values_list("recorded_at", flat=True).first()
    return first.astimezone(SHANGHAI).date() if first else None


def bounds(day: date) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time(), SHANGHAI)
    return start, datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


def heads(day: date) -> tuple[dict[str, str], int]:
    """The last hash of each order that moved on ``day``, by number; and how many steps there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT o.number, encode((array_agg(s.hash ORDER BY s.seq DESC))[1], 'hex'), count(*)
              FROM workorders_step s JOIN workorders_workorder o ON o.id = s.order_id
             WHERE s.recorded_at >= %s AND s.recorded_at < %s GROUP BY o.number ORDER BY o.number
            """,
            bounds(day),
        )
        rows = cursor.fetchall()
    return {number: head for number, head, _ in rows}, sum(count for *_, count in rows)


def fold(day: date, steps: int, manifest: dict[str, str], previous: bytes) -> bytes:
    text = json.dumps([day.isoformat(), steps, sorted(manifest.items()), previous.hex()])
    return hashlib.sha256(text.encode()).digest()


def faults() -> Iterator[str]:
    """Every place where the log does not hold together, in plain words; nothing when it does.

    Hashes are computed here, outside the database, from the columns as they stand.
    """
    yield from _faulty_steps()
    yield from _faulty_orders()
    yield from _faulty_clocks()
    yield from _faulty_seals()
    yield from agreeing.differing(agreeing.SAID)
    for proof in dict.fromkeys(business.proof for business in registry if business.proof is not None):
        yield from proof()


def _faulty_steps() -> Iterator[str]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"DECLARE steps NO SCROLL CURSOR FOR SELECT o.number, s.order_id, s.seq, {HASHED}, s.previous, s.hash"  # noqa: S608
            " FROM workorders_step s JOIN workorders_workorder o ON o.id = s.order_id ORDER BY s.order_id, s.seq"
        )
        order_id, seq, head = 0, 0, b""
        while True:
            cursor.execute("FETCH 5000 FROM steps")
            rows = cursor.fetchall()
            if not rows:
                break
            for number, row_order, row_seq, text, previous, stored in rows:
                if row_order != order_id:
                    order_id, seq, head = row_order, 0, b""
                if row_seq != seq + 1:
                    yield f"工单 {number}：第 {seq + 1} 步缺失"
                elif bytes(previous) != head:
                    yield f"工单 {number}：第 {row_seq} 步与前一步不衔接"
                if hashlib.sha256(text.encode()).digest() != bytes(stored):
                    yield f"工单 {number}：第 {row_seq} 步被改动"
                seq, head = row_seq, bytes(stored)
        cursor.execute("CLOSE steps")
        cursor.execute(
            "SELECT o.number FROM workorders_workorder o WHERE NOT EXISTS"
            " (SELECT 1 FROM workorders_step s WHERE s.order_id = o.id)"
        )
        for (number,) in cursor.fetchall():
            yield f"工单 {number}：没有任何过程记录"
        cursor.execute(
            "SELECT o.number FROM workorders_workorder o"
            " JOIN LATERAL (SELECT count(*) FILTER (WHERE s.verb <> ALL(%s)) AS acts,"
            " (array_agg(s.to_state ORDER BY s.seq DESC))[1] AS state FROM workorders_step s WHERE s.order_id = o.id) t"
            " ON t.acts > 0 WHERE t.acts <> o.version OR t.state <> o.state ORDER BY o.id",
            [list(BY_ITSELF)],
        )
        for (number,) in cursor.fetchall():
            yield f"工单 {number}：工单的状态或版本与过程记录不符，末尾的步骤可能缺失"


def _faulty_orders() -> Iterator[str]:
    """Orders that are no longer what their acceptance says: the log is chained, the order's own row is not."""
    with connection.cursor() as cursor:
        cursor.execute(ACCEPTED)
        for number, *differs in cursor.fetchall():
            what = "、".join(word for word, wrong in zip(ACCEPTED_WORDS, differs, strict=True) if wrong)
            yield f"工单 {number}：{what}与受理时不符"


def _faulty_clocks() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(CLOCKS)
        for number, kind, clock in cursor.fetchall():
            yield f"工单 {number}：时限「{registry[kind].clock_labels.get(clock, clock)}」自相矛盾"


def _faulty_seals() -> Iterator[str]:
    previous, day = b"", None
    for seal in Seal.objects.order_by("day").iterator():
        if day is not None and seal.day != day + timedelta(days=1):
            yield f"{day + timedelta(days=1)}：日封存缺失"
        if bytes(seal.previous) != previous or fold(seal.day, seal.steps, seal.manifest, previous) != bytes(seal.hash):
            yield f"{seal.day}：日封存被改动"
        manifest, steps = heads(seal.day)
        for number in sorted(seal.manifest.keys() - manifest.keys()):
            yield f"{seal.day}：工单 {number} 消失"
        for number in sorted(manifest.keys() - seal.manifest.keys()):
            yield f"{seal.day}：工单 {number} 在封存之后补入"
        for number in sorted(manifest.keys() & seal.manifest.keys()):
            if manifest[number] != seal.manifest[number]:
                yield f"{seal.day}：工单 {number} 的过程记录与封存不符"
        if steps != seal.steps and manifest == seal.manifest:
            yield f"{seal.day}：步骤数与封存不符"
        previous, day = bytes(seal.hash), seal.day
