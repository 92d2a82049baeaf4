"""回复, 情况说明, and what the auditor says of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from complaints.models import CaseDetail
from complaints.replies.codes import RETURN_CODES
from workorders.forms import MAX_TEXT, LocalDateTime, ReasonsForm, VerbForm
from workorders.verbs.attach import OrderFile

YES_NO = (("yes", "是"), ("no", "否"))


class ReplyForm(VerbForm):
    """D6: what a reply holds. Whether it would come back, the reply gate says when it is sent."""

    handled_at = LocalDateTime(label="处理时间")
    text = forms.CharField(
        label="处理情况",
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="几时由谁做了什么、依据什么、结果怎样",
        error_messages={"max_length": "最多 %(limit_value)d 字，现在 %(show_value)d 字，请把全文放进附件"},
    )
    opinion = forms.CharField(label="客户意见", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    handled_by = forms.CharField(label="处理人", max_length=60)
    true = forms.ChoiceField(label="是否属实", choices=YES_NO)
    ours = forms.ChoiceField(label="电力公司责任", choices=YES_NO)
    adopted = forms.ChoiceField(
        label="采纳情况", choices=[("", "—"), *CaseDetail.Adopted.choices], required=False, help_text="建议必须填写"
    )
    file = OrderFile(label="附件", required=False)

    def prepare(self) -> None:
        for name in ("text", "opinion"):  # a browser would cut what is pasted without a word
            self.fields[name].widget.attrs.pop("maxlength", None)
        detail = self.detail
        if detail is None:
            return
        self.fields["opinion"].required = not detail.anonymous
        for name in ("handled_at", "text", "opinion", "handled_by", "adopted"):
            self.initial.setdefault(name, getattr(detail, name))
        self.initial["handled_by"] = self.initial["handled_by"] or self.actor.name
        for name in ("true", "ours"):
            kept = getattr(detail, name)
            self.initial.setdefault(name, "" if kept is None else "yes" if kept else "no")
        if self.order is not None:
            self.fields["adopted"].required = self.order.kind == "suggestion"

    def clean_text(self) -> str:
        return one_break(self.cleaned_data["text"])

    def clean_opinion(self) -> str:
        return one_break(self.cleaned_data["opinion"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        handled = data.get("handled_at")
        if handled is not None and handled > timezone.now() + timedelta(minutes=2):
            self.add_error("handled_at", "处理时间不能晚于现在")
        return data


def one_break(text: str) -> str:
    """A line break is one character, as it was typed; a browser sends two."""
    return text.replace("\r\n", "\n")


class StatementForm(VerbForm):
    text = forms.CharField(
        label="情况说明", max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 4}), help_text="批准后不再回访客户"
    )
    file = OrderFile(label="盖章的情况说明")


class ApproveForm(VerbForm):
    remark = forms.CharField(label="审核意见", max_length=200, required=False)


class SendBackForm(ReasonsForm):
    codes = forms.MultipleChoiceField(label="退回原因", choices=RETURN_CODES)
    text = forms.CharField(
        label="请怎样修改",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="处理单位会看到这句话，选“其他”时写明是什么问题",
    )
