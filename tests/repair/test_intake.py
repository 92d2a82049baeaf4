"""The agent's part: hints, safety, accidents, large areas, explanation."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from customers.models import Outage
from customers.services import calls
from customers.services.outages import open_outage
from repair.models import Emergency
from repair.selectors.areas import ON_FEEDER, reports_on_feeder
from tests.factories import accepted, act, lived_until, report
from workorders import errors
from workorders.models import Involved
from workorders.selectors.orders import visible_to
from workorders.services import accept


def planned(district, **changes):
    now = timezone.now()
    return open_outage(
        **{
            "kind": Outage.Kind.PLANNED,
            "feeder": district.transformer.feeder,
            "transformers": [district.transformer],
            "reason": "线路检修",
            "starts_at": now - timedelta(hours=1),
            "expected_until": now + timedelta(hours=3),
            **changes,
        }
    )


@pytest.mark.clause("A2.1", "E4")
def test_a_planned_outage_is_told_at_once_with_the_time_power_returns(district):
    planned(district)
    order = accepted(district)
    (hint,) = order.repair.hints
    assert hint["kind"] == "planned" and "预计" in hint["text"]


@pytest.mark.clause("A2.1")
def test_arrears_and_known_faults_are_told(district):
    district.premises.cut_off = True
    district.premises.arrears = 120
    district.premises.save()
    planned(district, kind=Outage.Kind.FAULT)
    kinds = {hint["kind"] for hint in accepted(district).repair.hints}
    assert kinds == {"fault", "arrears"}


@pytest.mark.clause("A2.1")
def test_the_agent_explains_instead_of_dispatching(district):
    planned(district)
    order = accepted(district)
    done = act(
        district, order, "explain", "agent", reason="planned", said="计划检修，预计18时送电。", satisfaction="2"
    ).order
    assert done.state == "archived" and done.repair.explained == "planned" and done.repair.satisfaction == 2
    assert not done.callbacks.exists()


def test_an_explanation_the_system_cannot_confirm_needs_its_grounds(district, order):
    with pytest.raises(errors.Invalid) as refused:
        act(district, order, "explain", "agent", reason="planned", said="停电", satisfaction="2")
    assert "said" in refused.value.fields


@pytest.mark.clause("A2.3", "D12")
def test_a_customer_fault_is_guided_by_phone_and_paid_service_only_when_told(district, order):
    explained = {"reason": "customer", "said": "指导客户合上表后开关，已来电。", "satisfaction": "1"}
    with pytest.raises(errors.Invalid, match="派单"):
        act(district, order, "explain", "agent", **explained, paid_service="wanted")
    assert act(district, order, "explain", "agent", **explained, paid_service="declined").order.state == "archived"


@pytest.mark.clause("B2", "B4.2")
def test_without_the_safety_reminder_nothing_is_accepted(district):
    with pytest.raises(errors.Invalid) as refused:
        accept("repair", district.agent, report(district, safety_reminded=False))
    assert "safety_reminded" in refused.value.fields


@pytest.mark.clause("B4.3")
@pytest.mark.parametrize("accident", ["person", "equipment"])
def test_an_accident_reaches_the_safety_department_at_once(district, accident):
    order = accepted(district, accident=accident)
    message = order.messages.get(topic="repair.accident")
    assert message.unit == district.safety and message.sms
    assert Involved.objects.filter(order=order, unit=district.safety, why="safety").exists()


@pytest.mark.clause("B4.4")
def test_a_first_view_of_responsibility_is_kept(district):
    assert accepted(district, ownership_guess="customer").repair.ownership_guess == "customer"


@pytest.mark.clause("A2.2")
def test_a_large_area_outage_goes_to_the_leader_and_the_directors_at_once(district):
    order = accepted(district, large_area=True)
    told = {(m.circle, m.unit_id) for m in order.messages.filter(topic="repair.large_area", sms=True)}
    assert ("lead", district.centre.pk) in told and ("supervisor", district.centre.pk) in told


@pytest.mark.clause("A2.2")
def test_the_emergency_plan_is_started_once_and_logged(district):
    order = accepted(district, large_area=True)
    act(district, order, "start_plan", "lead", plan="大面积停电应急预案")
    with pytest.raises(errors.WrongState):
        act(district, order, "start_plan", "lead", plan="大面积停电应急预案")
    act(district, order, "log_plan", "lead", text="已通知应急领导小组")
    act(district, order, "end_plan", "lead", text="全部送电")
    assert Emergency.objects.get(order=order).ended_at
    log = order.steps.filter(verb__in=["start_plan", "log_plan", "end_plan"]).values_list("verb", flat=True)
    assert list(log) == ["start_plan", "log_plan", "end_plan"]


@pytest.mark.clause("A2.2")
def test_ten_reports_from_one_line_ask_whether_it_is_a_large_area(district):
    for _ in range(9):
        assert not accepted(district).messages.filter(topic="repair.suspected_area").exists()
    order = accepted(district)
    accepted(district)
    assert order.messages.filter(topic="repair.suspected_area").count() == 1


@pytest.mark.clause("A2.2")
def test_a_storm_on_other_lines_costs_this_one_nothing(district):
    """Reports of other lines are not even read: the line stands with the order, and leads to it."""
    order = accepted(district)
    far = accepted(district, premises=district.far_premises.pk)
    nowhere = accepted(district, premises="", address="东江市青石桥头")
    lines = district.transformer.feeder_id, district.far_transformer.feeder_id, None
    assert (order.feeder_id, far.feeder_id, nowhere.feeder_id) == lines
    assert reports_on_feeder(order, timezone.now() - timedelta(minutes=30)) == 1
    with connection.cursor() as cursor:
        # Of three orders it would read all, or those of the last moment; of a storm's it will not.
        cursor.execute("SET LOCAL enable_seqscan = off; DROP INDEX orders_by_time")
        cursor.execute(f"EXPLAIN {ON_FEEDER}", [order.feeder_id, timezone.now() - timedelta(minutes=30), 13])
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "Index Cond: ((feeder_id" in plan and "orders_on_line" in plan and "premises" not in plan, plan


@pytest.mark.clause("D17")
def test_a_repeated_caller_is_recognised(district):
    first = accepted(district)
    second = accepted(district)
    stranger = accepted(district, premises=district.neighbour.pk, contact_phones="13912345679", contact_name="李娜")
    assert (first.earlier_calls, second.earlier_calls, stranger.earlier_calls) == (0, 1, 0)


def test_nobody_but_a_lead_cancels_and_only_early(district, order):
    with pytest.raises(errors.NotAllowed):
        act(district, order, "cancel", "agent", reason="duplicate", text="重复")
    assert act(district, order, "cancel", "lead", reason="duplicate", text="重复").order.phase == "void"
    assert not order.deadlines.filter(fire_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("contact_phones", "不知道"),
        ("premises", 999_999),
        ("category", "nonsense"),
        ("content", ""),
        ("content", "长" * 4001),
        ("call", "not-mine"),
    ],
)
def test_bad_input_names_its_field_and_stores_nothing(district, field, value):
    from workorders.models import WorkOrder

    with pytest.raises(errors.Invalid) as refused:
        accept("repair", district.agent, report(district, **{field: value}))
    assert field in refused.value.fields and refused.value.status == 422
    assert not WorkOrder.objects.exists()


def order_call(order):
    order.call.refresh_from_db()
    return order.call.disposal


@pytest.fixture
def on_the_line(district):
    now = timezone.now()
    calls.ring("c1", "13812345678", district.centre, 2, now)
    calls.answer("c1", district.agent, now)


def test_two_matters_of_one_call_make_two_orders_also_after_hanging_up(district, on_the_line):
    first, second = accepted(district, call="c1"), accepted(district, call="c1")
    calls.hang_up("c1", timezone.now())
    third = accepted(district, call="c1")
    assert first.call == second.call == third.call
    assert order_call(first) == "order"


def test_a_call_somebody_else_has_is_no_call_of_mine(district, on_the_line):
    with pytest.raises(errors.Invalid) as refused:
        accept("repair", district.second_agent, report(district, call="c1"))
    assert "call" in refused.value.fields


@pytest.mark.clause("D17")
def test_while_the_caller_is_on_the_line_the_agent_sees_the_callers_orders(district):
    order = accepted(district)
    assert not visible_to(district.second_agent).exists()
    now = timezone.now()
    calls.ring("c2", "138 1234 5678", district.centre, 1, now)
    calls.answer("c2", district.second_agent, now)
    assert visible_to(district.second_agent).get() == order
    calls.dispose(calls.hang_up("c2", timezone.now()), "answered", district.second_agent)
    assert not visible_to(district.second_agent).exists()


def test_a_plan_nobody_started_has_no_log_and_no_end(district, order):
    for verb in ("log_plan", "end_plan"):
        with pytest.raises(errors.WrongState):
            act(district, order, verb, "lead", text="进展")
    act(district, order, "start_plan", "lead", plan="大面积停电应急预案")
    act(district, order, "end_plan", "lead", text="恢复")
    with pytest.raises(errors.WrongState):
        act(district, order, "end_plan", "lead", text="再结束一次")


def test_paperwork_nobody_owes_is_not_handed_over(district):
    order = lived_until(district, "replied")
    with pytest.raises(errors.WrongState):
        act(district, order, "hand_over_paperwork", "crew", receiver="营业厅")
