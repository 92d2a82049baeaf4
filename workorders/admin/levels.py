"""The announcements of a limit as people write them: one a line, when and whom."""

from __future__ import annotations

from typing import Any

from django import forms

from workorders.models import Message

CIRCLES = {str(Message.Circle(code).label): code for code in ("handler", "lead", "supervisor", "above")}
LABELS = {code: label for label, code in CIRCLES.items()}


class Levels(forms.CharField):
    """``80% 值班长、调度`` or ``-1d 主管`` a line; cleaned to ``[["80%", "lead"], …]``."""

    widget = forms.Textarea(attrs={"rows": 5, "cols": 30})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f"{when} {LABELS.get(circle, circle)}" for when, circle in value)

    def clean(self, value: Any) -> Any:
        found = []
        for line in super().clean(value).splitlines():
            when, _, circle = line.strip().partition(" ")
            if when:
                found.append([when, CIRCLES.get(circle.strip(), circle.strip())])
        return found
