"""The order form as the desk draws it: the type's accept form, and beside it the forms of what may follow at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BoundField

from accounts.models import Person
from customers.models import Call, Premises
from customers.pinyin import key
from desk.selectors.caller import Caller
from desk.selectors.sheets import Begun, draft_name
from workorders.forms import AcceptForm, KeyField
from workorders.registry import BusinessType
from workorders.views.taking import Then, form_with, reachable, thens

WHERE = ("address", "premises", "area_class")
WHO = ("contact_name", "contact_phones")
REST = ("urgency",)  # of the common part, beside the type's own
BACKDATED = ("occurred_at",)


@dataclass(frozen=True)
class Option:
    """A choice that is found by characters, full pinyin or initials."""

    value: str
    label: str
    letters: str
    chosen: bool


@dataclass
class Sheet:
    """``slot``: the call it belongs to, as drafts name it."""

    business: BusinessType
    form: AcceptForm
    key: str
    slot: str = ""
    call: Call | None = None
    place: Premises | None = None
    thens: list[Then] = field(default_factory=list)
    begun: list[Begun] = field(default_factory=list)
    restored_at: Any = None
    error: str = ""
    related: Sequence[str] = ()
    chosen: Sequence[str] = ()  # fields the agent has set by hand
    leads: Mapping[str, str] = field(
        default_factory=dict
    )  # what leads the form in each business it was carried through
    caller: Caller | None = None  # who may be on the line, where that is known already

    @property
    def draft(self) -> str:
        return draft_name(self.business, self.slot)

    @property
    def lead(self) -> BoundField | None:
        """The first choice that must be made: it leads the form, and is found by letters."""
        asked = (each for each in self._own if each.name not in self.form.FIRST)
        return next((each for each in asked if _chooses(each) and each.field.required), None)

    @property
    def options(self) -> list[Option]:
        """What the lead offers; nothing where it finds by itself what is typed."""
        lead = self.lead
        if lead is None or isinstance(lead.field, KeyField):
            return []
        chosen, kind = str(lead.value() or ""), lead.field
        assert isinstance(kind, forms.ChoiceField)
        choices: Any = kind.choices
        return [Option(str(v), str(label), key(str(label)), str(v) == chosen) for v, label in choices if v != ""]

    @property
    def musts(self) -> list[BoundField]:
        """What must be ticked before anything is sent."""
        return [each for each in self._own if isinstance(each.field, forms.BooleanField) and each.field.required]

    @property
    def leads_kept(self) -> str:
        return json.dumps(self.leads)

    @property
    def looks_for_alike(self) -> bool:
        """Whether the business knows which earlier orders are of the same matter."""
        return self.business.alike is not None

    @property
    def parts(self) -> list[str]:
        """The templates of the form's parts, from the top down."""
        return [f"desk/parts/_{part}.html" for part in self.form.PARTS]

    @property
    def head(self) -> list[BoundField]:
        """What is chosen before anything is told."""
        return self._named(self.form.FIRST)

    @property
    def beside(self) -> list[BoundField]:
        """The type's own questions about the place."""
        return self._named(self.form.WHERE)

    @property
    def rest(self) -> list[BoundField]:
        """The type's other questions, ticks last."""
        placed = [*self.musts, *self.head, *self.beside, *self.more]
        apart = {each.name for each in placed} | {self.lead.name if self.lead else ""}
        found = [each for each in self._own if each.name not in apart] + self._named(REST)
        return sorted(found, key=lambda each: isinstance(each.field, forms.BooleanField))

    @property
    def more(self) -> list[BoundField]:
        return self._named((*self.form.SOURCE, *BACKDATED))

    @property
    def first(self) -> Then | None:
        """What ordinarily follows."""
        return self.thens[0] if self.thens else None

    @property
    def drawers(self) -> list[Then]:
        """What may follow instead, and asks for something: each opens its own drawer."""
        return self.thens[1:]

    @property
    def drawn(self) -> list[BoundField]:
        """The fields from the top of the page down."""
        drawn = {
            "first": self.head,
            "where": [*self._named(WHERE), *self.beside],
            "content": self._named(("content",)),
            "musts": self.musts,
            "who": self._named(WHO),
            "rest": self.rest,
        }
        found = [each for part in self.form.PARTS for each in drawn[part]]
        return [*([self.lead] if self.lead else []), *found, *self.more]

    @property
    def wrong(self) -> int:
        """How many fields are to be put right."""
        return sum(len(each.errors) for each in [self.form, *(then.form for then in self.thens)])

    def _named(self, names: Sequence[str]) -> list[BoundField]:
        return [self.form[name] for name in names if name in self.form.fields]

    @property
    def _own(self) -> list[BoundField]:
        common = set(AcceptForm.base_fields)
        return [self.form[name] for name in self.form.fields if name not in common]


def _chooses(each: BoundField) -> bool:
    return isinstance(each.field, forms.ChoiceField | KeyField) and not isinstance(
        each.field, forms.ModelChoiceField | forms.MultipleChoiceField
    )


def sheet_with(actor: Person, business: BusinessType, typed: dict[str, Any], new_key: str, **more: Any) -> Sheet:
    """The form holding what was typed, not judged yet."""
    place = reachable(actor, str(typed.get("premises") or ""))
    form = form_with(actor, business, {"channel": "phone", **typed})
    made = Sheet(business, form, new_key, place=place, **more)
    made.thens = thens(actor, business, typed, place)
    return made
