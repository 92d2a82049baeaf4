"""Call-backs: A2.4, A2.5, A2.6."""

from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.utils import timezone

from repair.services.duty import check_today
from tests.factories import ANSWERS, act, lived_until
from workorders import errors
from workorders.calendar import SHANGHAI
from workorders.models import CallBack, Return

MORNING = "2026-11-23T09:00:00+08:00"


@pytest.fixture
def replied(district):
    with time_machine.travel(MORNING):
        check_today(district.crew, district.crew_unit, [])
        return lived_until(district, "replied")


def at(callback, minutes=0):
    return time_machine.travel(callback.opens_at + timedelta(minutes=minutes, seconds=1))


@pytest.mark.clause("A2.4")
def test_the_call_back_is_due_within_a_day(replied):
    clock = replied.deadlines.get(clock="called_back_by")
    assert clock.due_at - clock.started_at == timedelta(hours=24)


@pytest.mark.clause("A2.5")
def test_the_questions_are_asked_and_the_words_kept(district, replied):
    with at(replied.callbacks.get()):
        with pytest.raises(errors.Invalid) as refused:
            act(district, replied, "call_back", "agent", outcome="reached")
        assert {"workmanship", "service", "arrival", "restoration", "solved", "satisfaction"} <= set(
            refused.value.fields
        )
        act(district, replied, "call_back", "agent", **ANSWERS, words="师傅来得很快，谢谢！")
    attempt = replied.callbacks.get().attempts.get()
    assert attempt.words == "师傅来得很快，谢谢！" and attempt.answers["workmanship"] == "good"
    assert attempt.satisfaction == 1


def test_dissatisfied_needs_its_reason(district, replied):
    with at(replied.callbacks.get()), pytest.raises(errors.Invalid) as refused:
        act(district, replied, "call_back", "agent", **{**ANSWERS, "satisfaction": "4"})
    assert "dissatisfied" in refused.value.fields


@pytest.mark.clause("A2.4")
def test_unsolved_by_our_fault_goes_back_to_the_unit_at_once(district, replied):
    bad = {**ANSWERS, "satisfaction": "5", "dissatisfied": ["unrepaired"], "solved": "no", "fault": "utility"}
    with at(replied.callbacks.get()):
        with pytest.raises(errors.Invalid) as refused:
            act(district, replied, "call_back", "agent", **bad)
        assert "return_codes" in refused.value.fields
        order = act(district, replied, "call_back", "agent", **bad, return_codes=["not_restored"]).order
    assert order.state == "received" and order.unit == district.city
    assert Return.objects.get(order=order).level == "callback"
    assert order.deadlines.get(clock="arrived_by", generation=2).state == "running"
    assert order.messages.filter(topic="repair.returned").count() == 2
    detail = order.repair
    assert detail.arrived_at is None and detail.replied_at is None and detail.dispatched_at is not None


@pytest.mark.clause("A2.4")
def test_a_returned_order_goes_the_way_again_and_is_called_back_again(district, replied):
    bad = {**ANSWERS, "satisfaction": "5", "dissatisfied": ["unrepaired"], "solved": "no", "fault": "utility",
           "return_codes": ["not_restored"]}  # fmt: skip
    with at(replied.callbacks.get()):
        order = act(district, replied, "call_back", "agent", **bad).order
        from tests.factories import LIFE

        for verb, post, data in LIFE[2:]:
            order = act(district, order, verb, post, **data).order
    assert order.state == "replied" and order.callbacks.count() == 2
    with at(order.callbacks.get(round=2)):
        assert act(district, order, "call_back", "agent", **ANSWERS).order.state == "archived"


@pytest.mark.parametrize("fault", ["customer", "other"])
def test_unsolved_by_the_customers_fault_is_archived(district, replied, fault):
    with at(replied.callbacks.get()):
        order = act(district, replied, "call_back", "agent", **{**ANSWERS, "solved": "no", "fault": fault}).order
    assert order.state == "archived"


@pytest.mark.clause("A2.6")
def test_three_attempts_two_hours_apart_each_with_its_reason_then_archived(district, replied):
    for number, outcome in enumerate(["powered_off", "refused", "no_answer"], 1):
        callback = replied.callbacks.get()
        with at(callback):
            with pytest.raises(errors.TooEarly, match=f"已回访 {number - 1} 次"):
                act(district, replied, "give_up", "agent")
            order = act(district, replied, "call_back", "agent", outcome=outcome).order
            assert order.state == "replied"
            with pytest.raises(errors.TooEarly, match="不早于"):
                act(district, replied, "call_back", "agent", outcome="no_answer")
    times = list(callback.attempts.order_by("number").values_list("at", flat=True))
    assert all(later - earlier >= timedelta(hours=2) for earlier, later in pairwise(times))
    done = act(district, replied, "give_up", "agent", late_cause="other", late_text="客户未接通")
    assert done.order.state == "archived" and replied.callbacks.get().state == CallBack.State.FAILED
    assert done.step.data["reasons"] == ["关机", "拒接", "无人接听"]


@pytest.mark.clause("A2.6")
@pytest.mark.parametrize(
    ("tried", "opens"),
    [("09:00", "11:00"), ("10:30", "14:00"), ("11:30", "14:00"), ("19:30", "08:00"), ("20:59", "08:00")],
)
def test_the_next_attempt_opens_two_hours_later_inside_calling_hours(district, replied, tried, opens):
    with time_machine.travel(f"2026-11-23T{tried}:30+08:00", tick=False):
        act(district, replied, "call_back", "agent", outcome="no_answer")
    local = replied.callbacks.get().opens_at.astimezone(SHANGHAI)
    assert f"{local:%H:%M}" == opens


def test_a_reply_at_night_is_called_back_in_the_morning(district):
    with time_machine.travel("2026-12-31T23:30:00+08:00"):
        check_today(district.crew, district.crew_unit, [])
        order = lived_until(district, "replied")
    assert order.callbacks.get().opens_at.astimezone(SHANGHAI).isoformat() == "2027-01-01T08:00:00+08:00"


def test_only_agents_call_back(district, replied):
    with at(replied.callbacks.get()), pytest.raises(errors.NotAllowed):
        act(district, replied, "call_back", "dispatcher", **ANSWERS)


def test_any_agent_of_the_centre_sees_what_waits_for_a_call_back(district, replied):
    from workorders.selectors.orders import visible_to

    assert visible_to(district.second_agent).filter(pk=replied.pk).exists()
    assert timezone.now()
