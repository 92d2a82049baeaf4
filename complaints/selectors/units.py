"""Where a case may go."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from accounts.models import Person, Role, RoleAt, Unit
from accounts.selectors import units_within, with_posts
from workorders.models import WorkOrder
from workorders.registry import registry

Kind = Unit.Kind


def audit_desks(centre: Unit) -> QuerySet[Unit]:
    """The desks that audit replies: the provinces below ``centre``, or, where there is none, the centre itself."""
    provinces = units_within([centre.path]).filter(kind=Kind.PROVINCE, active=True)
    return provinces if provinces.exists() else Unit.objects.filter(pk=centre.pk)


def cities_below(desk: Unit) -> QuerySet[Unit]:
    """The cities an auditing desk forwards to; counties where a company has no cities."""
    below = units_within([desk.path]).filter(active=True).order_by("path")
    cities = below.filter(kind=Kind.CITY)
    return cities if cities.exists() else below.filter(kind=Kind.COUNTY)


def barred_from(order: WorkOrder, detail: Any) -> Unit | None:
    """A3.5: the unit that, with all below it, must not handle the case, where its type spares those it is about."""
    barred = registry[order.kind].barred
    return barred(detail) if barred else None


def handling_units(within: Unit) -> QuerySet[Unit]:
    """``within`` and what is below it, down to the stations."""
    return units_within([within.path]).filter(active=True).exclude(kind__in=[Kind.CREW, Kind.CENTRE]).order_by("path")


def handlers_within(within: Unit, kind: str) -> QuerySet[Person]:
    """Who handles cases at ``within`` or below it; of a type that asks for a clearance, those who hold one. Each says where,
    in ``handles_at``: the paths of those units."""
    below = units_within([within.path]).values("pk")
    found = RoleAt.objects.filter(role=Role.HANDLER, unit__in=below, unit__active=True)
    where = ArraySubquery(found.filter(person=OuterRef("pk")).values("unit__path"))
    handling: QuerySet[Any] = Person.objects.filter(is_active=True, pk__in=found.values("person_id"))
    people: QuerySet[Person] = with_posts(handling.annotate(handles_at=where))
    clearance = registry[kind].clearance
    if clearance:
        held = RoleAt.objects.filter(
            role__in=clearance,
            unit__in=[*within.ancestor_ids, *units_within([within.path]).values_list("pk", flat=True)],
        )
        people = people.filter(pk__in=held.values("person_id"))
    return people.order_by("username")


def city_of(unit: Unit) -> Unit | None:
    """The city ``unit`` belongs to; where there is none, the county."""
    above = list(Unit.objects.filter(pk__in=unit.ancestor_ids, kind__in=[Kind.CITY, Kind.COUNTY]).order_by("path"))
    return next((each for each in above if each.kind == Kind.CITY), above[0] if above else None)
