"""A centre over two cities, a street with a few customers, and the people who ask about them."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import Person, Role, RoleAt, Unit
from accounts.services.units import create_unit
from customers.models import Customer, Feeder, Premises, Substation, Transformer
from customers.services.contacts import register_customer, register_premises

NOON = timezone.datetime(2026, 11, 23, 12, 0, tzinfo=timezone.get_fixed_timezone(480))  # a Monday


@pytest.fixture
def units(db) -> SimpleNamespace:
    kind = Unit.Kind
    centre = create_unit(parent=None, kind=kind.CENTRE, name="客服中心", code="Z")
    near = create_unit(parent=centre, kind=kind.CITY, name="近市供电公司", code="C1")
    far = create_unit(parent=centre, kind=kind.CITY, name="远市供电公司", code="C2")
    station = create_unit(parent=near, kind=kind.STATION, name="近市供电所", code="S1")
    away = create_unit(parent=far, kind=kind.STATION, name="远市供电所", code="S2")
    elsewhere = create_unit(parent=None, kind=kind.CENTRE, name="另一家客服中心", code="Y")
    return SimpleNamespace(centre=centre, near=near, far=far, station=station, away=away, elsewhere=elsewhere)


@pytest.fixture
def make_person(db) -> Callable[..., Person]:
    def make(username: str, role: Role | None = None, unit: Unit | None = None) -> Person:
        person = Person.objects.create_user(username, None, name=f"某{username}")
        if role:
            RoleAt.objects.create(person=person, role=role, unit=unit)
        return person

    return make


@pytest.fixture
def people(units, make_person) -> SimpleNamespace:
    return SimpleNamespace(
        agent=make_person("agent", Role.AGENT, units.centre),
        colleague=make_person("colleague", Role.AGENT, units.centre),
        lead=make_person("lead", Role.LEAD, units.centre),
        dispatcher=make_person("dispatcher", Role.DISPATCHER, units.near),
        supervisor=make_person("supervisor", Role.SUPERVISOR, units.centre),
        stranger=make_person("stranger", Role.AGENT, units.elsewhere),
        telephony=make_person("telephony", Role.TELEPHONY, units.centre),
        other_telephony=make_person("other_telephony", Role.TELEPHONY, units.elsewhere),
    )


@pytest.fixture
def network(db) -> SimpleNamespace:
    substation = Substation.objects.create(name="110kV近市变电站")
    feeder = Feeder.objects.create(substation=substation, name="10kV朝阳线", code="L1")
    other = Feeder.objects.create(substation=substation, name="10kV青石线", code="L2")
    first = Transformer.objects.create(feeder=feeder, name="朝阳路1号台区", code="T1")
    second = Transformer.objects.create(feeder=feeder, name="朝阳路2号台区", code="T2")
    third = Transformer.objects.create(feeder=other, name="青石巷1号台区", code="T3")
    return SimpleNamespace(feeder=feeder, other=other, first=first, second=second, third=third)


@pytest.fixture
def settle(units, network) -> Callable[..., Premises]:
    """One customer at one address; the account number counts up."""

    def make(name: str, street: str = "朝阳路", door: str = "1号", phones: str = "", **fields: object) -> Premises:
        customer = {"kind": fields.pop("kind", "resident"), "importance": fields.pop("importance", "")}
        fields = {"unit": units.station, "transformer": network.first, "town": "近市", **fields}
        account_no = f"{7_700_000_000_000 + Premises.objects.count() + 1}"
        return register_premises(
            register_customer(name, phones=phones, **customer),
            account_no=account_no,
            street=street,
            door=door,
            **fields,
        )

    return make


@pytest.fixture
def zhang(settle) -> Premises:
    return settle("张伟", door="18号3单元502室", phones="13812345678、0427-2821234")


@pytest.fixture
def owner(zhang) -> Customer:
    return zhang.customer


@pytest.fixture
def api() -> Callable[[Person], APIClient]:
    def client(person: Person) -> APIClient:
        made = APIClient()
        made.force_authenticate(Person.objects.get(pk=person.pk))
        return made

    return client
