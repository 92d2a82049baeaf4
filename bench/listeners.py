"""People with open pages, and a district at work for them to hear of."""

from __future__ import annotations

import threading
import time
from collections import deque
from random import Random
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone

from accounts.models import Person, Role, RoleAt, Unit
from bench import mass
from customers.models import Premises
from workorders.models import WorkOrder
from workorders.services import accept, perform


class Listener(NamedTuple):
    session_key: str
    hears_all: bool  # whoever oversees the centre may see every order


def seat(count: int) -> list[Listener]:
    """So many people signed in: a fifth of them over all, two fifths agents, the others somewhere in the field."""
    centre = Unit.objects.filter(kind=Unit.Kind.CENTRE).order_by("pk")[0]
    field = list(Unit.objects.exclude(kind=Unit.Kind.CENTRE).filter(active=True).order_by("pk"))
    shared = make_password("not-to-be-signed-in-with")
    people = Person.objects.bulk_create(
        Person(username=f"ear{n:04d}", name="听众", password=shared, password_changed_at=timezone.now())
        for n in range(count)
    )
    overseers = [n % 5 == 0 for n in range(count)]
    RoleAt.objects.bulk_create(_post(person, n, centre, field) for n, person in enumerate(people))
    return [Listener(_session(person), overseer) for person, overseer in zip(people, overseers, strict=True)]


def _post(person: Person, number: int, centre: Unit, field: list[Unit]) -> RoleAt:
    if number % 5 == 0:
        return RoleAt(person=person, role=Role.LEAD, unit=centre)
    if number % 5 < 3:
        return RoleAt(person=person, role=Role.AGENT, unit=centre)
    unit = field[number % len(field)]
    return RoleAt(person=person, role=Role.CREW if unit.kind == Unit.Kind.CREW else Role.DISPATCHER, unit=unit)


def _session(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["seen_at"] = timezone.now().timestamp()
    session.create()
    assert session.session_key is not None
    return session.session_key


def act_on(rate: float, seconds: float) -> dict[str, float]:
    """Accept, dispatch and annotate orders, ``rate`` acts a second; when each step was committed, by its event's id."""
    homes = list(Premises.objects.select_related("customer").prefetch_related("customer__phones").order_by("pk")[:2000])
    Random(95598).shuffle(homes)
    agent, orders, committed = mass.agent(), deque[WorkOrder](), dict[str, float]()
    begin = time.perf_counter()
    for number in range(int(rate * seconds)):
        threading.Event().wait(max(0.0, begin + number / rate - time.perf_counter()))
        with transaction.atomic():
            if number % 3 == 0:
                outcome = accept("repair", agent, mass.report(homes[number % len(homes)]))
                orders.append(outcome.order)
            elif number % 3 == 1:
                outcome = perform(orders[-1].pk, "dispatch", agent, {})
            else:
                outcome = perform(orders[-1].pk, "urge", agent, {"content": "客户再次来电催办，请尽快到达。"})
            event = f"o{outcome.step.pk}"
            # After the bell has been rung: the same moment, seen from the writer.
            transaction.on_commit(lambda event=event: committed.update({event: time.time()}))  # type: ignore[misc]
    return committed
