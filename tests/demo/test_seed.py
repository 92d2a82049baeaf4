"""The demo district: complete, repeatable, and never in production."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.demo import DEMO_PASSWORD
from accounts.models import Certificate, Person, Role, RoleAt, Unit
from customers.models import Customer, Feeder, Outage, Phone, Premises, Substation, Transformer
from customers.phones import normalise
from customers.selectors import hints_for, look_up


@pytest.fixture(scope="module")
def seed(sown):
    with sown(premises=1200, no_cases=True):
        yield


@pytest.fixture
def seeded(seed, db):
    """What each test does to it is undone."""


def people(role):
    return Person.objects.filter(roles__role=role).distinct()


def test_the_tree_of_units(seeded):
    counts = {kind: Unit.objects.filter(kind=kind).count() for kind in Unit.Kind.values}
    assert counts == {
        "centre": 1,
        "province": 1,
        "city": 2,
        "county": 4,
        "station": 7,
        "crew": 25,
        "department": 5,
    }
    assert {unit.function for unit in Unit.objects.filter(kind="department")} == {
        "marketing",
        "operations",
        "safety",
        "inspection",
    }


def test_people_for_each_role(seeded):
    assert people(Role.AGENT).count() == 12
    assert people(Role.LEAD).count() == 2
    assert people(Role.AUDITOR).count() == 2
    assert people(Role.DISPATCHER).count() == 10
    assert people(Role.CREW).count() == 75
    for role in (Role.HANDLER, Role.SUPERVISOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        assert people(role).exists()
    assert not RoleAt.objects.filter(person__demo=False).exists()


def test_everybody_signs_in_with_the_demo_password(seeded):
    for username in ("agent01", "crew251", "sysadmin"):
        assert Person.objects.get(username=username).check_password(DEMO_PASSWORD)


@pytest.mark.clause("B5.5")
def test_a_few_certificates_have_lapsed(seeded):
    lapsed = Certificate.objects.filter(expires_on__lt=timezone.localdate()).count()
    assert 0 < lapsed < 10
    assert Certificate.objects.count() == 75


def test_the_network_and_its_customers(seeded):
    assert Substation.objects.count() == 4
    assert Feeder.objects.filter(substation__name__contains="石渡").count() == 2
    assert Feeder.objects.count() == 14
    assert Transformer.objects.count() == 280
    assert Premises.objects.count() == 1212
    assert Premises.objects.values("address").distinct().count() == 1212
    assert 0 < Premises.objects.filter(arrears__gt=0).count() < 40
    assert Customer.objects.exclude(importance="").count() == 10
    numbers = set(Phone.objects.values_list("number", flat=True))
    assert len(numbers) < Phone.objects.count()  # some are shared
    assert all(normalise(number) == [number] for number in numbers)


def test_something_is_off(seeded):
    assert set(Outage.objects.values_list("kind", flat=True)) == {"planned", "fault"}
    now = timezone.now()
    concerned = Premises.objects.filter(transformer__outages__starts_at__lte=now).select_related("transformer")
    assert {hint.kind for premises in concerned[:200] for hint in hints_for(premises, now)} >= {"planned", "fault"}


def test_the_second_city_is_out_of_sight(seeded):
    here = Person.objects.get(username="dispatcher01")
    there = Person.objects.get(username="dispatcher10")
    assert look_up(here, "云浦市").guesses
    assert not look_up(here, "石渡市").guesses
    assert not look_up(there, "云浦市").guesses
    assert look_up(there, "石渡市").guesses


def test_the_same_district_each_time(seeded):
    account = list(Premises.objects.order_by("account_no").values_list("account_no", "address", "customer__name")[:50])
    names = list(Person.objects.filter(demo=True).order_by("username").values_list("username", "name"))
    assert account[0][:2] == ("9926000000015", "云浦市望浦区朝阳路1号1单元101室")
    assert names[0] == ("agent01", names[0][1])
    assert account[0][2] == "云浦市第一人民医院"


def test_not_twice(seeded):
    with pytest.raises(CommandError, match="已有单位"):
        call_command("seed_demo", stdout=io.StringIO())
    out = io.StringIO()
    call_command("seed_demo", if_empty=True, stdout=out)
    assert out.getvalue() == ""


def test_the_table_of_accounts(seeded):
    out = io.StringIO()
    call_command("demo_accounts", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0].split() == ["角色", "工号", "口令", "单位"]
    assert [role for role in Role if role.label in out.getvalue()] == [
        Role.AGENT,
        Role.LEAD,
        Role.AUDITOR,
        Role.DISPATCHER,
        Role.HANDLER,
        Role.CREW,
        Role.SUPERVISOR,
        Role.TELEPHONY,
        Role.SYSTEM_ADMIN,
        Role.SECURITY_ADMIN,
        Role.AUDIT_ADMIN,
    ]
