"""Narrowing a list of orders by more than a column."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.models import Person, Unit
from accounts.selectors import subtree_ids
from customers.phones import normalise
from workorders.models import WorkOrder
from workorders.policies import FINDERS
from workorders.selectors.orders import among
from workorders.selectors.texts import with_other_phone


def held_within(orders: QuerySet[WorkOrder], unit_id: int) -> QuerySet[WorkOrder]:
    """Those a unit or one below it holds now; none for an unknown unit."""
    unit = Unit.objects.filter(pk=unit_id).first()
    return orders.filter(among(subtree_ids([unit.path]))) if unit else orders.none()


def with_number(actor: Person, phone: str) -> Q:
    """Those with one of these numbers, however written; none when it is no number, or not ``actor``'s to look for."""
    numbers = normalise(phone) if actor.access.has(*FINDERS) else []
    return Q(phone__in=numbers) | among(with_other_phone(numbers), "id") if numbers else Q(pk__in=[])
