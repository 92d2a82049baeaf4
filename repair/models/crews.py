"""Who is on duty in a crew, and its daily check."""

from django.conf import settings
from django.db import models

from accounts.models import Unit


class Duty(models.Model):
    """A person on duty with a crew, until they sign off."""

    crew = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="duties", verbose_name="班组")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="duties")
    since = models.DateTimeField("到岗")
    until = models.DateTimeField("离岗", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "值班"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(until__isnull=True), name="on_duty_with_one_crew"
            )
        ]
        indexes = [models.Index(fields=["crew"], condition=models.Q(until__isnull=True), name="on_duty_now")]


class DailyCheck(models.Model):
    """B5.4: tools, materials and vehicle, checked each day."""

    ITEMS = (("tools", "抢修工具"), ("materials", "抢修材料"), ("vehicle", "抢修车辆"), ("safety", "安全工器具"))

    crew = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="checks", verbose_name="班组")
    day = models.DateField("日期")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    missing = models.JSONField(default=list)  # codes of the items found wanting
    remark = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "每日检查"
        constraints = [models.UniqueConstraint(fields=["crew", "day"], name="one_check_a_day")]


class DutyEntry(models.Model):
    """What a crew's phone entered about duty, perhaps long after it happened. The key makes sending it again harmless."""

    class Verb(models.TextChoices):
        ON = "duty_on", "到岗"
        OFF = "duty_off", "离岗"
        CHECK = "duty_check", "每日检查"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    verb = models.CharField(max_length=12, choices=Verb)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "手机登记的值班"
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="duty_entry_once")]
