"""Rule profiles are data: which company's limits an order lives by."""

from datetime import timedelta

import pytest

from tests.factories import accepted, act
from workorders.clocks import book
from workorders.models import Rule, RuleProfile


@pytest.fixture
def use(district):
    def choose(code, unit):
        for profile in RuleProfile.objects.all():
            profile.units.remove(unit)
        RuleProfile.objects.get(code=code).units.add(unit)
        book.forget()

    return choose


def test_three_profiles_ship_and_each_knows_every_clock_of_a_repair(db):
    from workorders.registry import registry

    clocks = set(registry["repair"].clock_labels)
    assert set(RuleProfile.objects.values_list("code", flat=True)) == {"sgcc", "csg", "heat"}
    for profile in RuleProfile.objects.all():
        assert set(profile.rules.filter(kind="repair").values_list("clock", flat=True)) == clocks


def test_a_heat_utility_runs_by_its_own_limits(district, use):
    use("heat", district.centre)
    order = act(district, accepted(district), "dispatch", "agent").order
    clock = order.deadlines.get(clock="arrived_by")
    assert order.profile.code == "heat" and clock.due_at - clock.started_at == timedelta(minutes=60)


@pytest.mark.clause("B4.1")
def test_companies_differ_in_rings(db):
    assert dict(RuleProfile.objects.values_list("code", "rings")) == {"sgcc": 4, "csg": 5, "heat": 4}


def test_the_nearest_profile_up_the_tree_holds(district, use):
    use("csg", district.city)
    rules = book.book()
    assert rules.profile_for(district.crew_unit).code == "csg"
    assert rules.profile_for(district.other_crew_unit).code == "sgcc"


def test_the_most_particular_rule_wins_and_the_newest_of_those(district, order):
    old = Rule.objects.get(profile=order.profile, kind="repair", clock="arrived_by", area_class="urban")
    Rule.objects.create(
        profile=old.profile, kind="repair", clock="arrived_by", amount=10, measure="minutes", levels=old.levels,
        valid_from=order.accepted_at - timedelta(days=1),
    )  # fmt: skip
    book.forget()
    find = book.book().rule
    assert find(old.profile_id, "repair", "arrived_by", order.accepted_at, area_class="urban").amount == 45
    assert find(old.profile_id, "repair", "arrived_by", order.accepted_at, area_class="island").amount == 10
    assert find(old.profile_id, "repair", "nonsense", order.accepted_at) is None
