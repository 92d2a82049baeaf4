"""Scope: the owner of a place, a member below it, a stranger beside it."""

import pytest

from accounts.models import Person, Role
from accounts.selectors import crew_members, holders, nearest_holders
from accounts.services.people import deactivate, grant_role, revoke_role
from accounts.services.units import change_unit, move_unit


@pytest.fixture
def owner(units, make_person):
    return make_person("owner", (Role.DISPATCHER, units.east))


@pytest.fixture
def member(units, make_person):
    return make_person("member", (Role.CREW, units.crew))


@pytest.fixture
def stranger(units, make_person):
    return make_person("stranger", (Role.DISPATCHER, units.west))


def test_a_role_reaches_its_unit_and_everything_below(units, owner, member, stranger):
    place = units.crew.path
    assert owner.access.reaches(place, [Role.DISPATCHER])
    assert not owner.access.reaches(place, [Role.CREW])
    assert member.access.reaches(place, [Role.CREW])
    assert not member.access.reaches(units.station.path, [Role.CREW])
    assert not stranger.access.reaches(place, [Role.DISPATCHER])


def test_paths_name_no_place_inside_another(units, owner, system):
    grant_role(system, owner, Role.SUPERVISOR, units.station)
    assert owner.access.paths() == (units.east.path,)
    assert owner.access.paths(Role.SUPERVISOR) == (units.station.path,)
    assert owner.access.paths(Role.AGENT) == ()


def test_rights_follow_the_unit_when_it_moves(units, owner, stranger):
    move_unit(units.station, units.west)
    path = units.crew.__class__.objects.get(pk=units.crew.pk).path
    assert not Person.objects.get(pk=owner.pk).access.reaches(path, [Role.DISPATCHER])
    assert Person.objects.get(pk=stranger.pk).access.reaches(path, [Role.DISPATCHER])


def test_a_closed_unit_gives_no_rights(units, owner):
    change_unit(units.east, active=False)
    assert Person.objects.get(pk=owner.pk).access.grants == ()


def test_rights_change_at_once_for_the_one_at_hand(units, owner, system):
    assert owner.access.has(Role.DISPATCHER)
    revoke_role(system, owner, Role.DISPATCHER, units.east)
    assert not owner.access.has(Role.DISPATCHER)


def test_the_system_is_no_person_with_roles(system):
    assert system.access.system
    assert system.access.grants == ()
    assert not system.has_usable_password()


def test_holders_upwards_or_only_here(units, owner, member, stranger):
    assert list(holders(units.crew.path, [Role.DISPATCHER])) == [owner]
    assert list(holders(units.crew.path, [Role.DISPATCHER], up=False)) == []
    assert list(holders(units.east.path, [Role.DISPATCHER], up=False)) == [owner]
    assert list(crew_members(units.crew)) == [member]


def test_nearest_holders_are_those_of_the_lowest_unit_that_has_any(units, owner, make_person, system):
    top = make_person("top", (Role.DISPATCHER, units.province))
    assert list(nearest_holders(units.crew.path, [Role.DISPATCHER])) == [owner]
    deactivate(system, owner)
    assert list(nearest_holders(units.crew.path, [Role.DISPATCHER])) == [top]
    assert list(nearest_holders(units.crew.path, [Role.CURATOR])) == []


def test_access_costs_one_query(units, owner, django_assert_num_queries):
    person = Person.objects.get(pk=owner.pk)
    with django_assert_num_queries(1):
        assert person.access.reaches(units.crew.path, [Role.DISPATCHER])
        assert person.access.has(Role.DISPATCHER)
        assert person.access.paths()
