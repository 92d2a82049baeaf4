"""Narrowing a list of orders by more than a column."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.models import Unit
from customers.phones import normalise
from workorders.models import WorkOrder


def held_within(orders: QuerySet[WorkOrder], unit_id: int) -> QuerySet[WorkOrder]:
    """Those a unit or one below it holds now; none for an unknown unit."""
    unit = Unit.objects.filter(pk=unit_id).first()
    return orders.filter(unit__path__startswith=unit.path) if unit else orders.none()


def called_from(orders: QuerySet[WorkOrder], phone: str) -> QuerySet[WorkOrder]:
    """Those with this number, however it is written; none when it is no number."""
    numbers = normalise(phone)
    return orders.filter(Q(phone__in=numbers) | Q(other_phones__overlap=numbers)) if numbers else orders.none()
