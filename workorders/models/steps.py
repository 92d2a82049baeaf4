"""The step log: append-only, hash-chained by the database itself, sealed daily."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from workorders.models.orders import WorkOrder
from workorders.models.protection import never_truncated

# What a step's hash covers, as SQL over a row ``s``: `verify_log` recomputes it outside the database.
HASHED = (
    "concat_ws(E'\\x1f', s.order_id, s.seq, s.verb, s.from_state, s.to_state, s.actor_id,"
    " (extract(epoch from s.occurred_at) * 1000000)::bigint, (extract(epoch from s.recorded_at) * 1000000)::bigint,"
    " coalesce(s.key, ''), s.digest, s.data::text, encode(s.previous, 'hex'))"
)

CHAIN = pgtrigger.Trigger(
    name="chain",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    declare=[("s", "workorders_step%ROWTYPE")],
    func=f"""
        SELECT t.seq + 1, t.hash INTO NEW.seq, NEW.previous
          FROM workorders_step t WHERE t.order_id = NEW.order_id ORDER BY t.seq DESC LIMIT 1;
        IF NOT FOUND THEN
            NEW.seq := 1; NEW.previous := '\\x';
        END IF;
        s := NEW;
        NEW.hash := sha256(convert_to({HASHED}, 'UTF8'));
        RETURN NEW;
    """,  # noqa: S608  # the columns are ours
)


class Step(models.Model):
    """Something that was done to an order. Corrections are new steps (C2).

    ``seq``, ``previous`` and ``hash`` are set by the database; the caller holds the order's row lock.
    """

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="steps", db_index=False)
    seq = models.PositiveIntegerField(db_default=0)  # given by the trigger
    verb = models.CharField(max_length=24)
    from_state = models.CharField(max_length=16)
    to_state = models.CharField(max_length=16)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    data = models.JSONField(default=dict)
    key = models.CharField(max_length=80, null=True)  # noqa: DJ001  # many steps without one, each key once
    digest = models.CharField(max_length=64, blank=True)  # of what came with the key
    previous = models.BinaryField(default=b"")
    hash = models.BinaryField(default=b"")

    class Meta:
        verbose_name = verbose_name_plural = "过程记录"
        ordering = ["order", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["order", "seq"], name="step_once"),
            models.UniqueConstraint(fields=["key"], name="step_key_once"),
        ]
        indexes = [BrinIndex(fields=["recorded_at"], name="step_by_day", autosummarize=True)]
        triggers = [
            CHAIN,
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            never_truncated("no_truncate"),
        ]

    def __str__(self) -> str:
        return f"{self.order} 第 {self.seq} 步"


class Seal(models.Model):
    """A day's end: the heads of all orders that moved that day, chained to the day before.

    A vanished order or a rewritten chain no longer fits its manifest.
    """

    day = models.DateField(unique=True)
    steps = models.PositiveIntegerField()
    manifest = models.JSONField()  # {order number: head hash, hex}
    previous = models.BinaryField()
    hash = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "日封存"
        ordering = ["day"]
        triggers = [
            pgtrigger.Protect(name="seal_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            never_truncated("seal_no_truncate"),
        ]

    def __str__(self) -> str:
        return f"{self.day} 封存"
