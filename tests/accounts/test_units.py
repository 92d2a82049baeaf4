"""The tree of units: paths, moves, look-ups."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import AccountEvent, Role, Unit
from accounts.selectors import find_units, subtree_ids, units_within
from accounts.services.units import change_unit, create_unit, move_unit, rename_unit


def test_path_holds_the_way_from_the_root(units):
    assert units.crew.path == f"/{units.province.pk}/{units.east.pk}/{units.station.pk}/{units.crew.pk}/"
    assert units.crew.ancestor_ids == [units.province.pk, units.east.pk, units.station.pk, units.crew.pk]


def test_a_move_takes_the_whole_subtree_along(units, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        move_unit(units.station, units.west)
    crew = Unit.objects.get(pk=units.crew.pk)
    assert crew.path == f"/{units.province.pk}/{units.west.pk}/{units.station.pk}/{crew.pk}/"
    assert set(subtree_ids([units.west.path])) == {units.west.pk, units.station.pk, units.crew.pk}
    assert subtree_ids([units.east.path]) == [units.east.pk]


def test_a_unit_can_become_a_root(units):
    move_unit(units.east, None)
    assert Unit.objects.get(pk=units.crew.pk).path == f"/{units.east.pk}/{units.station.pk}/{units.crew.pk}/"


def test_a_unit_cannot_hang_below_itself(units):
    for target in (units.station, units.crew):
        with pytest.raises(ValidationError, match="上级单位不能是本单位"):
            move_unit(units.station, target)


def test_a_prefix_of_digits_is_not_a_prefix_of_the_tree(units):
    """/1/ must not contain /12/: paths end with a slash."""
    Unit.objects.filter(pk=units.west.pk).update(path=f"/{units.east.pk}2/")
    assert units.west.pk not in subtree_ids([f"/{units.east.pk}/"])


def test_nothing_lies_within_no_paths(units):
    assert not units_within([]).exists()
    assert subtree_ids([units.east.path, units.crew.path]) == [units.east.pk, units.station.pk, units.crew.pk]


def test_code_is_taken_once(units):
    with pytest.raises(ValidationError, match="编码"):
        create_unit(parent=units.east, kind=Unit.Kind.STATION, name="重名所", code="S1")


@pytest.mark.parametrize("typed", ["城东供", "cdgds", "chengdonggong", "CDGDS", "cheng dong", "S1"])
def test_found_by_name_pinyin_initials_or_code(units, typed):
    assert find_units(typed).first() == units.station


def test_looks_only_within_reach_and_among_active_units(units):
    assert not find_units("cd", within=[units.west.path]).exists()
    change_unit(units.station, active=False)
    assert list(find_units("cd")) == [units.crew]


def test_a_new_name_is_found_by_its_pinyin(units):
    rename_unit(units.station, "滨河供电所")
    assert find_units("bhgds").get() == units.station
    assert not find_units("cdgds").exists()


def test_only_the_system_administrator_of_the_place_shapes_the_tree(units, make_person):
    admin = make_person("xt", (Role.SYSTEM_ADMIN, units.east))
    stranger = make_person("zb", (Role.LEAD, units.province))
    rename_unit(units.station, "新所", actor=admin)
    assert AccountEvent.objects.filter(kind="unit_changed", actor=admin).exists()
    with pytest.raises(PermissionDenied, match="不在您的管理范围"):
        move_unit(units.station, units.west, actor=admin)
    with pytest.raises(PermissionDenied, match="系统管理员"):
        rename_unit(units.station, "旧所", actor=stranger)
    assert Unit.objects.get(pk=units.station.pk).name == "新所"
