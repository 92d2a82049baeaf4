"""The clocks. They live here and nowhere else; workers only look."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from workorders.models.orders import LateCause, WorkOrder
from workorders.models.protection import for_life, kept, stands
from workorders.models.rules import Rule

OWED = ("running", "paused", "breached", "stuck")  # states of a clock that is still to be kept


class Deadline(models.Model):
    """A promise on an order, and what became of it.

    ``marks`` are the instants of the rule's levels in order; ``level`` counts those announced;
    ``fire_at`` is the next of them, and NULL when nothing is left to announce.
    A breach is announced with the time it happened (``due_at``) and is never undone; whether the deed itself
    was late is ``done_at > due_at``.
    """

    class State(models.TextChoices):
        RUNNING = "running", "计时中"
        PAUSED = "paused", "已暂停"
        MET = "met", "按时"
        BREACHED = "breached", "超时"
        CANCELLED = "cancelled", "不再适用"
        STUCK = "stuck", "待人工处理"

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="deadlines", db_index=False)
    clock = models.CharField(max_length=24)
    generation = models.PositiveSmallIntegerField(default=1)
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    marks = ArrayField(models.DateTimeField(), default=list)
    tells = ArrayField(models.CharField(max_length=10), default=list)  # the circle each mark is told to
    breach_mark = models.PositiveSmallIntegerField(default=1)  # which mark (from 1) is the limit itself
    level = models.PositiveSmallIntegerField(default=0)
    fire_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    breached_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    late_cause = models.CharField(max_length=10, choices=LateCause, blank=True)
    late_text = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "时限"
        constraints = [models.UniqueConstraint(fields=["order", "clock", "generation"], name="clock_once_a_generation")]
        indexes = [
            models.Index(fields=["fire_at", "id"], condition=models.Q(fire_at__isnull=False), name="clock_pending"),
            models.Index(
                fields=["clock", "order"], condition=models.Q(done_at__isnull=True, state__in=OWED), name="clock_owed"
            ),
            models.Index(fields=["breached_at"], condition=models.Q(breached_at__isnull=False), name="clock_breached"),
        ]
        triggers = [
            *kept("deadline"),
            stands("deadline", "order_id", "clock", "generation"),
            for_life("deadline", "OLD.breached_at IS NOT NULL AND NEW.breached_at IS DISTINCT FROM OLD.breached_at"),
        ]


class Pause(models.Model):
    """The ledger of pauses: nothing stops a clock without leaving a line here."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="pauses")
    paused_at = models.DateTimeField()
    resumed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "暂停记录"
        constraints = [
            models.UniqueConstraint(
                fields=["deadline"], condition=models.Q(resumed_at__isnull=True), name="one_open_pause_a_clock"
            )
        ]
        triggers = [*kept("pause"), stands("pause", "deadline_id", "paused_at", "reason", "by_id")]
