"""A2.2: the emergency plan for a large-area outage. Its log is the order's own step log."""

from django.conf import settings
from django.db import models

from workorders.models import WorkOrder
from workorders.models.protection import kept, stands


class Emergency(models.Model):
    order = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, related_name="emergency")
    plan = models.CharField("预案", max_length=100)
    started_at = models.DateTimeField("启动")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("结束", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "应急预案"
        triggers = [*kept("emergency"), stands("emergency", "order_id", "plan", "started_at", "started_by_id")]
