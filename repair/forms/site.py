"""What the crew enters: arrival, survey, support, restoration, reply, paperwork."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Unit
from repair.models.detail import RepairDetail
from workorders.forms import LocalDateTime, VerbForm

Detail = RepairDetail
LONG = 100_000  # characters: a repair reply has no limit of its own (D16); this one only stops abuse


class ArriveForm(VerbForm):
    """B4.2: where the crew was, or why the phone could not tell."""

    latitude = forms.FloatField(label="纬度", required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label="经度", required=False, min_value=-180, max_value=180)
    no_position = forms.CharField(label="无位置原因", required=False, max_length=100)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        latitude, longitude = data.pop("latitude", None), data.pop("longitude", None)
        if latitude is not None and longitude is not None:
            data["position"] = {"latitude": latitude, "longitude": longitude}
        elif not data.get("no_position") and not self.errors:
            self.add_error("no_position", "没有取到位置，请说明原因（如：地下室无信号）")
        return data


class SurveyForm(VerbForm):
    verdict = forms.ChoiceField(label="现场分类", choices=Detail.Category.choices)
    cause = forms.CharField(label="故障原因", max_length=200)
    ownership = forms.ChoiceField(label="产权", choices=Detail.Ownership.choices[1:])
    affected = forms.CharField(label="影响范围", max_length=200)
    expected_at = LocalDateTime(label="预计送电时间", required=False)
    accident = forms.ChoiceField(label="事故", choices=Detail.Accident.choices, required=False)

    def clean_expected_at(self) -> Any:
        expected = self.cleaned_data["expected_at"]
        if expected is not None and expected <= timezone.now():
            raise forms.ValidationError("预计送电时间应晚于现在")
        return expected

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("ownership") == Detail.Ownership.UTILITY and not data.get("expected_at") and not self.errors:
            self.add_error("expected_at", "供电企业产权的故障必须填写预计送电时间，座席要答复客户")
        return data


class SupportForm(VerbForm):
    units = forms.ModelMultipleChoiceField(label="协同部门", queryset=Unit.objects.none())
    needed = forms.CharField(label="需要什么", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def prepare(self) -> None:
        assert self.order is not None
        field: Any = self.fields["units"]
        field.queryset = Unit.objects.filter(
            kind=Unit.Kind.DEPARTMENT, active=True, parent_id__in=self.order.unit.ancestor_ids
        )


class RestoreForm(VerbForm):
    """A2.3, B5.1, D12: a paid service only after the customer was told it costs and agreed."""

    result_kind = forms.ChoiceField(label="结果", choices=Detail.Result.choices, initial=Detail.Result.POWER)
    told_cost = forms.BooleanField(label="已事先告知收费", required=False)
    consent = forms.CharField(label="同意收费的客户", max_length=100, required=False)
    fee = forms.DecimalField(label="费用（元）", min_value=0, max_digits=10, decimal_places=2, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("result_kind") == Detail.Result.PAID:
            if not data.get("told_cost"):
                self.add_error("told_cost", "有偿服务必须事先告知客户收费")
            if not data.get("consent"):
                self.add_error("consent", "请填写同意收费的客户姓名")
            if data.get("fee") is None:
                self.add_error("fee", "请填写费用")
        return data


class ReplyForm(VerbForm):
    result = forms.CharField(label="处理结果", max_length=LONG, widget=forms.Textarea(attrs={"rows": 4}))
    opinion = forms.CharField(label="客户意见", max_length=500)
    in_charge = forms.CharField(label="负责人", max_length=40)
    confirmation = forms.ChoiceField(label="客户确认", choices=Detail.Confirmation.choices)
    phone_left = forms.BooleanField(
        label="已留部门联系电话", error_messages={"required": "请给客户留下部门联系电话后勾选"}
    )
    damage = forms.CharField(
        label="施工损坏及修复赔偿", max_length=300, required=False, help_text="没有损坏不填；有则写明如何修复或赔偿"
    )
    paperwork = forms.CharField(
        label="现场办理的用电手续", max_length=200, required=False, help_text="填写后次日内须移交业务部门"
    )


class PaperworkForm(VerbForm):
    receiver = forms.CharField(label="接收部门及人员", max_length=100)
