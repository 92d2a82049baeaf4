"""A small district and its people: a province with two cities, one with a station and its crew."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from accounts.models import Person, Role, Unit
from accounts.services.people import create_person, grant_role
from accounts.services.units import create_unit
from tests.accounts.credentials import PASSWORD


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def system(db) -> Person:
    return Person.objects.system()


@pytest.fixture
def units(db) -> SimpleNamespace:
    kind = Unit.Kind
    province = create_unit(parent=None, kind=kind.PROVINCE, name="安澜省电力公司", code="P")
    east = create_unit(parent=province, kind=kind.CITY, name="东江市供电公司", code="C1")
    west = create_unit(parent=province, kind=kind.CITY, name="西湖市供电公司", code="C2")
    station = create_unit(parent=east, kind=kind.STATION, name="城东供电所", code="S1")
    crew = create_unit(parent=station, kind=kind.CREW, name="城东抢修一班", code="T1")
    return SimpleNamespace(province=province, east=east, west=west, station=station, crew=crew)


@pytest.fixture
def make_person(system) -> Callable[..., Person]:
    """A person who may sign in with ``PASSWORD`` at once, with roles as (role, unit) pairs."""

    def make(username: str, *roles: tuple[Role, Unit], **fields: object) -> Person:
        person = create_person(
            system, username=username, name=f"某{username}", password=PASSWORD, must_change_password=False, **fields
        )
        for role, unit in roles:
            grant_role(system, person, role, unit)
        return Person.objects.get(pk=person.pk)

    return make


@pytest.fixture
def sign_in(client) -> Callable[..., object]:
    def sign(username: str, password: str = PASSWORD, *, browser: Client | None = None, **extra: str):
        return (browser or client).post("/sign-in/", {"username": username, "password": password, **extra})

    return sign
