"""The call-back form of any type: outcome, the type's questions, satisfaction, the words, what follows."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django import forms

from workorders.forms import MAX_TEXT, VerbForm, unexplained
from workorders.models import Attempt
from workorders.registry import BusinessType, registry

Outcome = Attempt.Outcome
FAULTS = (("", "—"), ("utility", "供电企业原因未解决"), ("customer", "客户原因"), ("other", "其他"))
YES_NO = (("", "—"), ("yes", "已解决"), ("no", "未解决"))


class CallBackForm(VerbForm):
    """A2.5: the questions are the type's; the answers as the customer gave them. A2.6: a failed try gives its reason."""

    outcome = forms.ChoiceField(label="通话结果", choices=Outcome.choices)
    solved = forms.ChoiceField(label="是否解决", choices=YES_NO, required=False)
    satisfaction = forms.TypedChoiceField(
        label="满意度",
        choices=[("", "—"), *Attempt.Satisfaction.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    dissatisfied = forms.MultipleChoiceField(label="不满意原因", required=False)
    words = forms.CharField(
        label="客户意见（原话）", max_length=MAX_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    fault = forms.ChoiceField(label="未解决原因", choices=FAULTS, required=False)
    return_codes = forms.MultipleChoiceField(label="退回原因", required=False)

    @classmethod
    def fields_for(cls, business: BusinessType) -> dict[str, forms.Field]:
        plan = business.callback
        assert plan is not None
        fields: dict[str, Any] = {name: deepcopy(field) for name, field in super().fields_for(business).items()}
        fields["dissatisfied"].choices = plan.dissatisfied
        fields["return_codes"].choices = plan.return_codes
        for question in plan.questions:
            fields[question.code] = forms.ChoiceField(
                label=question.text, choices=[("", "—"), *question.choices], required=False
            )
        return fields

    def prepare(self) -> None:
        assert self.order is not None
        business = registry[self.order.kind]
        assert business.callback is not None
        self.questions = business.callback.questions
        self.fields = self.fields_for(business)
        asked = [question.code for question in self.questions]
        self.order_fields(["outcome", *asked, "satisfaction", "dissatisfied", "solved", "fault", "return_codes"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        reached = data.get("outcome") == Outcome.REACHED
        solved = data["solved"] = {"yes": True, "no": False}.get(data.get("solved") or "")
        data["_questions"] = [question.code for question in self.questions]
        if not reached:
            return data
        for question in self.questions:
            if not data.get(question.code):
                self.add_error(question.code, "请记录客户的回答")
        if solved is None:
            self.add_error("solved", "请记录问题是否解决")
        satisfaction = data.get("satisfaction")
        if satisfaction is None:
            self.add_error("satisfaction", "请记录满意度")
        elif satisfaction >= Attempt.Satisfaction.DISSATISFIED and not data.get("dissatisfied"):
            self.add_error("dissatisfied", "客户不满意时请选择原因")
        if solved is False:
            if not data.get("fault"):
                self.add_error("fault", "请选择未解决的原因")
            if data.get("fault") == "utility" and not data.get("return_codes"):
                self.add_error("return_codes", "退回时请选择原因")
            if data.get("fault") == "utility" and self._unexplained(data):
                self.add_error("words", "退回原因选了“其他”，请写明客户说的是什么问题")
        return data

    def _unexplained(self, data: dict[str, Any]) -> bool:
        return unexplained(self.fields["return_codes"], data.get("return_codes") or (), data.get("words") or "")


class GiveUpForm(VerbForm):
    remark = forms.CharField(label="说明", max_length=200, required=False)
