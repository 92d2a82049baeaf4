"""Which orders a person may see. Every list, count, search, file and export begins here."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from accounts.models import Person, Role
from accounts.selectors import subtree_ids
from customers.selectors import open_call_of
from workorders.models import Involved, Phase, WorkOrder
from workorders.policies import SUBTREE


def visible_to(actor: Person) -> QuerySet[WorkOrder]:
    """The orders ``actor`` may see: the subtree of their units; for an agent their own, those waiting for a
    call-back at their centre, and those of the caller on the line; those their department takes part in."""
    access = actor.access
    if access.system:
        return WorkOrder.objects.all()
    scope: Q | Combinable = Q(first_agent=actor)
    subtree = access.paths(*SUBTREE)
    if subtree:
        units = subtree_ids(subtree)
        scope |= Q(unit_id__in=units)
        scope |= Exists(Involved.objects.filter(order=OuterRef("pk"), unit_id__in=units))
    if access.has(Role.AGENT):
        centres = [grant.unit_id for grant in access.grants if grant.role == Role.AGENT]
        scope |= Q(centre_id__in=centres, phase=Phase.WAITING)
        call = open_call_of(actor)
        if call is not None:
            scope |= Q(phone=call.caller, centre_id__in=centres)
            if call.customer_id:
                scope |= Q(customer_id=call.customer_id, centre_id__in=centres)
    return WorkOrder.objects.filter(scope)
