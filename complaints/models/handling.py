"""What happens while a case is handled: who was reached, what was asked through the centre, time asked for, appeals."""

from django.conf import settings
from django.db import models

from workorders.models import Attachment, Attempt, WorkOrder
from workorders.models.protection import kept, stands, written_once

PERSON = settings.AUTH_USER_MODEL


class ContactAttempt(models.Model):
    """One try to reach the customer, by the unit or, through a relay, by the centre. A try that fails counts as one."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="contacts")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", verbose_name="联系人")
    outcome = models.CharField("结果", max_length=14, choices=Attempt.Outcome)
    said = models.CharField("沟通情况", max_length=1000, blank=True)
    relayed = models.BooleanField("经中心转达", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "联系记录"
        triggers = written_once("contact")


class Relay(models.Model):
    """A3.5: the unit writes what it wants to know or say, the centre's agent calls and writes the answer."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="relays")
    question = models.CharField("请中心转达", max_length=1000)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    outcome = models.CharField("通话结果", max_length=14, choices=Attempt.Outcome, blank=True)
    answer = models.CharField("客户答复", max_length=1000, blank=True)
    answered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "中转联系"
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=models.Q(answered_at__isnull=True), name="one_open_relay"
            )
        ]
        indexes = [models.Index(fields=["asked_at"], condition=models.Q(answered_at__isnull=True), name="relay_open")]
        triggers = [
            *kept("relay"),
            stands("relay", "order_id", "question", "asked_by_id", "asked_at", once="answered_at"),
        ]


class Extension(models.Model):
    """延期: asked for before the time is up, with a reason; the auditor decides."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="extensions")
    until = models.DateTimeField("延至")
    reason = models.CharField("延期原因", max_length=300)
    proof = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+", verbose_name="证明材料")
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    granted = models.BooleanField("同意", null=True)
    opinion = models.CharField("审批意见", max_length=300, blank=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "延期申请"
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=models.Q(decided_at__isnull=True), name="one_open_extension"
            )
        ]
        triggers = [
            *kept("extension"),
            stands(
                "extension", "order_id", "until", "reason", "proof_id", "asked_by_id", "asked_at", once="decided_at"
            ),
        ]


class Appeal(models.Model):
    """申诉: granted, it turns the finding to 不属实 and takes the order out of the counts."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="appeals")
    purpose = models.CharField("申诉原因及目的", max_length=300)
    basis = models.CharField("申诉依据", max_length=1000)
    appellant = models.CharField("申诉人", max_length=40)
    scan = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+", verbose_name="签章扫描件")
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    granted = models.BooleanField("成立", null=True)
    opinion = models.CharField("审批意见", max_length=300, blank=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "申诉"
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=models.Q(decided_at__isnull=True), name="one_open_appeal"
            )
        ]
        triggers = [
            *kept("appeal"),
            stands(
                "appeal",
                "order_id",
                "purpose",
                "basis",
                "appellant",
                "scan_id",
                "asked_by_id",
                "asked_at",
                once="decided_at",
            ),
        ]
