"""What there is of a reply while it is being typed: whatever cannot be read yet is left out, not refused."""

from __future__ import annotations

from typing import Any

from django import forms

from complaints.forms.reply import YES_NO
from complaints.models import CaseDetail
from complaints.replies.reply import File
from complaints.selectors.checking import LONGEST
from workorders.forms import LocalDateTime


class TypingForm(forms.Form):
    """The editor's fields, and of the file chosen its name and size: the file itself goes with the reply."""

    text = forms.CharField(required=False, strip=False, max_length=LONGEST)
    opinion = forms.CharField(required=False, strip=False, max_length=LONGEST)
    handled_by = forms.CharField(required=False, max_length=200)
    handled_at = LocalDateTime(required=False)
    true = forms.ChoiceField(choices=YES_NO, required=False)
    ours = forms.ChoiceField(choices=YES_NO, required=False)
    adopted = forms.ChoiceField(choices=CaseDetail.Adopted.choices, required=False)
    file_name = forms.CharField(required=False)
    file_size = forms.IntegerField(required=False, min_value=0, max_value=2**40)

    def readable(self) -> dict[str, Any]:
        self.is_valid()
        data = self.cleaned_data
        name = data.pop("file_name", "")
        size = data.pop("file_size", None)
        return data | ({"files": [File(name, size)]} if name and size is not None else {})
