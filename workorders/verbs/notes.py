"""补充 and 更正 are new entries (C2); so is every look at a masked number."""

from __future__ import annotations

from django import forms

from accounts.models import Person, Role
from workorders.acts import Act
from workorders.forms import MAX_TEXT, VerbForm
from workorders.models import WorkOrder
from workorders.registry import Verb

EVERYBODY = frozenset({Role.AGENT, Role.LEAD, Role.AUDITOR, Role.DISPATCHER, Role.HANDLER, Role.CREW, Role.SUPERVISOR})


class NoteForm(VerbForm):
    kind = forms.ChoiceField(label="类别", choices=[("more", "补充"), ("correction", "更正")], initial="more")
    text = forms.CharField(label="内容", max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 3}))


class RevealForm(VerbForm):
    reason = forms.CharField(label="查看原因", max_length=200)


def note(order: WorkOrder, act: Act) -> None:
    """Nothing changes but the log: what was recorded stays, the correction stands beside it."""


def reveal(order: WorkOrder, act: Act) -> None:
    """Write down who looked and why; the page shows the numbers to that person for this answer only."""
    act.note["revealed"] = ["contact_name", "phone", "address"]


def masked_for(order: WorkOrder, actor: Person) -> bool:
    from workorders.selectors.masking import needs_contact

    return bool(order.phone) and not needs_contact(actor, order)


NOTE = Verb("note", "补充/更正", EVERYBODY, NoteForm, run=note, core=True, always=True, involved=True)
REVEAL = Verb(
    "reveal",
    "查看联系方式",
    frozenset({Role.SUPERVISOR, Role.AUDITOR, Role.HANDLER, Role.DISPATCHER, Role.CREW}),
    RevealForm,
    run=reveal,
    core=True,
    always=True,
    involved=True,
    offered=masked_for,
    single=True,
    reveals="contact",
)
