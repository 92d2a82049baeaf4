"""Crews: who is on duty, and what keeps one from being sent."""

from __future__ import annotations

from datetime import date

from accounts.models import Person, Role, Unit
from accounts.selectors import units_within
from repair.models import DailyCheck, Duty


def crews_for(actor: Person, below: Unit | None = None) -> list[Unit]:
    """The crews a dispatcher (or supervisor) may send: those in their subtree, below ``below`` when given."""
    paths = actor.access.paths(Role.DISPATCHER, Role.SUPERVISOR, Role.LEAD)
    found = units_within(paths).filter(kind=Unit.Kind.CREW, active=True)
    return [crew for crew in found if below is None or below.contains(crew)]


def current_crew(person: Person) -> Unit | None:
    """The crew ``person`` belongs to: where they are on duty, else where they hold the role."""
    duty = Duty.objects.filter(person=person, until__isnull=True).select_related("crew").first()
    if duty:
        return duty.crew
    grant = next((grant for grant in person.access.grants if grant.role == Role.CREW), None)
    return Unit.objects.get(pk=grant.unit_id) if grant else None


def own_crew(person: Person, crew_id: int) -> Unit | None:
    """The crew with this id, when ``person`` is of it."""
    return units_within(person.access.paths(Role.CREW)).filter(kind=Unit.Kind.CREW, active=True, pk=crew_id).first()


def unchecked_today(day: date) -> list[Unit]:
    """Crews with people on duty and no check on ``day`` (B5.4): shown and reported."""
    manned = Unit.objects.filter(duties__until__isnull=True, duties__isnull=False).distinct()
    return list(manned.exclude(pk__in=DailyCheck.objects.filter(day=day).values("crew_id")).order_by("path"))
