"""Call-backs: a round for each reply, an attempt for each time the phone was lifted (A2.4–A2.6)."""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from workorders.models.orders import WorkOrder
from workorders.models.protection import kept, stands, written_once

CLOSED = pgtrigger.Protect(
    name="callback_ended",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "OLD.closed_at IS NOT NULL AND ROW(NEW.state, NEW.attempts_made, NEW.closed_at)"
        " IS DISTINCT FROM ROW(OLD.state, OLD.attempts_made, OLD.closed_at)"
    ),
)


class CallBack(models.Model):
    class State(models.TextChoices):
        OPEN = "open", "待回访"
        REACHED = "reached", "已回访"
        RETURNED = "returned", "回访退回"
        FAILED = "failed", "回访失败"
        CANCELLED = "cancelled", "取消回访"

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="callbacks")
    round = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opens_at = models.DateTimeField()
    attempts_made = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    callable_at: datetime  # of those ``selectors.callbacks_due`` reads: opened, and in calling hours

    class Meta:
        verbose_name = verbose_name_plural = "回访"
        constraints = [models.UniqueConstraint(fields=["order", "round"], name="callback_once_a_round")]
        indexes = [
            models.Index(fields=["opens_at", "id"], condition=models.Q(state="open"), name="callback_due"),
            models.Index(fields=["closed_at"], condition=models.Q(closed_at__isnull=False), name="callback_closed"),
        ]
        triggers = [*kept("callback"), stands("callback", "order_id", "round"), CLOSED]


class Attempt(models.Model):
    class Outcome(models.TextChoices):
        REACHED = "reached", "已接通"
        POWERED_OFF = "powered_off", "关机"
        SUSPENDED = "suspended", "停机"
        REFUSED = "refused", "拒接"
        NO_ANSWER = "no_answer", "无人接听"
        WRONG_NUMBER = "wrong_number", "号码错误"

    class Satisfaction(models.IntegerChoices):
        VERY_SATISFIED = 1, "非常满意"
        SATISFIED = 2, "满意"
        FAIR = 3, "一般"
        DISSATISFIED = 4, "不满意"
        VERY_DISSATISFIED = 5, "非常不满意"

    callback = models.ForeignKey(CallBack, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=14, choices=Outcome)
    at = models.DateTimeField()
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    satisfaction = models.PositiveSmallIntegerField(choices=Satisfaction, null=True)
    dissatisfied = ArrayField(models.CharField(max_length=16), default=list)
    words = models.TextField(blank=True)
    solved = models.BooleanField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "回访记录"
        constraints = [models.UniqueConstraint(fields=["callback", "number"], name="attempt_once")]
        indexes = [models.Index(fields=["agent", "-at"], name="attempts_of_agent")]
        triggers = written_once("attempt")
