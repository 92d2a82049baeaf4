"""A choice too long for a list: found while typing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise


class FoundInput(forms.Select):
    """A box that finds while typing (``typeahead.js``) and the list that holds the answer; without scripts the list alone.
    Subclasses say where finds come from and what a value stands for."""

    template_name = "complaints/found_input.html"
    placeholder = "汉字、拼音或首字母"
    wide = True  # the box takes the whole line

    def __init__(self, label: str | Promise, attrs: dict[str, Any] | None = None) -> None:
        self.label = label
        super().__init__(attrs)

    def url(self) -> str:
        """Where the finds come from; ``&q=`` and what is typed are put behind it."""
        raise NotImplementedError

    def meant(self, value: Any) -> tuple[Any, str] | None:
        """The key ``value`` stands for and its words; None where it stands for nothing."""
        raise NotImplementedError

    def hold(self, key: Any, words: str) -> None:
        """See to it that the list holds what is chosen, where it does not hold everything."""

    def use_required_attribute(self, initial: Any) -> bool:
        return False  # a browser cannot point at a list that is hidden; the form says it

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        key, words = self.meant(value) or ("", "")
        if words:
            self.hold(key, words)
        context = super().get_context(name, key, attrs)
        own = context["widget"]["attrs"]
        context["box"] = {
            "url": self.url(),
            "id": own.pop("id", f"id_{name}"),
            "label": self.label,
            "value": words,
            "needed": self.is_required,
            "placeholder": self.placeholder,
            "wide": self.wide,
            "class": str(own.get("class", "")).replace("form-select", "form-control"),
            "said": {key: own.pop(key) for key in ("aria-invalid", "aria-describedby") if key in own},
        }
        own |= {"aria-label": self.label, "data-value": True}
        return context
