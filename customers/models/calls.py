"""Calls as the telephone system tells of them."""

import pgtrigger
from django.conf import settings
from django.db import models

from accounts.models import Unit
from customers.models.customers import Customer


class Call(models.Model):
    """One inbound or outbound call. ``call_id`` is the telephone system's own.

    Everything but ``customer`` is worked out from its events, so that they may come in any order and twice.
    """

    class Disposal(models.TextChoices):
        NONE = "", "通话中"
        ORDER = "order", "已建工单"
        ANSWERED = "answered", "当场答复"
        SILENT = "silent", "无声电话"
        HARASSING = "harassing", "骚扰电话"
        LOST = "lost", "未接通"

    call_id = models.CharField("话务编号", max_length=64, unique=True)
    centre = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="calls", verbose_name="客服中心")
    caller = models.CharField("来电号码", max_length=20)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name="座席",
    )
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, blank=True, related_name="calls", verbose_name="客户"
    )
    rang_at = models.DateTimeField("振铃")
    rings = models.PositiveSmallIntegerField("铃声", default=0)
    answered_at = models.DateTimeField("应答", null=True, blank=True)
    held_at = models.DateTimeField("保持", null=True, blank=True)
    held_seconds = models.PositiveIntegerField("保持时长（秒）", default=0)
    ended_at = models.DateTimeField("挂机", null=True, blank=True)
    disposal = models.CharField("处置", max_length=12, choices=Disposal, default=Disposal.NONE, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通话"
        indexes = [
            models.Index(fields=["agent", "-rang_at"], condition=models.Q(disposal=""), name="call_open_by_agent"),
            models.Index(fields=["caller", "-rang_at"], name="call_by_caller"),
            models.Index(fields=["centre", "rang_at"], name="call_by_centre"),
        ]

    def __str__(self) -> str:
        return self.call_id


class CallEvent(models.Model):
    """What the telephone system said, as it said it; never altered (C2)."""

    class Kind(models.TextChoices):
        RING = "ring", "振铃"
        ANSWER = "answer", "应答"
        HOLD = "hold", "保持"
        RESUME = "resume", "恢复"
        TRANSFER = "transfer", "转接"
        HANG_UP = "hang_up", "挂机"
        DISPOSE = "dispose", "处置"

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="events", verbose_name="通话")
    kind = models.CharField("事件", max_length=10, choices=Kind)
    at = models.DateTimeField("时间")
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="座席"
    )
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="报送人"
    )
    caller = models.CharField("来电号码", max_length=20, blank=True)
    rings = models.PositiveSmallIntegerField("铃声", default=0)
    disposal = models.CharField("处置", max_length=12, choices=Call.Disposal, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "话务事件"
        constraints = [models.UniqueConstraint(fields=["call", "kind", "at"], name="call_event_once")]
        triggers = [pgtrigger.Protect(name="call_event_stays", operation=pgtrigger.Update | pgtrigger.Delete)]
