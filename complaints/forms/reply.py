"""回复, 情况说明, and what the auditor says of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from complaints.models import CaseDetail
from complaints.replies.codes import RETURN_CODES
from workorders.forms import MAX_TEXT, LocalDateTime, VerbForm
from workorders.verbs.attach import OrderFile

YES_NO = (("yes", "是"), ("no", "否"))


class ReplyForm(VerbForm):
    """D6: what a reply holds. Whether it would come back, the reply gate says when it is sent."""

    handled_at = LocalDateTime(label="处理时间")
    text = forms.CharField(
        label="处理情况",
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="处置经过、依据、方案；超过 128 字时以“具体情况详见附件”结尾并上传附件",
    )
    opinion = forms.CharField(label="客户意见", max_length=500)
    handled_by = forms.CharField(label="处理人", max_length=60)
    true = forms.ChoiceField(label="是否属实", choices=YES_NO)
    ours = forms.ChoiceField(label="电力公司责任", choices=YES_NO)
    adopted = forms.ChoiceField(
        label="采纳情况", choices=[("", "—"), *CaseDetail.Adopted.choices], required=False, help_text="建议必须填写"
    )
    file = OrderFile(label="附件", required=False)

    def prepare(self) -> None:
        detail = self.detail
        if detail is None:
            return
        self.fields["opinion"].required = not detail.anonymous
        for name in ("text", "opinion", "handled_by", "adopted"):
            self.initial.setdefault(name, getattr(detail, name))
        self.initial["handled_by"] = self.initial["handled_by"] or self.actor.name
        for name in ("true", "ours"):
            kept = getattr(detail, name)
            self.initial.setdefault(name, "" if kept is None else "yes" if kept else "no")
        if self.order is not None:
            self.fields["adopted"].required = self.order.kind == "suggestion"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        handled = data.get("handled_at")
        if handled is not None and handled > timezone.now() + timedelta(minutes=2):
            self.add_error("handled_at", "处理时间不能晚于现在")
        return data


class StatementForm(VerbForm):
    text = forms.CharField(
        label="情况说明", max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 4}), help_text="批准后不再回访客户"
    )
    file = OrderFile(label="盖章的情况说明")


class ApproveForm(VerbForm):
    remark = forms.CharField(label="审核意见", max_length=200, required=False)


class SendBackForm(VerbForm):
    codes = forms.MultipleChoiceField(label="退回原因", choices=RETURN_CODES)
    text = forms.CharField(
        label="请怎样修改", max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text="处理单位会看到这句话"
    )
