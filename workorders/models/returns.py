"""Orders sent back, urged and supervised."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Unit
from customers.models import Call
from workorders.models.orders import WorkOrder
from workorders.models.protection import kept, stands, written_once


class Return(models.Model):
    """An order that came back (退单), with the codes why. Each is counted: 次; an order with any: 件.

    ``kind``, ``held_by`` and ``archived_on``: the order's type, and once it is archived and counts, who holds it and the
    day (in Shanghai); kept by triggers (``models.archive``), so that a rate need not look at the orders.
    """

    class Level(models.TextChoices):
        UNIT = "unit", "单位退单"
        CALLBACK = "callback", "回访退回"
        PROVINCE = "province", "省退市"
        NATIONAL = "national", "国退"

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="returns")
    level = models.CharField(max_length=10, choices=Level)
    codes = ArrayField(models.CharField(max_length=24))
    text = models.CharField(max_length=500, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=12, db_default="", editable=False)
    held_by = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, editable=False
    )
    archived_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "退单"
        indexes = [
            models.Index(fields=["at"], name="returns_by_time"),
            models.Index(
                fields=["level", "archived_on"],
                include=["held_by", "kind", "order", "codes"],  # all that a return rate asks of a return
                condition=models.Q(archived_on__isnull=False),
                name="returns_archived",
            ),
        ]
        triggers = [*kept("return"), stands("return", "order_id", "level", "codes", "text", "unit_id", "by_id", "at")]


class Urge(models.Model):
    """催办 (the customer urges) and 督办 (a manager pushes) in one table."""

    class Kind(models.TextChoices):
        URGE = "urge", "催办"
        SUPERVISE = "supervise", "督办"

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="urgings")
    kind = models.CharField(max_length=10, choices=Kind)
    content = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "催办督办"
        triggers = written_once("urge")
