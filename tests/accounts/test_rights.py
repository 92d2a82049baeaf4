"""Who may change whose rights, and what is written down about it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InternalError, connection, transaction

from accounts.models import AccountEvent, Person, Role, RoleAt
from accounts.services import people
from accounts.services.roles import require_second_factor


@pytest.fixture
def security(units, make_person):
    return make_person("sec", (Role.SECURITY_ADMIN, units.east))


def test_the_security_administrator_grants_within_reach_only(units, security, make_person):
    worker = make_person("w")
    granted = people.grant_role(security, worker, Role.CREW, units.crew)
    assert granted.granted_by == security
    assert people.grant_role(security, worker, Role.CREW, units.crew) == granted  # twice changes nothing
    with pytest.raises(PermissionDenied, match="不在您的管理范围"):
        people.grant_role(security, worker, Role.CREW, units.west)
    with pytest.raises(PermissionDenied, match="不在您的管理范围"):
        people.grant_role(security, worker, Role.CREW, units.province)
    assert RoleAt.objects.filter(person=worker).count() == 1


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN, Role.SUPERVISOR, Role.LEAD])
def test_nobody_else_grants(units, make_person, role):
    actor, worker = make_person("a", (role, units.province)), make_person("w")
    with pytest.raises(PermissionDenied, match="安全管理员"):
        people.grant_role(actor, worker, Role.AGENT, units.east)
    with pytest.raises(PermissionDenied, match="安全管理员"):
        people.create_person(actor, username="n", name="新人")


def test_nobody_changes_their_own_rights(units, security):
    with pytest.raises(PermissionDenied, match="自己的角色"):
        people.grant_role(security, security, Role.AGENT, units.east)
    with pytest.raises(PermissionDenied, match="自己的角色"):
        people.revoke_role(security, security, Role.SECURITY_ADMIN, units.east)


def test_the_three_administrators_are_never_one_person(units, system, security):
    for role in (Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN):
        with pytest.raises(ValidationError, match="不能由一人兼任"):
            people.grant_role(system, security, role, units.east)
    with pytest.raises(IntegrityError), transaction.atomic():  # nor behind the service's back
        RoleAt.objects.create(person=security, role=Role.AUDIT_ADMIN, unit=units.east)


def test_a_person_with_a_role_out_of_reach_is_out_of_reach(units, security, make_person):
    worker = make_person("w", (Role.CREW, units.crew), (Role.AGENT, units.province))
    for act in (people.deactivate, people.reactivate):
        with pytest.raises(PermissionDenied):
            act(security, worker)
    with pytest.raises(PermissionDenied):
        people.set_password(security, worker, "Another-2026-pass")


def test_the_systems_account_belongs_to_nobody(units, system, security):
    for actor in (system, security):
        with pytest.raises(PermissionDenied, match="系统账号"):
            people.set_password(actor, system, "Another-2026-pass")
        with pytest.raises(PermissionDenied, match="系统账号"):
            people.grant_role(actor, system, Role.AGENT, units.east)


def test_every_change_is_written_down_with_who_and_whom(units, system, make_person):
    security = make_person("sec", (Role.SECURITY_ADMIN, units.province))
    worker = people.create_person(security, username="w", name="新人", password="Strong-2026-pass")
    assert worker.must_change_password
    people.grant_role(security, worker, Role.CREW, units.crew)
    people.revoke_role(security, worker, Role.CREW, units.crew)
    people.set_password(security, worker, "Another-2026-pass")
    people.change_person(security, worker, name="改名", phone="")
    people.deactivate(security, worker)
    people.reactivate(security, worker)
    require_second_factor(security, Role.AGENT)
    require_second_factor(security, Role.AGENT, required=False)
    events = AccountEvent.objects.filter(actor=security).order_by("pk")
    assert [event.kind for event in events] == [
        "person_created",
        "role_granted",
        "role_revoked",
        "password_reset",
        "person_changed",
        "deactivated",
        "reactivated",
        "second_factor_required",
        "second_factor_waived",
    ]
    assert {event.person_id for event in events[:7]} == {worker.pk}
    assert events[1].data == {"role": "crew", "unit": units.crew.pk, "at": "城东抢修一班"}
    assert "Another" not in str([event.data for event in events])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_accountevent SET data = '{}'",
        "DELETE FROM accounts_accountevent",
        "TRUNCATE accounts_accountevent",
    ],
)
def test_the_account_log_cannot_be_rewritten(units, statement):
    before = AccountEvent.objects.count()
    assert before
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as outside a test's transaction
        cursor.execute(statement)
    assert AccountEvent.objects.count() == before


def test_a_taken_number_or_a_weak_password_makes_no_person(system, make_person):
    make_person("w")
    with pytest.raises(ValidationError, match="工号"):
        people.create_person(system, username="w", name="又一人")
    with pytest.raises(ValidationError):
        people.create_person(system, username="x", name="某人", password="1234567890")
    assert not Person.objects.filter(username="x").exists()
