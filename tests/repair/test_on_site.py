"""The crew's part: times in order, entries in time, support, customer-owned faults, paperwork."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from repair.services.answer import end_of_next_day
from tests.factories import LIFE, act, lived_until, verb_data
from workorders import errors
from workorders.calendar import SHANGHAI
from workorders.models import Deadline, SupportTask
from workorders.services import perform

REPLY = LIFE[-1][2]
LATE = {"late_cause": "customer", "late_text": "客户不在家"}


@pytest.mark.clause("D10t")
def test_times_that_run_backwards_are_refused_with_the_pair_named(district):
    order = lived_until(district, "en_route")
    departed = order.repair.departed_at
    with pytest.raises(errors.Invalid) as refused:
        perform(
            order.pk,
            "arrive",
            district.crew,
            {"no_position": "地下室"},
            occurred_at=departed - timedelta(milliseconds=1),
        )
    assert refused.value.detail["pair"] == ["派出", "到达"] and "派出" in refused.value.message
    order.refresh_from_db()
    assert order.state == "en_route"


@pytest.mark.clause("D10t")
def test_nothing_happens_in_the_future_or_before_the_report(district):
    order = lived_until(district, "en_route")
    for at in (timezone.now() + timedelta(minutes=3), order.accepted_at - timedelta(seconds=1)):
        with pytest.raises(errors.Invalid) as refused:
            perform(order.pk, "arrive", district.crew, {"no_position": "地下室"}, occurred_at=at)
        assert "occurred_at" in refused.value.fields


@pytest.mark.clause("D11")
def test_arrival_has_a_clock_for_its_entry(district):
    order = lived_until(district, "en_route")
    arrived = timezone.now()
    with time_machine.travel(arrived + timedelta(minutes=6)):
        perform(order.pk, "arrive", district.crew, {"no_position": "无信号"}, occurred_at=arrived)
    entry = order.deadlines.get(clock="arrival_entered_by")
    assert entry.state == Deadline.State.BREACHED and entry.due_at == arrived + timedelta(minutes=5)
    assert order.deadlines.get(clock="arrived_by").state == Deadline.State.MET
    step = order.steps.get(verb="arrive")
    assert step.recorded_at - step.occurred_at >= timedelta(minutes=6)


@pytest.mark.clause("D11", "B4.5")
def test_a_late_reply_is_refused_until_the_reason_is_given(district):
    order = lived_until(district, "restored")
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        with pytest.raises(errors.Invalid) as refused:
            act(district, order, "reply", "crew", **REPLY)
        assert refused.value.detail["late"] == ["replied_by"] and set(refused.value.fields) == {
            "late_cause",
            "late_text",
        }
        done = act(district, order, "reply", "crew", **REPLY, **LATE).order
    clock = done.deadlines.get(clock="replied_by")
    assert (clock.state, clock.late_cause, clock.late_text) == ("breached", "customer", "客户不在家")
    assert done.breached and done.steps.filter(verb="breach").count() == 1


@pytest.mark.clause("B4.5")
def test_an_earlier_breach_waits_for_its_reason_until_the_reply(district):
    order = lived_until(district, "assigned")
    with time_machine.travel(timezone.now() + timedelta(minutes=50)):
        act(district, order, "depart", "crew")
        with pytest.raises(errors.Invalid):
            act(district, order, "arrive", "crew", no_position="无信号")
        arrived = act(district, order, "arrive", "crew", no_position="无信号", **LATE).order
    assert arrived.deadlines.get(clock="arrived_by").late_text == "客户不在家"


def test_what_was_owed_and_done_in_one_act_no_longer_leads_the_queue(district):
    order = lived_until(district, "on_site")
    assert order.deadlines.get(clock="arrival_entered_by").state == Deadline.State.MET
    assert order.next_due is None, "on site nothing is owed until the light is back"


def test_arriving_needs_a_position_or_a_reason_without_one(district):
    order = lived_until(district, "en_route")
    with pytest.raises(errors.Invalid) as refused:
        act(district, order, "arrive", "crew")
    assert "no_position" in refused.value.fields


def test_a_survey_may_be_repeated_and_the_last_stands(district):
    order = lived_until(district, "on_site")
    first = verb_data(district, LIFE[5][2])
    act(district, order, "survey", "crew", **first)
    act(district, order, "survey", "crew", **{**first, "cause": "低压线断线"})
    order.repair.refresh_from_db()
    assert order.repair.cause == "低压线断线" and order.steps.filter(verb="survey").count() == 2


@pytest.mark.clause("E4")
def test_a_utility_fault_tells_when_power_returns(district):
    order = lived_until(district, "on_site")
    survey = verb_data(district, LIFE[5][2])
    with pytest.raises(errors.Invalid) as refused:
        act(district, order, "survey", "crew", **{**survey, "expected_at": ""})
    assert "expected_at" in refused.value.fields
    act(district, order, "survey", "crew", **survey)
    order.repair.refresh_from_db()
    assert order.repair.expected_at > timezone.now()


def surveyed_as_customers(district):
    order = lived_until(district, "on_site")
    act(
        district,
        order,
        "survey",
        "crew",
        verdict="customer",
        cause="表后线路烧损",
        ownership="customer",
        affected="一户",
    )
    return order


@pytest.mark.clause("A2.3", "B5.1", "D12")
def test_paid_service_needs_that_the_customer_was_told_and_agreed(district):
    order = surveyed_as_customers(district)
    with pytest.raises(errors.Invalid) as refused:
        act(district, order, "restore", "crew", result_kind="paid")
    assert set(refused.value.fields) == {"told_cost", "consent", "fee"}
    done = act(
        district, order, "restore", "crew", result_kind="paid", told_cost=True, consent="张伟", fee="50.00"
    ).order
    assert done.repair.consent == "张伟" and str(done.repair.fee) == "50.00"


@pytest.mark.clause("A2.3", "B5.1")
@pytest.mark.parametrize("kind", ["guided", "left"])
def test_a_crew_guides_or_leaves_a_customer_fault(district, kind):
    order = surveyed_as_customers(district)
    assert act(district, order, "restore", "crew", result_kind=kind).order.state == "restored"


def test_our_own_fault_is_never_left_to_the_customer(district):
    order = lived_until(district, "on_site")
    with pytest.raises(errors.WrongState, match="勘查"):
        act(district, order, "restore", "crew", result_kind="power")
    act(district, order, "survey", "crew", **verb_data(district, LIFE[5][2]))
    with pytest.raises(errors.Invalid):
        act(district, order, "restore", "crew", result_kind="left")


@pytest.mark.clause("B3", "B5.3")
def test_departments_get_a_task_each_and_confirm_it(district):
    order = lived_until(district, "on_site")
    units = [district.operations.pk, district.safety.pk]
    act(district, order, "support", "crew", units=units, needed="需吊车立杆")
    assert order.messages.filter(topic="repair.support", unit=district.centre, circle="lead").exists()
    task = SupportTask.objects.get(unit=district.operations)
    done = act(district, order, "confirm_support", "handler", task=task.pk, done="吊车已到位")
    task.refresh_from_db()
    assert task.confirmed_by == district.handler and done.step.data["unit"] == "运检部"
    with pytest.raises(errors.Invalid):
        act(
            district,
            order,
            "confirm_support",
            "handler",
            task=SupportTask.objects.get(unit=district.safety).pk,
            done="x",
        )


@pytest.mark.clause("B6")
def test_paperwork_is_due_by_the_end_of_the_next_day(district):
    order = lived_until(district, "restored")
    order = act(district, order, "reply", "crew", **REPLY, paperwork="更换表计申请").order
    clock = order.deadlines.get(clock="paperwork_by")
    assert clock.due_at == end_of_next_day(order.repair.replied_at)
    act(district, order, "hand_over_paperwork", "crew", receiver="营销部")
    clock.refresh_from_db()
    assert clock.state == "met"


@pytest.mark.clause("B6")
def test_the_end_of_the_next_day_over_new_year():
    late = datetime(2026, 12, 31, 23, 59, 59, tzinfo=SHANGHAI)
    assert end_of_next_day(late) == datetime(2027, 1, 2, tzinfo=SHANGHAI)


@pytest.mark.clause("E8")
def test_the_customer_confirms_and_is_left_a_number_and_damage_is_recorded(district):
    order = lived_until(district, "restored")
    with pytest.raises(errors.Invalid) as refused:
        act(district, order, "reply", "crew", result="修复", opinion="满意", in_charge="某")
    assert {"confirmation", "phone_left"} <= set(refused.value.fields)
    done = act(district, order, "reply", "crew", **REPLY, damage="碰坏花盆一个，已照价赔偿").order
    assert done.repair.damage and done.repair.confirmation == "signed"


@pytest.mark.clause("D16")
def test_a_repair_reply_has_no_length_limit_and_no_audit(district):
    order = lived_until(district, "restored")
    done = act(district, order, "reply", "crew", **{**REPLY, "result": "已修复。" * 2500}).order
    assert done.state == "replied" and len(done.repair.result) == 10_000 and done.callbacks.exists()
