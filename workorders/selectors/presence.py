"""What the beat of an open order page asks: cheap, for it comes every twenty seconds from everybody."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import Person
from accounts.selectors import with_posts
from workorders.models import WorkOrder
from workorders.selectors.orders import visible_to


def order_seen(actor: Person, number: str) -> WorkOrder | None:
    """The order's own row, when ``actor`` may see it."""
    return visible_to(actor).filter(number=number).first()


def people_named(ids: Iterable[int]) -> list[Person]:
    return list(with_posts(Person.objects.filter(pk__in=list(ids), is_active=True)).order_by("pk").only("pk", "name"))
