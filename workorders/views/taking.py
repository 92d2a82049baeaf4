"""What every page that takes a report shows and asks: the plain form and the agent's desk share it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.models import Person
from customers.models import Premises
from customers.phones import normalise
from customers.policies import sight_of
from customers.presentation import Shown, shown
from customers.selectors import Found, hints_for, premises_by_id
from workorders.forms import AcceptForm
from workorders.registry import BusinessType, Verb
from workorders.selectors.page import same_matter
from workorders.selectors.repeats import earlier_orders


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
