"""A limit is followed by another, never edited: what was accepted before keeps its promise."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import AccountEvent, Role, RoleAt
from tests.factories import accepted
from workorders import errors
from workorders.clocks.book import REACH
from workorders.models import Rule
from workorders.services.rules import change_rule

LEVELS = [["50%", "handler"], ["100%", "supervisor"]]


@pytest.fixture
def rule(district) -> Rule:
    return Rule.objects.get(profile__code="sgcc", kind="repair", clock="dispatched_by")


def change(district, rule, post="system_admin", **changes):
    soon = timezone.now() + timedelta(minutes=2)
    data = {"amount": 5, "measure": "minutes", "levels": LEVELS, "valid_from": soon, **changes}
    return change_rule(getattr(district, post), rule, **data)


def minutes(order) -> float:
    deadline = order.deadlines.get(clock="dispatched_by")
    return (deadline.due_at - deadline.started_at).total_seconds() / 60


def test_a_change_holds_for_orders_accepted_after_it_and_for_no_other(
    district, rule, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        new = change(district, rule)
    before = accepted(district)
    with time_machine.travel(new.valid_from + timedelta(seconds=1)):
        after = accepted(district)
    assert (minutes(before), minutes(after)) == (3, 5)
    rule.refresh_from_db()
    assert rule.amount == 3 and rule.valid_to == new.valid_from


def test_what_is_not_changed_is_carried_over(district, rule):
    new = change(district, rule)
    same = ("profile_id", "kind", "clock", "area_class", "grade", "basis")
    assert [getattr(new, name) for name in same] == [getattr(rule, name) for name in same]


@pytest.mark.parametrize("ahead", [timedelta(days=-1), timedelta(0), REACH - timedelta(seconds=5)])
def test_a_change_waits_until_every_process_has_heard_of_it(district, rule, ahead):
    with pytest.raises(errors.Invalid) as refused:
        change(district, rule, valid_from=timezone.now() + ahead)
    assert (
        "valid_from" in refused.value.fields and Rule.objects.filter(kind="repair", clock="dispatched_by").count() == 3
    )


def test_the_newest_rule_only_can_be_followed(district, rule):
    new = change(district, rule)
    with pytest.raises(errors.WrongState):
        change(district, rule)
    with pytest.raises(errors.Invalid):
        change(district, new, valid_from=new.valid_from)
    assert change(district, new, valid_from=new.valid_from + timedelta(days=1)).amount == 5


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("amount", 0),
        ("amount", 10**9),
        ("measure", "fortnights"),
        ("levels", []),
        ("levels", [["50%", "handler"]]),
        ("levels", [["100%", "everybody"]]),
        ("levels", [["100%", "lead"], ["100%", "supervisor"]]),
        ("levels", [["100%", "lead"], ["soon", "lead"]]),
        ("levels", [["100%", "lead"], ["0%", "lead"]]),
        ("levels", [["100%", "lead"], ["-1d", "lead"]]),  # a limit in minutes has no day before its end
        ("levels", [["100%", "lead"], ["--1d", "lead"]]),
    ],
)
def test_what_no_clock_can_be_laid_by_is_refused(district, rule, field, wrong):
    with pytest.raises(errors.Invalid) as refused:
        change(district, rule, **{field: wrong})
    assert field in refused.value.fields


def test_a_limit_in_working_days_may_warn_days_before(district, rule):
    new = change(district, rule, measure="workdays", levels=[["-1d", "lead"], ["100%", "supervisor"]])
    assert new.levels[0] == ["-1d", "lead"]


@pytest.mark.parametrize("post", ["agent", "director", "security_admin", "audit_admin"])
def test_only_the_system_administrator_changes_limits(district, rule, post):
    with pytest.raises(errors.NotAllowed):
        change(district, rule, post)


def test_a_citys_administrator_does_not_change_the_provinces_limits(district, rule):
    RoleAt.objects.filter(person=district.system_admin).update(unit=district.city)
    with pytest.raises(errors.NotAllowed):
        change(district, rule)
    profile = rule.profile.__class__.objects.get(code="csg")
    profile.units.add(district.city)
    assert change(district, Rule.objects.get(profile=profile, kind="repair", clock="dispatched_by")).amount == 5


def test_who_changed_what_stands_in_the_account_log(district, rule):
    assert district.system_admin.access.has(Role.SYSTEM_ADMIN)
    change(district, rule)
    event = AccountEvent.objects.get(kind="rule_changed")
    assert event.actor == district.system_admin
    assert (event.data["clock"], event.data["was"], event.data["now"]) == (
        "repair.dispatched_by",
        "3 minutes",
        "5 minutes",
    )
