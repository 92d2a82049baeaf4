"""A fault's own columns. The times are those of the present round; earlier rounds stand in the step log."""

from django.db import models

from accounts.models import Unit
from workorders.models import Attempt, WorkOrder
from workorders.models.protection import kept


class RepairDetail(models.Model):
    class Category(models.TextChoices):
        HIGH_VOLTAGE = "high_voltage", "高压故障"
        LOW_VOLTAGE = "low_voltage", "低压故障"
        QUALITY = "quality", "电能质量故障"
        CUSTOMER = "customer", "客户内部故障"
        NON_ELECTRIC = "non_electric", "非电力故障"
        METER = "meter", "计量故障"

    class Extent(models.TextChoices):
        ONE = "one", "一户"
        SEVERAL = "several", "多户"
        AREA = "area", "整片"

    class Accident(models.TextChoices):
        NONE = "", "无"
        PERSON = "person", "人身事故"
        EQUIPMENT = "equipment", "设备事故"

    class Ownership(models.TextChoices):
        UNKNOWN = "", "未判明"
        UTILITY = "utility", "供电企业产权"
        CUSTOMER = "customer", "客户产权"

    class Result(models.TextChoices):
        POWER = "power", "恢复供电"
        GUIDED = "guided", "客户产权，已指导处理"
        PAID = "paid", "客户产权，有偿服务"
        LEFT = "left", "客户产权，客户自行处理"

    class Confirmation(models.TextChoices):
        SIGNED = "signed", "客户签字"
        SPOKEN = "spoken", "客户口头或电话确认"
        ABSENT = "absent", "客户不在场，已留联系电话"

    order = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, related_name="repair", primary_key=True)
    # intake
    category = models.CharField("受理分类", max_length=12, choices=Category)
    extent = models.CharField("停电范围", max_length=8, choices=Extent, default=Extent.ONE)
    accident = models.CharField("事故", max_length=10, choices=Accident, default=Accident.NONE, blank=True)
    ownership_guess = models.CharField(
        "产权初判", max_length=8, choices=Ownership, default=Ownership.UNKNOWN, blank=True
    )
    large_area = models.BooleanField("大面积停电", default=False)
    safety_reminded = models.BooleanField("已提醒安全", default=False)
    hints = models.JSONField("系统提示", default=list)
    explained = models.CharField("解释原因", max_length=12, blank=True)
    satisfaction = models.PositiveSmallIntegerField("满意度", choices=Attempt.Satisfaction, null=True)
    # the way to the site
    dispatched_to = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="派往单位"
    )
    dispatched_at = models.DateTimeField("派单", null=True)
    received_at = models.DateTimeField("接单", null=True)
    crew = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="班组")
    assigned_at = models.DateTimeField("派工", null=True)
    taken_at = models.DateTimeField("班组接单", null=True)
    appointment_at = models.DateTimeField("预约时间", null=True)
    departed_at = models.DateTimeField("派出", null=True)
    arrived_at = models.DateTimeField("到达", null=True)
    position = models.JSONField("位置", null=True)
    no_position = models.CharField("无位置原因", max_length=100, blank=True)
    # on site
    verdict = models.CharField("现场分类", max_length=12, choices=Category, blank=True)
    cause = models.CharField("故障原因", max_length=200, blank=True)
    ownership = models.CharField("产权", max_length=8, choices=Ownership, default=Ownership.UNKNOWN, blank=True)
    affected = models.CharField("影响范围", max_length=200, blank=True)
    expected_at = models.DateTimeField("预计送电", null=True)
    restored_at = models.DateTimeField("修复", null=True)
    result_kind = models.CharField("结果", max_length=8, choices=Result, blank=True)
    fee = models.DecimalField("有偿服务费用（元）", max_digits=10, decimal_places=2, null=True)
    consent = models.CharField("客户同意", max_length=100, blank=True)
    # the answer
    replied_at = models.DateTimeField("发送", null=True)
    result = models.TextField("处理结果", blank=True)
    opinion = models.CharField("客户意见", max_length=500, blank=True)
    in_charge = models.CharField("负责人", max_length=40, blank=True)
    confirmation = models.CharField("客户确认", max_length=8, choices=Confirmation, blank=True)
    phone_left = models.BooleanField("已留部门电话", default=False)
    damage = models.CharField("损坏及修复赔偿", max_length=300, blank=True)
    paperwork = models.CharField("用电手续", max_length=200, blank=True)
    paperwork_handed_at = models.DateTimeField("手续移交", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "报修明细"
        triggers = kept("repair_detail")

    def begin_round(self) -> None:
        """Forget the times from assignment on: the order goes through them again (改派、回访退回)."""
        self.crew = None
        self.assigned_at = self.taken_at = self.appointment_at = self.departed_at = self.arrived_at = None
        self.restored_at = self.replied_at = None
