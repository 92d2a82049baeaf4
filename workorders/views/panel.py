"""A verb's form, ready to be drawn: empty or with a draft, refused, or overtaken by somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest

from accounts.models import Person
from workorders.errors import GateError, Invalid
from workorders.forms import VerbForm
from workorders.models import Deadline, Draft, WorkOrder
from workorders.registry import Verb, registry
from workorders.selectors.repeats import mergeable_with
from workorders.selectors.words import described
from workorders.services import drafts
from workorders.services.merging import MergeForm
from workorders.services.reasons import owed_for
from workorders.views.posted import above, forget_errors, key_of, new_key, plain, show_errors


@dataclass
class Panel:
    """``late``: the reasons fields are shown. ``changes``: what others did meanwhile."""

    order: WorkOrder
    verb: Verb
    form: VerbForm
    version: int
    key: str
    late: list[str] = field(default_factory=list)
    draft: Draft | None = None
    error: str = ""
    changes: list[dict[str, Any]] = field(default_factory=list)
    back: str = ""
    masters: list[WorkOrder] = field(default_factory=list)  # what a merge may hang this order under
    mine: list[tuple[str, str]] = field(default_factory=list)  # beside the changes: what was filled in here
    over: str = ""  # the state in which this can no longer be done at all
    said: Mapping[str, Any] = field(default_factory=dict)  # what the refusal gave besides its message
    beside: Mapping[str, Any] = field(default_factory=dict)  # what the verb's layout shows with the form

    def __post_init__(self) -> None:
        layout = self.verb.layout
        if layout is not None and layout.read is not None:
            self.beside = layout.read(self.order, self.form.actor, self.form.detail)
        if isinstance(self.form, MergeForm):
            self.masters = list(mergeable_with(self.form.actor, self.order)[:6])

    def owe(self, clocks: list[str]) -> None:
        """Ask for the reasons of ``clocks`` missed; there is no leaving them out."""
        self.late = clocks
        for name in ("late_cause", "late_text") if clocks else ():
            self.form.fields[name].required = True

    @property
    def name(self) -> str:
        """What drafts call this form."""
        return f"{self.order.kind}.{self.verb.name}"

    @property
    def plain_post(self) -> bool:
        """A look at what is masked is shown by the answer itself, as a whole page."""
        return bool(self.verb.reveals)


def fresh(
    actor: Person,
    order: WorkOrder,
    detail: Any,
    verb: Verb,
    back: str = "",
    master: str = "",
    deadlines: list[Deadline] | None = None,
) -> Panel:
    """``verb``'s form as ``actor`` finds it, with what they typed before and did not submit. ``master``: the order
    chosen to merge under; ``deadlines``: the order's, where they are at hand."""
    draft = drafts.kept(actor, f"{order.kind}.{verb.name}", order)
    initial = {**(draft.data if draft else {}), **({"master": master} if master else {})}
    form = verb.form(initial=initial, order=order, actor=actor, detail=detail)
    panel = Panel(order, verb, form, order.version, new_key(), draft=draft, back=back)
    panel.owe(_late(order, verb, actor, detail, deadlines))
    return panel


def refused(request: HttpRequest, actor: Person, order: WorkOrder, detail: Any, verb: Verb, error: GateError) -> Panel:
    """The form with everything that was typed, and why it did not go through. The next submit carries the
    version shown here, so that whoever has read the changes can go on."""
    data = plain(request.POST, verb.form)
    form = verb.form(data, request.FILES, order=order, actor=actor, detail=detail)
    if isinstance(error, Invalid):
        show_errors(form, error)
    else:
        forget_errors(form)
    key = key_of(request) or new_key()
    wrong = 0 if "findings" in error.detail else sum(name in form.fields for name in form.errors)
    panel = Panel(order, verb, form, order.version, key, error=above(error.message, wrong), said=error.detail)
    late = _late(order, verb, actor, detail)
    if not late and ("late" in error.detail or data.get("late_cause") or data.get("late_text")):
        labels = registry[order.kind].clock_labels
        late = [labels.get(clock, clock) for clock in error.detail.get("late", [])] or ["已超时"]
    panel.owe(late)
    for change in error.detail.get("changes", []):
        panel.changes.append({**change, "rows": described(order.kind, change["verb"], change["data"])})
    panel.back = request.POST.get("_back", "")
    if panel.changes:
        panel.mine = filled_in(form)
    business = registry[order.kind]
    if order.state not in business.sources(verb):
        panel.over = business.state_labels[order.state]
    return panel


def filled_in(form: VerbForm) -> list[tuple[str, str]]:
    """What somebody put into the form, in its own words."""
    found = []
    for bound in form.own_fields:
        value = bound.value()
        if value in (None, "", [], False) or isinstance(bound.field, forms.FileField):
            continue
        choices: Any = getattr(bound.field, "choices", ())
        words = {str(getattr(each, "value", each)): str(label) for each, label in choices}
        parts = [str(each) for each in (value if isinstance(value, list) else [value])]
        text = (
            "是" if isinstance(bound.field, forms.BooleanField) else "、".join(words.get(part, part) for part in parts)
        )
        found.append(
            (str(bound.label), text.replace("T", " ") if isinstance(bound.field, forms.DateTimeField) else text)
        )
    return found


def _late(
    order: WorkOrder, verb: Verb, actor: Person, detail: Any, deadlines: list[Deadline] | None = None
) -> list[str]:
    labels = registry[order.kind].clock_labels
    return [labels.get(deadline.clock, deadline.clock) for deadline in owed_for(order, verb, actor, detail, deadlines)]
