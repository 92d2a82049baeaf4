"""The one door: scope before right before state before form; keys; versions; what each refusal says."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.factories import act, lived_until, report
from workorders import errors
from workorders.models import Step, WorkOrder
from workorders.policies import verbs_for
from workorders.selectors.orders import visible_to
from workorders.services import accept, perform


def test_out_of_scope_is_not_told_from_unknown(district):
    order = lived_until(district, "dispatched")
    with pytest.raises(errors.NotVisible) as hidden:
        act(district, order, "receive", "other_dispatcher")
    with pytest.raises(errors.NotVisible) as unknown:
        perform(10**9, "receive", district.dispatcher, {})
    assert hidden.value.message == unknown.value.message


def test_the_wrong_role_is_refused_before_the_state_is_looked_at(district, order):
    with pytest.raises(errors.NotAllowed):
        act(district, order, "receive", "agent")


def test_a_wrong_state_names_the_state_it_is_in_and_those_it_needs(district):
    order = lived_until(district, "received")
    with pytest.raises(errors.WrongState, match=r"已接单.*已派单") as refused:
        act(district, order, "receive", "dispatcher")
    assert refused.value.detail["state"] == "received" and refused.value.status == 409


@pytest.mark.parametrize("verb", ["accept", "nonsense", "delete", "__class__", "follow", ""])
def test_what_is_no_verb_for_people_is_refused(district, order, verb):
    with pytest.raises((errors.NotVisible, errors.NotAllowed)):
        act(district, order, verb, "lead")


def test_a_stale_version_shows_what_others_did_and_changes_nothing(district):
    order = lived_until(district, "dispatched")
    seen = order.version
    act(district, order, "note", "dispatcher", kind="more", text="已电话联系")
    with pytest.raises(errors.Stale) as refused:
        perform(order.pk, "receive", district.dispatcher, {}, version=seen)
    (change,) = refused.value.detail["changes"]
    assert change["label"] == "补充/更正" and change["data"]["text"] == "已电话联系"
    assert (
        perform(order.pk, "receive", district.dispatcher, {}, version=refused.value.detail["version"]).order.state
        == "received"
    )


def test_the_same_key_again_does_nothing_and_answers_the_same(district, order):
    first = perform(order.pk, "dispatch", district.agent, {}, key="k1")
    second = perform(order.pk, "dispatch", district.agent, {}, key="k1")
    assert (first.replayed, second.replayed) == (False, True) and first.step == second.step
    assert Step.objects.filter(order=order, verb="dispatch").count() == 1


def test_the_same_key_with_something_else_is_refused(district, order):
    perform(order.pk, "note", district.agent, {"kind": "more", "text": "甲"}, key="k1")
    with pytest.raises(errors.KeyReused):
        perform(order.pk, "note", district.agent, {"kind": "more", "text": "乙"}, key="k1")


def test_a_key_is_its_owners(district, order):
    perform(order.pk, "note", district.agent, {"kind": "more", "text": "甲"}, key="k1")
    assert not perform(order.pk, "note", district.lead, {"kind": "more", "text": "甲"}, key="k1").replayed


@pytest.mark.parametrize("key", ["", "长" * 61, "a\nb", "a\0b"])
def test_a_key_that_is_none_is_refused(district, order, key):
    with pytest.raises(errors.Invalid):
        perform(order.pk, "dispatch", district.agent, {}, key=key)


def test_a_retry_is_answered_even_when_the_order_has_left_ones_sight(district):
    order = lived_until(district, "assigned")
    perform(order.pk, "take", district.crew, {}, key="queued-1")
    act(district, order, "reassign", "dispatcher", crew=district.second_crew_unit.pk, reason="调整")
    assert perform(order.pk, "take", district.crew, {}, key="queued-1").replayed
    with pytest.raises(errors.NotVisible):
        perform(order.pk, "depart", district.crew, {}, key="queued-2")


def test_accepting_twice_with_one_key_makes_one_order(district):
    first = accept("repair", district.agent, report(district), key="ring-1")
    second = accept("repair", district.agent, report(district), key="ring-1")
    assert second.replayed and first.order == second.order and WorkOrder.objects.count() == 1


def test_an_agent_sees_their_own_and_what_waits_and_nothing_else(district, order):
    assert visible_to(district.agent).get() == order
    assert not visible_to(district.second_agent).exists()
    assert visible_to(district.lead).exists() and visible_to(district.director).exists()
    for post in ("dispatcher", "other_dispatcher", "crew", "handler", "system_admin", "audit_admin"):
        assert not visible_to(getattr(district, post)).exists(), post


def test_the_order_moves_into_the_sight_of_whom_it_goes_to(district):
    order = lived_until(district, "assigned")
    sees = {
        post: visible_to(getattr(district, post)).filter(pk=order.pk).exists()
        for post in ("agent", "dispatcher", "supervisor", "crew", "second_crew", "other_dispatcher", "other_crew")
    }
    assert sees == {"agent": True, "dispatcher": True, "supervisor": True, "crew": True,
                    "second_crew": False, "other_dispatcher": False, "other_crew": False}  # fmt: skip


def test_somebody_without_roles_may_do_nothing(district, order):
    from accounts.models import Person

    nobody = Person.objects.create_user("nobody", None, name="无")
    assert not visible_to(nobody).exists()
    with pytest.raises(errors.NotAllowed):
        accept("repair", nobody, report(district))
    with pytest.raises(errors.NotVisible):
        perform(order.pk, "note", nobody, {"kind": "more", "text": "x"})


def test_the_verbs_offered_are_those_that_would_be_let_in(district):
    order = lived_until(district, "dispatched")
    assert [verb.name for verb in verbs_for(district.dispatcher, order)][:2] == ["receive", "refuse"]
    assert "receive" not in [verb.name for verb in verbs_for(district.agent, order)]


def move(order, state):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE workorders_workorder SET state = %s WHERE id = %s", [state, order.pk])


@pytest.mark.parametrize("state", ["on_site", "restored", "nonsense"])
def test_the_database_refuses_a_move_that_is_none(district, order, state):
    with pytest.raises(DatabaseError, match="no move of repair"):
        move(order, state)


def test_the_database_knows_every_move_the_type_declares(district):
    from workorders.registry import registry

    assert ("accepted", "dispatched") in registry["repair"].pairs()
    order = lived_until(district, "accepted")
    move(order, "dispatched")
    order.refresh_from_db()
    assert order.state == "dispatched"


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM workorders_workorder",
        "TRUNCATE workorders_workorder CASCADE",
        "UPDATE workorders_workorder SET content = 'x'",
        "UPDATE workorders_workorder SET number = '1'",
        "UPDATE workorders_workorder SET accepted_at = now()",
    ],
)
@pytest.mark.clause("C2")
def test_an_order_cannot_be_removed_or_rewritten_in_sql(district, order, sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert WorkOrder.objects.filter(pk=order.pk, content=order.content).exists()


def test_nobody_assigns_a_state_in_code_either(order):
    with pytest.raises(AttributeError):
        order.state = "archived"


def test_a_phone_slightly_ahead_of_us_is_taken_as_now(district):
    order = lived_until(district, "received")
    ahead = timezone.now() + timedelta(seconds=90)
    out = perform(order.pk, "assign", district.dispatcher, {"crew": district.crew_unit.pk}, occurred_at=ahead)
    assert out.step.occurred_at <= out.step.recorded_at


def test_in_whole_seconds_the_second_of_acceptance_is_not_before_it(district, order):
    second = order.accepted_at.replace(microsecond=0)
    with pytest.raises(errors.Invalid, match="发生时间早于受理时间"):
        perform(order.pk, "dispatch", district.agent, {}, occurred_at=second - timedelta(seconds=1))
    assert perform(order.pk, "dispatch", district.agent, {}, occurred_at=second).step.occurred_at == order.accepted_at


def test_in_whole_seconds_the_second_of_the_step_before_is_not_before_it(district):
    order = lived_until(district, "dispatched")
    dispatched = order.repair.dispatched_at
    out = perform(order.pk, "receive", district.dispatcher, {}, occurred_at=dispatched.replace(microsecond=0))
    assert out.step.occurred_at == dispatched


def test_what_was_asked_of_the_database_is_bounded(district, order, django_assert_max_num_queries):
    agent = district.agent
    with django_assert_max_num_queries(32):
        perform(order.pk, "dispatch", agent, {}, key="k")
    data = report(district)
    agent = district.agent
    with django_assert_max_num_queries(26):
        accept("repair", agent, data, key="k2")


def test_a_report_is_not_entered_more_than_a_week_late(district):
    now = timezone.now()
    with pytest.raises(errors.Invalid) as refused:
        accept("repair", district.agent, report(district), occurred_at=now - timedelta(days=8))
    assert "occurred_at" in refused.value.fields
    assert accept("repair", district.agent, report(district), occurred_at=now - timedelta(days=6)).order.pk


def test_the_answer_names_the_step_the_database_numbered(district, order):
    assert act(district, order, "dispatch", "agent").step.seq == 2


@pytest.mark.parametrize("content", ["\u200b\u200b", "，。！", "   \n"])
def test_a_report_says_something(district, content):
    with pytest.raises(errors.Invalid) as refused:
        accept("repair", district.agent, report(district, content=content))
    assert "content" in refused.value.fields
