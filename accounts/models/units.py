"""The tree of units: centre, province, city, county, station, crew; departments hang on any level."""

from django.db import models


class Unit(models.Model):
    """A place in the organisation. ``path`` ("/1/5/9/") is kept by ``services.units`` and answers every
    subtree question by prefix, without walking."""

    class Kind(models.TextChoices):
        CENTRE = "centre", "客服中心"
        PROVINCE = "province", "省公司"
        CITY = "city", "地市公司"
        COUNTY = "county", "县公司"
        STATION = "station", "供电所"
        CREW = "crew", "抢修班组"
        DEPARTMENT = "department", "职能部门"

    class Function(models.TextChoices):
        NONE = "", "—"
        MARKETING = "marketing", "营销部"
        OPERATIONS = "operations", "运检部"
        SAFETY = "safety", "安监部"
        INSPECTION = "inspection", "用电检查"

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位"
    )
    path = models.CharField(max_length=200, editable=False, db_index=False)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    function = models.CharField("职能", max_length=12, choices=Function, default=Function.NONE, blank=True)
    name = models.CharField("名称", max_length=60)
    code = models.CharField("编码", max_length=20, unique=True)
    pinyin = models.CharField(max_length=200, editable=False, default="")
    active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["path"]
        indexes = [models.Index(fields=["path"], opclasses=["text_pattern_ops"], name="unit_path_prefix")]

    def __str__(self) -> str:
        return self.name

    def contains(self, other: "Unit") -> bool:
        """Whether ``other`` is this unit or below it."""
        return other.path.startswith(self.path)

    @property
    def ancestor_ids(self) -> list[int]:
        """Ids from the root down to this unit, itself included."""
        return [int(part) for part in self.path.strip("/").split("/")]
