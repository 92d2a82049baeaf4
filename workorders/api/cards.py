"""What the API answers of an order: short dictionaries, written by hand where it must be quick."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone

from accounts.models import Person, Unit
from workorders.models import WorkOrder
from workorders.registry import registry
from workorders.selectors.masking import contact
from workorders.services import Outcome

Card = dict[str, Any]


def moment(at: datetime | None) -> str | None:
    """Shanghai time with its offset."""
    return None if at is None else timezone.localtime(at).isoformat()


def unit_card(unit: Unit | None) -> Card | None:
    return None if unit is None else {"id": unit.pk, "name": unit.name}


def person_card(person: Person) -> Card:
    return {"username": person.username, "name": person.name}


def state_card(order: WorkOrder) -> Card:
    """Where the order stands: the beginning of every answer about one."""
    return {
        "number": order.number,
        "kind": order.kind,
        "state": order.state,
        "state_label": registry[order.kind].state_labels[order.state],
        "phase": order.phase,
        "version": order.version,
        "next_due": moment(order.next_due),
    }


def accepted_card(outcome: Outcome) -> Card:
    """What the agent must know at once: the number, what may explain the fault, and whether they called before."""
    order = outcome.order
    return {
        **state_card(order),
        "hints": getattr(_detail(order), "hints", []),
        "earlier_calls": order.earlier_calls,
    }


def _detail(order: WorkOrder) -> Any:
    """The type's own row, which a new order carries with it."""
    link: Any = registry[order.kind].detail._meta.get_field("order")
    return getattr(order, link.remote_field.get_accessor_name())


def done_card(outcome: Outcome, actor: Person) -> Card:
    """What an act led to. After a look at masked contacts the answer shows them, this once."""
    order, step = outcome.order, outcome.step
    card = {**state_card(order), "verb": step.verb, "step": step.seq, "occurred_at": moment(step.occurred_at)}
    reveals = registry[order.kind].by_name[step.verb].reveals
    if reveals:
        card["contact"] = contact(actor, order, "" if outcome.replayed else reveals)
    return card


def row_card(order: WorkOrder, actor: Person) -> Card:
    """An order in a list."""
    return {
        **state_card(order),
        "urgency": order.urgency,
        "area_class": order.area_class,
        "channel": order.channel,
        "title": order.title,
        "unit": unit_card(order.unit),
        "contact": contact(actor, order),
        "accepted_at": moment(order.accepted_at),
        "archived_at": moment(order.archived_at),
        "breached": order.breached,
        "urges": order.urges,
        "earlier_calls": order.earlier_calls,
    }


def plain(value: object) -> object:
    """A column's value for JSON: instants in Shanghai time, rows as id and name."""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, Model):
        return {"id": value.pk, "name": str(value)}
    return value
