"""A case's own columns. The times are those of the present round; earlier rounds stand in the step log."""

from django.conf import settings
from django.db import models

from accounts.models import Unit
from complaints.models.categories import Category
from workorders.models import Attempt, WorkOrder
from workorders.models.protection import kept, stands


class Secrecy(models.TextChoices):
    """A3.5: what the customer wants of us about who they are."""

    OPEN = "open", "公开"
    CONFIDENTIAL = "confidential", "保密"  # kept apart, sealed; handlers get a relay
    ANONYMOUS = "anonymous", "匿名"  # nowhere


class Grade(models.TextChoices):
    SPECIAL = "special", "特殊"
    MAJOR = "major", "重大"
    IMPORTANT = "important", "重要"
    ORDINARY = "ordinary", "一般"


class CaseDetail(models.Model):
    """投诉 举报 意见 建议. ``near``: the city the matter lies in, as far as the address told: never the address itself."""

    class View(models.TextChoices):
        OURS = "ours", "供电企业责任"
        CUSTOMER = "customer", "客户责任"
        UNCLEAR = "unclear", "待核实"

    class Adopted(models.TextChoices):
        YES = "yes", "采纳"
        PARTLY = "partly", "部分采纳"
        NO = "no", "不采纳"

    order = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, related_name="case", primary_key=True)
    # intake
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", verbose_name="分类节点")
    category_path = models.CharField("分类", max_length=120)
    grade = models.CharField("等级", max_length=10, choices=Grade, blank=True)
    secrecy = models.CharField("身份", max_length=12, choices=Secrecy, default=Secrecy.OPEN)
    happened = models.CharField("发生时间", max_length=60, blank=True)
    concerned = models.CharField("涉及人员", max_length=100, blank=True)
    concerned_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="涉及单位"
    )
    view = models.CharField("责任初判", max_length=10, choices=View, default=View.UNCLEAR)
    near = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="所在地市")
    relay_due_at = models.DateTimeField("转办时限", null=True)
    explained = models.CharField("答复内容", max_length=4000, blank=True)
    satisfaction = models.PositiveSmallIntegerField("满意度", choices=Attempt.Satisfaction, null=True)
    # the way
    dispatched_to = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="审核单位"
    )
    dispatched_at = models.DateTimeField("派单", null=True)
    forwarded_to = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="转派单位"
    )
    forwarded_at = models.DateTimeField("转派", null=True)
    received_at = models.DateTimeField("签收", null=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="处理人员"
    )
    contacted_at = models.DateTimeField("联系客户", null=True)
    # the reply
    replied_at = models.DateTimeField("回复", null=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="回复人"
    )
    handled_at = models.DateTimeField("处理时间", null=True)
    text = models.TextField("处理情况", blank=True)
    opinion = models.CharField("客户意见", max_length=500, blank=True)
    handled_by = models.CharField("处理人", max_length=60, blank=True)
    true = models.BooleanField("是否属实", null=True)
    ours = models.BooleanField("电力公司责任", null=True)
    adopted = models.CharField("采纳情况", max_length=8, choices=Adopted, blank=True)
    statement = models.BooleanField("情况说明", default=False)
    # the audit
    audited_at = models.DateTimeField("审核", null=True)
    audited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="审核人",
        db_index=False,
    )
    appealed = models.BooleanField("申诉成立", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "投诉类工单明细"
        indexes = [
            models.Index(
                fields=["audited_by", "audited_at"],
                condition=models.Q(audited_by__isnull=False),
                name="audited_by_whom_when",
            )
        ]
        triggers = [*kept("case"), stands("case", "order_id", "secrecy", "happened", "concerned", "concerned_unit_id")]

    @property
    def anonymous(self) -> bool:
        return self.secrecy == Secrecy.ANONYMOUS

    @property
    def open(self) -> bool:
        """Whether the unit may know who the customer is."""
        return self.secrecy == Secrecy.OPEN


class PraiseDetail(models.Model):
    order = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, related_name="praise", primary_key=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", verbose_name="分类节点")
    category_path = models.CharField("分类", max_length=120)
    praised = models.CharField("被表扬人员", max_length=100, blank=True)
    dispatched_to = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="派往单位"
    )
    dispatched_at = models.DateTimeField("派单", null=True)
    acknowledged_at = models.DateTimeField("知悉", null=True)
    passed_on = models.CharField("转达情况", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "表扬明细"
        triggers = kept("praise")
