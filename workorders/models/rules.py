"""Limits as data: a company's rule profile, its rules with validity dates, and the calendar they count in."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from accounts.models import Unit
from workorders.calendar import Unit as Measure


class RuleProfile(models.Model):
    """A company's set of rules (规则方案). The nearest profile up the tree from a centre applies."""

    code = models.CharField("编码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=40)
    units = models.ManyToManyField(Unit, blank=True, related_name="profiles", verbose_name="适用单位")
    rings = models.PositiveSmallIntegerField("应答铃声", default=4)
    calling_hours = models.JSONField("回访时段", default=list)  # [["08:00", "12:00"], ["14:00", "21:00"]]
    attempt_spacing = models.DurationField("回访间隔")
    attempts = models.PositiveSmallIntegerField("回访次数", default=3)
    recording_days = models.PositiveSmallIntegerField("录音保存天数", default=100)

    class Meta:
        verbose_name = verbose_name_plural = "规则方案"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.recording_days < 93:
            raise ValidationError({"recording_days": "录音至少保存 3 个月（93 天）"})


class Rule(models.Model):
    """One limit of one clock. Never edited once in force: a change is a new row with a later ``valid_from``.

    ``levels`` says when whom is told: ``[["50%", "handler"], ["80%", "lead"], ["100%", "supervisor"],
    ["150%", "above"]]``; ``"-1d"`` is a day (a working day where the limit is in working days) before the end.
    """

    profile = models.ForeignKey(RuleProfile, on_delete=models.PROTECT, related_name="rules", verbose_name="方案")
    kind = models.CharField("业务类型", max_length=12)
    clock = models.CharField("时限", max_length=24)
    area_class = models.CharField("地区（空为全部）", max_length=6, blank=True)
    grade = models.CharField("等级（空为全部）", max_length=12, blank=True)
    amount = models.PositiveIntegerField("数量")
    measure = models.CharField("单位", max_length=8, choices=[(m.value, m.label) for m in Measure])
    levels = models.JSONField("预警与告知")
    basis = models.CharField("依据", max_length=80, blank=True)
    valid_from = models.DateTimeField("生效", default=timezone.now)
    valid_to = models.DateTimeField("失效", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "时限规则"
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "kind", "clock", "area_class", "grade", "valid_from"], name="rule_once"
            )
        ]

    def __str__(self) -> str:
        from workorders.registry import registry

        business = registry.get(self.kind)
        clock = business.clock_labels.get(self.clock, self.clock) if business else self.clock
        return f"{self.profile} {clock}：{self.amount} {self.get_measure_display()}"


class CalendarDay(models.Model):
    """A published day off or make-up day (调休); editable, filled from the published arrangement."""

    day = models.DateField("日期", unique=True)
    is_workday = models.BooleanField("上班")
    name = models.CharField("名称", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作日历"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name or ('上班' if self.is_workday else '休息')}"
