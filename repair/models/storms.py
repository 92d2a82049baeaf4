"""大面积抢修: when a unit works group by group instead of order by order, and what its callers were texted."""

import pgtrigger
from django.conf import settings
from django.db import models

from accounts.models import Unit
from customers.models import Feeder, Transformer
from workorders.models.protection import never_truncated


class StormAct(models.Model):
    """A unit's storm begun or ended. Nothing here is ever changed: a storm goes on until an END names its START."""

    class Kind(models.TextChoices):
        START = "start", "开始"
        END = "end", "结束"

    kind = models.CharField("操作", max_length=5, choices=Kind)
    start = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="end", verbose_name="结束的是"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    text = models.CharField("告知内容", max_length=200, blank=True)
    waiting = models.PositiveIntegerField("当时待派", default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="操作人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "大面积抢修记录"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="start", start__isnull=True) | models.Q(kind="end", start__isnull=False),
                name="storm_end_names_its_start",
            )
        ]
        indexes = [models.Index(fields=["unit"], condition=models.Q(kind="start"), name="storm_begun")]
        triggers = [
            pgtrigger.Protect(name="storm_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            never_truncated("storm_no_truncate"),
        ]


class CallersTold(models.Model):
    """One text to all who reported the same fault: which line or transformer, what it said, how many numbers."""

    feeder = models.ForeignKey(Feeder, on_delete=models.PROTECT, related_name="+", verbose_name="线路")
    transformer = models.ForeignKey(
        Transformer, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="台区"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    text = models.CharField("内容", max_length=500)
    expected_at = models.DateTimeField("预计送电", null=True)
    numbers = models.PositiveIntegerField("号码数")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="操作人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "群发短信记录"
        indexes = [models.Index(fields=["feeder", "-at"], name="callers_told_of_feeder")]
        triggers = [
            pgtrigger.Protect(name="told_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            never_truncated("told_no_truncate"),
        ]
