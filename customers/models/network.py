"""The network people hang on: 台区 → 线路 → 变电站, and what is known to be off."""

from django.db import models


class Substation(models.Model):
    name = models.CharField("变电站", max_length=60, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "变电站"

    def __str__(self) -> str:
        return self.name


class Feeder(models.Model):
    substation = models.ForeignKey(Substation, on_delete=models.PROTECT, related_name="feeders", verbose_name="变电站")
    name = models.CharField("线路", max_length=60)
    code = models.CharField("编号", max_length=20, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "线路"

    def __str__(self) -> str:
        return self.name


class Transformer(models.Model):
    feeder = models.ForeignKey(Feeder, on_delete=models.PROTECT, related_name="transformers", verbose_name="线路")
    name = models.CharField("台区", max_length=60)
    code = models.CharField("编号", max_length=20, unique=True)
    x = models.FloatField("横坐标（米）", default=0)
    y = models.FloatField("纵坐标（米）", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "台区"

    def __str__(self) -> str:
        return self.name


class Outage(models.Model):
    """Something known to be off (A2.1): what an agent explains instead of dispatching.

    A whole feeder, or the transformers named; minimal until 信息发布 brings notices.
    """

    class Kind(models.TextChoices):
        PLANNED = "planned", "计划停电"
        FAULT = "fault", "已知故障"

    kind = models.CharField("类型", max_length=10, choices=Kind)
    feeder = models.ForeignKey(Feeder, on_delete=models.PROTECT, related_name="outages", verbose_name="线路")
    transformers = models.ManyToManyField(Transformer, blank=True, related_name="outages", verbose_name="台区")
    reason = models.CharField("原因", max_length=200)
    starts_at = models.DateTimeField("停电时间")
    expected_until = models.DateTimeField("预计送电时间", null=True, blank=True)
    ended_at = models.DateTimeField("实际送电时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "停电"
        indexes = [
            models.Index(fields=["feeder"], condition=models.Q(ended_at__isnull=True), name="outage_open_by_feeder")
        ]
