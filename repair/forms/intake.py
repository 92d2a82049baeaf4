"""What the agent enters: the report itself, dispatch, explanation, cancellation, the emergency plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Unit
from accounts.selectors import units_within
from customers.selectors import hints_for
from repair.models.detail import RepairDetail
from workorders.forms import MAX_TEXT, AcceptForm, VerbForm, told_content
from workorders.models import Attempt, WorkOrder

Detail = RepairDetail


class AcceptRepairForm(AcceptForm):
    """B2, B4.2, A2.2: what a crew needs to find the place, and what the hotline must know at once."""

    contact_name = forms.CharField(label="报修人", max_length=40)
    address = forms.CharField(label="地址", max_length=200, help_text="街道、小区、门牌；抢修人员按此找到现场")
    content = told_content("现象、范围、开关是否跳闸、现场有无危险")
    category = forms.ChoiceField(label="受理分类", choices=Detail.Category.choices)
    extent = forms.ChoiceField(
        label="停电范围", choices=Detail.Extent.choices, initial=Detail.Extent.ONE, required=False
    )
    accident = forms.ChoiceField(
        label="事故", choices=Detail.Accident.choices, required=False, help_text="人身或设备事故立即通知安监部门"
    )
    ownership_guess = forms.ChoiceField(label="产权初判", choices=Detail.Ownership.choices, required=False)
    large_area = forms.BooleanField(label="大面积停电", required=False, help_text="立即报告值班负责人和主任")
    safety_reminded = forms.BooleanField(
        label="已提醒客户注意安全",
        error_messages={"required": "请先提醒客户注意安全（远离断线、不要自行登高），再勾选提交"},
    )

    def describe(self, order: WorkOrder, detail: RepairDetail) -> None:
        data = self.cleaned_data
        detail.category = data["category"]
        detail.extent = data["extent"] or Detail.Extent.ONE
        detail.accident = data["accident"]
        detail.ownership_guess = data["ownership_guess"]
        detail.large_area = data["large_area"]
        detail.safety_reminded = data["safety_reminded"]
        told = [Detail.Accident(detail.accident).label] if detail.accident else []
        told += [Detail.Category(detail.category).label, Detail.Extent(detail.extent).label]
        order.title = "·".join(told)  # an accident comes first: it is what the reader must know


class DispatchForm(VerbForm):
    unit = forms.ModelChoiceField(
        label="派往单位", queryset=Unit.objects.none(), required=False, empty_label="按地址自动确定"
    )

    def prepare(self) -> None:
        assert self.order is not None
        field: Any = self.fields["unit"]
        field.queryset = units_within([self.order.centre.path]).filter(
            kind__in=[Unit.Kind.CITY, Unit.Kind.COUNTY], active=True
        )
        if self.order.premises_id is None:
            field.required, field.empty_label = True, "请选择"  # no address to find it by


class ExplainForm(VerbForm):
    """A2.1, A2.3: what the customer was told instead of a dispatch."""

    REASONS = (
        ("planned", "计划停电"),
        ("fault", "已知故障"),
        ("arrears", "欠费停电"),
        ("customer", "客户内部产权，已电话指导"),
    )
    reason = forms.ChoiceField(label="解释原因", choices=REASONS)
    said = forms.CharField(
        label="答复内容", max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 3}), help_text="含预计送电时间"
    )
    paid_service = forms.ChoiceField(
        label="有偿服务",
        required=False,
        choices=(("", "未提及"), ("declined", "已告知收费，客户不需要"), ("wanted", "已告知收费，客户要求上门")),
    )
    satisfaction = forms.TypedChoiceField(
        label="满意度", choices=Attempt.Satisfaction.choices, coerce=int, empty_value=None
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("paid_service") == "wanted":
            self.add_error("paid_service", "客户要求上门有偿服务时请派单，不能解释办结")
        reason, said = data.get("reason"), data.get("said", "")
        if reason in ("planned", "fault", "arrears") and 0 < len(said) < 10 and not self._known(reason):
            self.add_error("said", "系统没有查到对应的停电信息，请写明依据（至少 10 个字）")
        return data

    def _known(self, reason: str) -> bool:
        """Noted when the order was accepted; where it is only now being accepted, known of the place."""
        if any(hint["kind"] == reason for hint in self.detail.hints):
            return True
        place = self.order.premises if self.order else None
        return place is not None and any(hint.kind == reason for hint in hints_for(place, timezone.now()))


class CancelForm(VerbForm):
    reason = forms.ChoiceField(label="作废原因", choices=(("duplicate", "重复受理"), ("mistake", "误操作")))
    text = forms.CharField(label="说明", max_length=200)


class PlanForm(VerbForm):
    plan = forms.CharField(label="应急预案", max_length=100, initial="大面积停电应急预案")


class PlanLogForm(VerbForm):
    text = forms.CharField(label="应急记录", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
