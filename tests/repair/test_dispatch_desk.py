"""Dispatch, receive or refuse, assign: D10, B5.4, B5.5."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Certificate
from repair.models import DailyCheck, Duty
from repair.services.duty import check_today, report_missing_checks, sign_on
from tests.factories import accepted, act, lived_until
from workorders import errors
from workorders.models import Deadline, Message, Return
from workorders.policies import verbs_for


@pytest.mark.clause("A2.2", "B4.3")
def test_the_address_finds_the_desk_and_the_desk_is_told(district, order):
    order = act(district, order, "dispatch", "agent").order
    assert order.unit == district.city  # the county has no dispatcher of its own
    assert order.messages.filter(topic="repair.dispatched", unit=district.city).exists()
    clock = order.deadlines.get(clock="dispatched_by")
    assert clock.due_at - clock.started_at == timedelta(minutes=3) and clock.state == "met"


def test_without_an_address_the_agent_names_the_unit(district):
    order = accepted(district, premises="")
    with pytest.raises(errors.Invalid) as refused:
        act(district, order, "dispatch", "agent")
    assert "unit" in refused.value.fields
    assert act(district, order, "dispatch", "agent", unit=district.other_city.pk).order.unit == district.other_city


@pytest.mark.clause("D10")
@pytest.mark.parametrize(("area", "minutes"), [("urban", 45), ("rural", 90), ("remote", 120)])
def test_how_long_a_crew_has_depends_on_the_area(district, area, minutes):
    order = lived_until(district, "dispatched", area_class=area)
    clock = order.deadlines.get(clock="arrived_by")
    assert clock.due_at - clock.started_at == timedelta(minutes=minutes)


@pytest.mark.clause("D10")
def test_the_desk_refuses_inside_the_window_and_the_order_comes_back(district):
    order = lived_until(district, "dispatched")
    order = act(district, order, "refuse", "dispatcher", codes=["not_our_area"], text="属西湖市").order
    assert order.state == "accepted" and order.unit == district.centre
    back = Return.objects.get(order=order)
    assert (back.level, back.codes, back.unit) == ("unit", ["not_our_area"], district.city)
    assert order.deadlines.get(clock="dispatched_by", generation=2).state == "running"
    assert order.deadlines.get(clock="arrived_by").state == "cancelled"


@pytest.mark.clause("D10")
def test_after_three_minutes_the_order_is_the_desks(district):
    order = lived_until(district, "dispatched")
    late = {"late_cause": "utility", "late_text": "坐席繁忙"}
    assert "refuse" in {verb.name for verb in verbs_for(district.dispatcher, order)}
    with time_machine.travel(timezone.now() + timedelta(minutes=4)):
        assert "refuse" not in {verb.name for verb in verbs_for(district.dispatcher, order)}
        with pytest.raises(errors.WrongState, match="退单时限"):
            act(district, order, "refuse", "dispatcher", codes=["not_our_area"], text="属西湖市", **late)
        assert act(district, order, "receive", "dispatcher", **late).order.state == "received"
    assert order.deadlines.get(clock="received_by").state == Deadline.State.BREACHED


@pytest.mark.clause("B5.5")
def test_a_lapsed_certificate_keeps_the_crew_back(district):
    order = lived_until(district, "received")
    Certificate.objects.filter(person=district.crew).update(expires_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(errors.Invalid, match="证书已过期"):
        act(district, order, "assign", "dispatcher", crew=district.crew_unit.pk)


@pytest.mark.clause("B5.5")
def test_who_is_not_certified_does_not_come_on_duty(district):
    with pytest.raises(errors.Invalid, match="证书"):
        sign_on(district.crew_mate, district.crew_unit)


@pytest.mark.clause("B5.4")
def test_without_todays_check_no_order_is_assigned(district):
    order = lived_until(district, "received")
    DailyCheck.objects.filter(crew=district.crew_unit).delete()
    with pytest.raises(errors.Invalid, match="每日检查"):
        act(district, order, "assign", "dispatcher", crew=district.crew_unit.pk)
    check_today(district.crew, district.crew_unit, [])
    assert act(district, order, "assign", "dispatcher", crew=district.crew_unit.pk).order.state == "assigned"


@pytest.mark.clause("B5.4")
def test_a_missing_check_is_reported_once_a_day_after_nine(district):
    DailyCheck.objects.filter(crew=district.crew_unit).delete()
    day = timezone.localdate()
    DailyCheck.objects.filter(crew=district.second_crew_unit).update(day=day)
    with time_machine.travel(f"{day}T08:59:00+08:00"):
        assert report_missing_checks() == 0
    with time_machine.travel(f"{day}T09:01:00+08:00"):
        assert report_missing_checks() == 1 and report_missing_checks() == 0
    message = Message.objects.get(topic="repair.check_missing")
    assert message.unit == district.crew_unit and message.circle == "supervisor"


@pytest.mark.clause("B5.4")
def test_a_check_with_something_missing_says_how_it_is_made_good(district):
    DailyCheck.objects.all().delete()
    with pytest.raises(errors.Invalid):
        check_today(district.crew, district.crew_unit, ["vehicle"])
    check = check_today(district.crew, district.crew_unit, ["vehicle"], "借用二班车辆")
    assert check.missing == ["vehicle"]
    assert check_today(district.crew, district.crew_unit, []) == check, "one a day: the first stands"


def test_nobody_on_duty_nobody_sent(district):
    order = lived_until(district, "received")
    Duty.objects.update(until=timezone.now())
    with pytest.raises(errors.Invalid, match="没有人员在岗"):
        act(district, order, "assign", "dispatcher", crew=district.crew_unit.pk)


def test_a_crew_of_another_city_is_no_choice(district):
    order = lived_until(district, "received")
    with pytest.raises(errors.Invalid) as refused:
        act(district, order, "assign", "dispatcher", crew=district.other_crew_unit.pk)
    assert "crew" in refused.value.fields


def test_reassigned_on_the_way_the_former_crew_loses_the_order_and_is_told(district):
    order = lived_until(district, "en_route")
    order = act(district, order, "reassign", "dispatcher", crew=district.second_crew_unit.pk, reason="车辆故障").order
    assert order.state == "assigned" and order.unit == district.second_crew_unit
    assert order.repair.departed_at is None
    assert order.messages.filter(topic="repair.reassigned", unit=district.crew_unit).exists()
    with pytest.raises(errors.NotVisible):
        act(district, order, "depart", "crew")
    assert act(district, order, "depart", "second_crew").order.state == "en_route"
