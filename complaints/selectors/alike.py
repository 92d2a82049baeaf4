"""Earlier cases of the same matter: the same category in the same area (D17)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Person
from complaints.models import CaseDetail, Category
from complaints.selectors.units import city_of
from customers.models import Premises
from workorders.models import WorkOrder
from workorders.selectors.orders import visible_to

LOOK_BACK = timedelta(days=60)


def alike(actor: Person, kind: str, typed: Mapping[str, Any], place: Premises | None) -> QuerySet[WorkOrder]:
    """Cases of the category chosen that came from the station or the city of ``place`` within 60 days, as far as
    ``actor`` may see them, newest first; nothing while either is not known. Those that name nobody are left out: an
    order linked with them would tell who called."""
    category = str(typed.get("category") or "")
    if place is None or not (category.isascii() and category.isdigit() and len(category) < 19):
        return WorkOrder.objects.none()
    city = city_of(place.unit)
    near = Q(premises__unit=place.unit_id) | Q(case__near=city) if city else Q(premises__unit=place.unit_id)
    same = CaseDetail.objects.filter(category__kind=kind, category__code__in=_codes(int(category)))
    return (
        visible_to(actor)
        .filter(near, kind=kind, pk__in=same.values("order_id"), accepted_at__gt=timezone.now() - LOOK_BACK)
        .exclude(phone="")
        .exclude(premises=place)  # the caller's own stand with the caller
        .select_related("unit")
        .order_by("-accepted_at", "-pk")
    )


def _codes(category: int) -> QuerySet[Any]:
    """A category that was renamed meanwhile is the same matter still: its code stays."""
    return Category.objects.filter(pk=category).values("code")
