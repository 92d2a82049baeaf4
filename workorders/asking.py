"""What a form tells the page beside its fields: what an answer means, and which words say more than they should."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms


@dataclass(frozen=True)
class Meaning:
    """What an answer means, in one line for whoever gives it, and what follows for the rest of the form.

    Fields ``kept_apart`` are held by nothing but the form itself (no draft, no copy in the browser); those
    ``left_out`` are emptied and not asked; those ``asked`` belong to answers that name them and to no other."""

    words: str
    kept_apart: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def follows(self) -> dict[str, tuple[str, ...]]:
        """For the page's script."""
        return {"apart": self.kept_apart, "out": self.left_out, "asked": self.asked}


class ExplainedChoice(forms.ChoiceField):
    """A choice whose answers each say what they mean."""

    def __init__(self, *, meanings: Mapping[str, Meaning], **kwargs: Any) -> None:
        self.meanings = dict(meanings)
        super().__init__(**kwargs)


@dataclass(frozen=True)
class Spot:
    """Words in the field labelled ``label`` that tell ``what`` (姓名, 电话尾号) they should not, with what stands around."""

    label: str
    what: str
    before: str
    words: str
    after: str
