"""The sweep: announce every level that has come due, once, whatever dies in between.

One statement a batch: claim (order row first, rows somebody holds are left for the next look) → update →
steps, outbox rows and orders' marks from what was updated. The update repeats the claim's condition on the
newest version of each row, so two sweeps can never announce the same level. The event's time is the mark, not now.
"""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone

from accounts.models import Person
from live.doorbell import ring
from live.notes import note
from workorders.models import Deadline, Message, WorkOrder

BATCH = 2_000
log = structlog.get_logger()

ANNOUNCE = """
WITH claimed AS (
    SELECT d.id FROM workorders_deadline d JOIN workorders_workorder o ON o.id = d.order_id
     WHERE d.fire_at IS NOT NULL AND d.fire_at <= %(now)s {only}
     ORDER BY d.fire_at, d.id LIMIT %(batch)s
       FOR UPDATE OF o SKIP LOCKED
), fired AS (
    UPDATE workorders_deadline d SET
           level = d.level + 1,
           fire_at = d.marks[d.level + 2],
           state = CASE WHEN d.level + 1 = d.breach_mark THEN 'breached' ELSE d.state END,
           breached_at = CASE WHEN d.level + 1 = d.breach_mark THEN d.due_at ELSE d.breached_at END
      FROM claimed
     WHERE d.id = claimed.id AND d.fire_at IS NOT NULL AND d.fire_at <= %(now)s
 RETURNING d.id, d.order_id, d.clock, d.generation, d.level, d.marks[d.level] AS mark, d.tells[d.level] AS tell,
           d.level = d.breach_mark AS breach, d.level > d.breach_mark AS after
), marked AS (
    UPDATE workorders_workorder o SET breached = true
      FROM (SELECT DISTINCT order_id FROM fired WHERE breach) f WHERE o.id = f.order_id AND NOT o.breached
), stepped AS (
    INSERT INTO workorders_step (order_id, seq, verb, from_state, to_state, actor_id, occurred_at, recorded_at,
                                 data, digest, previous, hash)
    SELECT f.order_id, 0, CASE WHEN f.breach THEN 'breach' ELSE 'warn' END, o.state, o.state, %(actor)s,
           f.mark, greatest(f.mark, %(now)s),
           jsonb_build_object('clock', f.clock, 'generation', f.generation, 'level', f.level, 'tell', f.tell),
           '', '', ''
      FROM fired f JOIN workorders_workorder o ON o.id = f.order_id
     ORDER BY f.order_id, f.mark, f.id
), told AS (
    INSERT INTO workorders_message (key, order_id, unit_id, circle, topic, text, sms, created_at)
    SELECT 'clock:' || f.id || ':' || f.level, o.id, o.unit_id, f.tell,
           CASE WHEN f.breach OR f.after THEN 'clock.breached' ELSE 'clock.warned' END,
           '工单 ' || o.number || '「' || coalesce(l.label, f.clock) || '」'
               || CASE WHEN f.breach THEN '已超时' WHEN f.after THEN '超时后仍未完成' ELSE '即将到期' END,
           f.breach OR f.after, %(now)s
      FROM fired f JOIN workorders_workorder o ON o.id = f.order_id
      LEFT JOIN unnest(%(clocks)s::text[], %(labels)s::text[]) AS l(clock, label) ON l.clock = o.kind || '.' || f.clock
    ON CONFLICT (key) DO NOTHING
)
SELECT count(*) FROM fired
"""


def sweep(now: datetime | None = None, *, batch: int = BATCH, limit: int | None = None) -> int:
    """Announce what is due at ``now``; returns how many levels. ``limit`` ends after that many batches.

    A row that cannot be announced is set aside (``stuck``) with a message to the supervisors, and holds up nobody.
    """
    now = now or timezone.now()
    total = batches = 0
    while limit is None or batches < limit:
        try:
            fired = _announce(now, batch)
        except OperationalError:
            raise  # the database's trouble and no row's: the next wake-up looks again
        except DatabaseError:
            log.exception("sweep.batch_failed")
            fired = _one_by_one(now, batch)
        total += fired
        batches += 1
        if fired < batch:
            break
    return total


def _announce(now: datetime, batch: int, deadline_id: int | None = None) -> int:
    from workorders.registry import registry

    labels = {f"{kind.code}.{code}": label for kind in registry for code, label in kind.clock_labels.items()}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            ANNOUNCE.format(only="" if deadline_id is None else "AND d.id = %(only)s"),
            {
                "now": now,
                "batch": batch,
                "actor": system_id(),
                "only": deadline_id,
                "clocks": list(labels),
                "labels": list(labels.values()),
            },
        )
        fired = int(cursor.fetchone()[0])
        if fired:
            ring("order")
        return fired


def _one_by_one(now: datetime, batch: int) -> int:
    """The slow way after a batch failed: find the row that cannot be done, set it aside, do the others."""
    due = Deadline.objects.filter(fire_at__lte=now).order_by("fire_at", "pk").values_list("pk", flat=True)[:batch]
    done = 0
    for pk in list(due):
        try:
            done += _announce(now, 1, pk)
        except OperationalError:
            raise
        except DatabaseError as error:
            set_aside(pk, now, type(error.__cause__ or error).__name__)
    return done


def set_aside(deadline_id: int, now: datetime, why: str) -> None:
    """Take one clock out of the sweep's way and tell the supervisors of the unit that holds its order."""
    with transaction.atomic():
        order_id = Deadline.objects.values_list("order_id", flat=True).get(pk=deadline_id)
        order = WorkOrder.objects.select_for_update().get(pk=order_id)
        Deadline.objects.filter(pk=deadline_id).update(state=Deadline.State.STUCK, fire_at=None, note=why[:200])
        Message.objects.get_or_create(
            key=f"stuck:{deadline_id}",
            defaults={
                "order": order,
                "unit_id": order.unit_id,
                "circle": Message.Circle.SUPERVISOR,
                "topic": "clock.stuck",
                "text": f"工单 {order.number} 的一个时限无法自动处理，请人工跟踪",
                "created_at": now,
            },
        )
        note("order", order=order_id)
    log.error("sweep.set_aside", deadline=deadline_id, why=why)


_system: int | None = None


def system_id() -> int:
    """The system person's id; it never changes in a database's life."""
    global _system
    if _system is None:
        _system = Person.objects.system().pk
    return _system
