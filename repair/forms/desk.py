"""What the dispatcher enters: refusal and assignment."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Unit
from accounts.selectors import units_within
from repair.selectors.crews import crews_for
from repair.services.intake import REFUSALS
from workorders.forms import LocalDateTime, VerbForm


class RefuseForm(VerbForm):
    codes = forms.MultipleChoiceField(label="退单原因", choices=REFUSALS)
    text = forms.CharField(label="退单说明", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class AssignForm(VerbForm):
    crew = forms.ModelChoiceField(label="抢修班组", queryset=Unit.objects.none())
    appointment_at = LocalDateTime(label="预约上门时间", required=False, help_text="与客户约定时填写")

    def prepare(self) -> None:
        assert self.detail is not None
        field: Any = self.fields["crew"]
        crews = crews_for(self.actor, self.detail.dispatched_to)
        field.queryset = units_within([crew.path for crew in crews]).filter(kind=Unit.Kind.CREW)


class ReassignForm(AssignForm):
    reason = forms.CharField(label="改派原因", max_length=200)
