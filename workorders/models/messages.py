"""Messages to people: an outbox written with the change it tells of, and a delivery for each person."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Unit
from workorders.models.orders import WorkOrder
from workorders.models.protection import kept, stands


class Message(models.Model):
    """What is to be told, and to which circle; who that is, is looked up when it is sent."""

    class Circle(models.TextChoices):
        HANDLER = "handler", "处理人"
        LEAD = "lead", "值班长、调度"
        SUPERVISOR = "supervisor", "主管"
        ABOVE = "above", "上级单位主管"
        SAFETY = "safety", "安监部门"
        UNIT = "unit", "该单位人员"
        AGENT = "agent", "首问座席"
        CUSTOMER = "customer", "客户"
        WATCHERS = "watchers", "指定领导"
        AUDITOR = "auditor", "省审核"

    key = models.CharField(max_length=100)
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, null=True, related_name="messages")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    circle = models.CharField(max_length=10, choices=Circle)
    topic = models.CharField(max_length=40)  # "clock.breached", "repair.dispatched"
    text = models.CharField(max_length=500)
    sms = models.BooleanField(default=False)  # besides the inbox
    created_at = models.DateTimeField()
    expanded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        constraints = [models.UniqueConstraint(fields=["key"], name="message_once")]
        indexes = [models.Index(fields=["id"], condition=models.Q(expanded_at__isnull=True), name="message_pending")]
        triggers = [*kept("message"), stands("message", "order_id", "unit_id", "circle", "topic", "text")]


class Watcher(models.Model):
    """D15: a leader who is told by SMS when an order of ``kind`` comes in for ``unit`` or one below it."""

    kind = models.CharField("业务类型", max_length=12)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", verbose_name="单位")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="人员"
    )

    class Meta:
        verbose_name = verbose_name_plural = "短信抄送领导"
        constraints = [models.UniqueConstraint(fields=["kind", "unit", "person"], name="watcher_once")]

    def __str__(self) -> str:
        return f"{self.person.name}（{self.unit}）"


class Delivery(models.Model):
    """A message to one person by one channel, at most once."""

    class Channel(models.TextChoices):
        INBOX = "inbox", "站内"
        SMS = "sms", "短信"

    class State(models.TextChoices):
        PENDING = "pending", "待发"
        SENDING = "sending", "发送中"
        SENT = "sent", "已发"
        FAILED = "failed", "失败"

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="deliveries")
    phone = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=6, choices=Channel)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    errors = ArrayField(models.CharField(max_length=120), default=list)

    class Meta:
        verbose_name = verbose_name_plural = "送达"
        constraints = [
            models.UniqueConstraint(
                fields=["message", "person", "phone", "channel"], name="delivered_once", nulls_distinct=False
            )
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=models.Q(state__in=["pending", "sending"]), name="delivery_pending"
            ),
            models.Index(
                fields=["person", "-id"], condition=models.Q(channel="inbox", read_at__isnull=True), name="inbox_unread"
            ),
        ]
