"""What every page that takes a report shows and asks: the plain form and the agent's desk share it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Person
from customers.models import Call, Premises
from customers.phones import normalise
from customers.policies import recent_calls_of, sight_of
from customers.presentation import Shown, shown
from customers.selectors import Found, hints_for, premises_by_id
from customers.selectors.hints import Hint
from workorders.asking import Spot
from workorders.errors import GateError
from workorders.forms import AcceptForm, VerbForm
from workorders.models import WorkOrder
from workorders.policies import desk_of
from workorders.registry import BusinessType, Verb
from workorders.selectors.page import same_matter
from workorders.selectors.phrases import lines, phrases
from workorders.selectors.promises import promises, restoration
from workorders.selectors.repeats import earlier_orders
from workorders.services import drafts
from workorders.services.taking import Following, Taken, take
from workorders.views.posted import key_of, show_errors


@dataclass
class Then:
    """What may follow at once, with its form; ``asks``: it needs something from the agent."""

    verb: Verb
    form: VerbForm

    @property
    def fields(self) -> list[BoundField]:
        return self.form.own_fields

    @property
    def asks(self) -> bool:
        return any(each.field.required for each in self.fields)

    def refuse(self, error: GateError) -> None:
        """Bind the form to what it holds, and say at each field what is to be put right."""
        self.form.data = {self.form.add_prefix(name): value for name, value in self.form.initial.items()}
        self.form.is_bound = True
        show_errors(self.form, error)


def form_with(actor: Person, business: BusinessType, typed: dict[str, Any]) -> AcceptForm:
    """The type's form, unbound, holding ``typed``."""
    form = business.accept.form(initial=typed, order=None, actor=actor, detail=business.detail())
    assert isinstance(form, AcceptForm)
    return form


def follow_ups(business: BusinessType, actor: Person) -> list[Verb]:
    """The verbs by which an order just accepted goes on its ordinary way, as far as ``actor`` holds them."""
    return [
        verb
        for verb in business.verbs
        if verb.run is None
        and not verb.danger
        and actor.access.has(*verb.roles)
        and set(business.transitions[verb.name].get(business.initial, ())) & set(business.track)
    ]


def thens(actor: Person, business: BusinessType, typed: dict[str, Any], place: Premises | None) -> list[Then]:
    """``follow_ups`` with their forms, for the order that would be accepted now of what was ``typed``."""
    desk = desk_of(actor, business)
    order = business.proxy(kind=business.code, centre_id=desk.unit_id, unit_id=desk.unit_id, premises=place)
    order.accepted_at = timezone.now()
    more: dict[str, Any] = {"order": order, "actor": actor, "auto_id": "id_%s"}
    return [
        Then(verb, verb.form(initial=following_data(verb, typed), prefix=verb.name, detail=business.detail(), **more))
        for verb in follow_ups(business, actor)
    ]


def following_data(verb: Verb, typed: dict[str, Any]) -> dict[str, Any]:
    """The verb's part of what was typed: its fields carry its name ("explain-said")."""
    mark = f"{verb.name}-"
    return {name.removeprefix(mark): value for name, value in typed.items() if name.startswith(mark) and value != ""}


def accepting_data(business: BusinessType, typed: dict[str, Any]) -> dict[str, Any]:
    """The accept form's part of what was typed."""
    return {name: value for name, value in typed.items() if name in business.accept.form.base_fields}


def take_typed(
    request: HttpRequest, actor: Person, business: BusinessType, typed: dict[str, Any], following: Following, draft: str
) -> Taken:
    """Accept what was ``typed``, and do what follows: both, or neither. ``draft``: what it is kept as where that is refused.
    Raises FollowUpRefused, and GateError."""
    with drafts.submitted(actor, draft, typed):
        return take(
            business.code,
            actor,
            accepting_data(business, typed),
            following,
            key=key_of(request),
            files=request.FILES,
        )


def matter(actor: Person, typed: dict[str, Any]) -> dict[str, Any]:
    """What is known of the place and the caller: A2.1's hints and earlier orders (D17)."""
    premises = reachable(actor, str(typed.get("premises") or ""))
    phones = normalise(str(typed.get("contact_phones") or ""))
    if premises is None and not phones:
        return {"place": None, "premises": None, "hints": [], "live": [], "done": []}
    customer = premises.customer if premises else None
    earlier = earlier_orders(actor, phones=phones, customer=customer, premises=premises)[:12]
    live, done = same_matter(earlier)
    return {
        "place": premises,
        "premises": shown(premises, actor) if premises else None,
        "hints": hints_for(premises, timezone.now()) if premises else [],
        "live": live,
        "done": done[:5],
    }


def saying(
    business: BusinessType,
    actor: Person,
    place: Premises | None,
    typed: Mapping[str, Any],
    call: Call | None,
    hints: Sequence[Hint],
    step: str = "",
    taken: WorkOrder | None = None,
) -> dict[str, Any]:
    """What is said to the customer at which step, and what may be promised, as things stand in the form; ``taken``: the
    order just made of it, whose own clocks are what was promised."""
    now = timezone.now()
    form: type[AcceptForm] = business.accept.form  # type: ignore[assignment]
    area = str(typed.get("area_class") or "") or (place.area_class if place else "")
    return {
        "phrases": phrases(business, actor),
        "banned": lines(business, "banned", actor),
        "promises": restoration(hints, now) or promises(business, actor, area, now, form.manner(typed), taken),
        "step": step or ("opening" if call is None or call.ended_at is None else "closing"),
    }


def giving_away(business: BusinessType, actor: Person, typed: Mapping[str, Any], call: Call | None) -> list[Spot]:
    """Where what was typed says more than may be sent on."""
    form: type[AcceptForm] = business.accept.form  # type: ignore[assignment]
    return form.spots(actor, typed, call)


def call_of(actor: Person, typed: Mapping[str, Any]) -> Call | None:
    """The agent's own call that the form names."""
    asked = str(typed.get("call") or "")
    return recent_calls_of(actor).filter(call_id=asked).first() if asked.isprintable() and asked else None


def reachable(actor: Person, premises_id: str) -> Premises | None:
    """The premises with this id, when there is one within ``actor``'s reach."""
    if not (premises_id.isascii() and premises_id.isdigit() and len(premises_id) < 19):
        return None
    try:
        return premises_by_id(actor, int(premises_id))
    except Premises.DoesNotExist:
        return None


def rows(actor: Person, found: list[Found]) -> list[Shown]:
    """What was found, each as ``actor`` may see it, with why it was found."""
    sight = sight_of(actor)
    return [{**shown(each.premises, actor, sight=sight), "why": each.why} for each in found]
