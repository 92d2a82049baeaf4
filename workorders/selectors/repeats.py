"""Someone who calls again and again (D17): earlier orders of the same person, address or number."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone

from accounts.models import Person
from customers.models import Customer, Premises
from workorders.models import Phase, WorkOrder
from workorders.policies import SUBTREE, cleared
from workorders.selectors.orders import visible_to
from workorders.selectors.page import has

LOOK_BACK = timedelta(days=60)
LOOKED_AT = 40  # orders read for the sake of a few
LINE = ("number", "kind", "state", "title", "accepted_at", "first_agent", "unit__name", "unit__path")
# Asked with every order that comes in, hence ready-made.
EARLIER = """
    SELECT count(*) FROM (
        SELECT 1 FROM workorders_workorder
         WHERE (phone = ANY(%s) OR customer_id = %s OR premises_id = %s) AND accepted_at > %s LIMIT 99) found
"""


def _same(phones: list[str], customer_id: int | None, premises_id: int | None) -> Q:
    same = Q(phone__in=[phone for phone in phones if phone])  # without a number it is nobody's in particular
    if customer_id:
        same |= Q(customer_id=customer_id)
    if premises_id:
        same |= Q(premises_id=premises_id)
    return same


def count_earlier(order: WorkOrder) -> int:
    """How often this caller, customer or address was the matter of an order in the last 60 days (at most 99)."""
    with connection.cursor() as cursor:
        phones = [phone for phone in (order.phone, *order.other_phones) if phone]
        cursor.execute(EARLIER, [phones, order.customer_id, order.premises_id, order.accepted_at - LOOK_BACK])
        return int(cursor.fetchone()[0])


def earlier_orders(
    actor: Person, *, phones: list[str], customer: Customer | None = None, premises: Premises | None = None
) -> QuerySet[WorkOrder]:
    """Earlier orders of the same person, address or number that ``actor`` may see, newest first."""
    return (
        visible_to(actor)
        .filter(_same(phones, customer.pk if customer else None, premises.pk if premises else None))
        .filter(accepted_at__gt=timezone.now() - LOOK_BACK)
        .select_related("unit")
        .order_by("-accepted_at", "-pk")
    )


def mergeable_with(actor: Person, order: WorkOrder) -> QuerySet[WorkOrder]:
    """Open orders of the same feeder that ``actor`` may see and that stand on their own, those of the same
    transformer first; none where the place is not on the network."""
    if order.premises is None:
        return WorkOrder.objects.none()
    transformer = order.premises.transformer
    return (
        visible_to(actor)
        .filter(kind=order.kind, phase=Phase.OPEN, master=None, feeder=order.feeder_id)
        .exclude(pk=order.pk)
        .select_related("unit")
        .order_by(Case(When(premises__transformer=transformer.pk, then=0), default=1), "accepted_at", "pk")
    )


def like(actor: Person, order: WorkOrder) -> QuerySet[WorkOrder]:
    """Other orders of the matter ``order`` is about, as far as ``actor`` may see them."""
    return (
        visible_to(actor)
        .exclude(pk=order.pk)
        .filter(_same([order.phone, *order.other_phones], order.customer_id, order.premises_id))
        .filter(accepted_at__gt=order.accepted_at - LOOK_BACK)
        .select_related("unit")
        .order_by("-accepted_at", "-pk")
    )


def related_to(actor: Person, order: WorkOrder) -> list[WorkOrder]:
    """The orders linked with ``order`` (关联), as far as ``actor`` may see them."""
    return list(visible_to(actor).filter(related=order).select_related("unit").order_by("-accepted_at", "-pk")[:20])


def few_like(actor: Person, order: WorkOrder, limit: int) -> list[WorkOrder]:
    """The newest of ``like`` and of those linked with ``order`` that are held where ``actor`` sees everything: for a page
    that is opened again and again. Two queries at most, whatever ``actor`` may see; only what a line shows is read."""
    found: dict[int, WorkOrder] = {}
    same = _same([order.phone, *order.other_phones], order.customer_id, order.premises_id)
    for rows in (
        order.related.all() if has(order, "related") else None,
        WorkOrder.objects.exclude(pk=order.pk).filter(same, accepted_at__gt=order.accepted_at - LOOK_BACK),
    ):
        if rows is not None:
            lines = rows.select_related("unit").only(*LINE).order_by("-accepted_at", "-pk")
            found |= {each.pk: each for each in lines[:LOOKED_AT]}
    held = [each for each in found.values() if actor.access.reaches(each.unit.path, SUBTREE) and cleared(actor, each)]
    return held[:limit]
