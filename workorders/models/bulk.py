"""One verb done to many orders: what was asked, and what became of each."""

import uuid

from django.conf import settings
from django.db import models

from workorders.models.orders import WorkOrder


class BulkRun(models.Model):
    """Somebody's order to do ``verb`` with ``data`` to many. Each goes through the gate by itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bulk_runs")
    kind = models.CharField(max_length=12)
    verb = models.CharField(max_length=24)
    data = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # its person has seen how it ended

    class Meta:
        verbose_name = verbose_name_plural = "批量办理"
        indexes = [models.Index(fields=["person", "-started_at"], name="bulk_runs_of")]


class BulkItem(models.Model):
    """An order of a run. ``version``: as its person saw it."""

    class Outcome(models.TextChoices):
        WAITING = "", "等待办理"
        DONE = "done", "已办理"
        REFUSED = "refused", "没有办成"

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="items")
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.WAITING, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "批量办理的工单"
        ordering = ["run", "place"]
        constraints = [models.UniqueConstraint(fields=["run", "order"], name="once_in_a_run")]
