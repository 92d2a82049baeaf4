"""What the dispatcher enters: refusal and assignment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Case, When
from django.forms.models import ModelChoiceIterator

from accounts.models import Unit
from accounts.selectors import units_within
from repair.selectors.crew_choice import crew_labels
from repair.selectors.crews import crews_for
from repair.services.intake import REFUSALS
from workorders.forms import LocalDateTime, ReasonsForm, VerbForm


class RefuseForm(ReasonsForm):
    codes = forms.MultipleChoiceField(label="退单原因", choices=REFUSALS)
    text = forms.CharField(label="退单说明", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ReadOnce(ModelChoiceIterator):
    """The rows are kept, for their labels ask for all of them as well."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        yield from map(self.choice, self.queryset)


class CrewChoice(forms.ModelChoiceField):
    """Crews, each with its state; that is only read when the choices are drawn."""

    iterator = ReadOnce
    labels: dict[int, str] | None = None

    def label_from_instance(self, crew: Unit) -> str:
        if self.labels is None:
            offered: Any = self.queryset
            self.labels = crew_labels(offered)
        return self.labels.get(crew.pk, crew.name)


class AssignForm(VerbForm):
    crew = CrewChoice(label="抢修班组", queryset=Unit.objects.none(), empty_label="请选择")
    appointment_at = LocalDateTime(label="预约上门时间", required=False, help_text="与客户约定时填写")

    def prepare(self) -> None:
        assert self.detail is not None
        field: Any = self.fields["crew"]
        crews = crews_for(self.actor, self.detail.dispatched_to)
        found = units_within([crew.path for crew in crews]).filter(kind=Unit.Kind.CREW)
        premises = self.order.premises if self.order else None
        if premises is not None:  # the crews of the place's own station are the nearest
            found = found.order_by(Case(When(parent_id=premises.unit_id, then=0), default=1), "path")
        field.queryset = found


class ReassignForm(AssignForm):
    reason = forms.CharField(label="改派原因", max_length=200)
