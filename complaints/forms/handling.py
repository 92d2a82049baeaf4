"""What the handler enters on the way, and what the centre writes when it calls for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from complaints.selectors.limits import prolongable_of
from workorders.forms import LocalDateTime, VerbForm
from workorders.models import Attempt
from workorders.registry import registry
from workorders.verbs.attach import OrderFile

LONG = 1000  # characters
LONGEST = timedelta(days=366)  # an extension beyond is a year mistyped


class ContactForm(VerbForm):
    outcome = forms.ChoiceField(label="联系结果", choices=Attempt.Outcome.choices)
    said = forms.CharField(label="沟通情况", max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("outcome") == Attempt.Outcome.REACHED and not data.get("said"):
            self.add_error("said", "接通了请写明沟通情况")
        return data


class AskRelayForm(VerbForm):
    question = forms.CharField(
        label="请中心转达或询问",
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="客户身份保密，由受理中心代为联系，答复会写回这里",
    )


class RelayForm(VerbForm):
    outcome = forms.ChoiceField(label="通话结果", choices=Attempt.Outcome.choices)
    answer = forms.CharField(
        label="客户答复", max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("outcome") == Attempt.Outcome.REACHED and not data.get("answer"):
            self.add_error("answer", "接通了请写明客户的答复")
        return data


class ExtensionForm(VerbForm):
    until = LocalDateTime(label="延期至")
    reason = forms.CharField(label="延期原因", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    file = OrderFile(label="证明材料")

    def prepare(self) -> None:
        running = prolongable_of(self.order, timezone.now()) if self.order is not None else []
        if running:
            assert self.order is not None
            labels, field = registry[self.order.kind].clock_labels, self.fields["until"]
            last, local = labels[running[-1].clock], timezone.localtime(running[-1].due_at)
            others = "、".join(f"「{labels[each.clock]}」" for each in running[:-1])
            then = f"；{others}同样往后移" if others else ""
            field.help_text = f"「{last}」现在到 {local:%Y-%m-%d %H:%M}，请选它以后的时间{then}"
            field.widget.attrs["min"] = f"{local:%Y-%m-%dT%H:%M}"

    def clean_until(self) -> Any:
        if self.cleaned_data["until"] <= timezone.now():
            raise forms.ValidationError("延期日期应晚于现在")
        if self.cleaned_data["until"] > timezone.now() + LONGEST:
            raise forms.ValidationError("延期日期不能晚于一年以后，请核对年份")
        return self.cleaned_data["until"]


class DecisionForm(VerbForm):
    granted = forms.ChoiceField(label="审批结果", choices=(("yes", "同意"), ("no", "不同意")))
    opinion = forms.CharField(label="审批意见", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("granted") == "no" and not data.get("opinion"):
            self.add_error("opinion", "不同意时请写明理由")
        return data


class AppealForm(VerbForm):
    """The order must hold reason and purpose, basis, appellant, and a scan signed and stamped."""

    purpose = forms.CharField(label="申诉原因及目的", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    basis = forms.CharField(label="申诉依据", max_length=LONG, widget=forms.Textarea(attrs={"rows": 3}))
    appellant = forms.CharField(label="申诉人", max_length=40)
    file = OrderFile(label="签字盖章的扫描件")


class LookForm(VerbForm):
    reason = forms.CharField(label="查看原因", max_length=200)


class RelateForm(VerbForm):
    """D17: an earlier order of the same person, address or matter."""

    number = forms.CharField(label="关联的工单编号", max_length=16)

    def clean_number(self) -> Any:
        from workorders.selectors.page import order_by_number

        number = self.cleaned_data["number"].strip()
        found = order_by_number(self.actor, number) if number.isascii() and number.isdigit() else None
        if found is None:
            raise forms.ValidationError("没有找到这张工单，或者它不在您的管辖范围内")
        if self.order is not None and found.pk == self.order.pk:
            raise forms.ValidationError("不能与自己关联")
        self.found = found
        return number
