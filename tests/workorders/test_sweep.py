"""Clocks: announced once, at their time, to a wider circle each; whatever dies in between."""

from datetime import timedelta

import time_machine
from django.db import connection
from django.utils import timezone

from tests.factories import accepted, act, lived_until
from workorders.models import Deadline, Message, Rule, Step
from workorders.services.sweep import sweep


def clock(order, code="dispatched_by"):
    return order.deadlines.get(clock=code)


def test_each_level_is_announced_at_its_mark_to_its_circle(district, order):
    start = clock(order).started_at
    for seconds, level in ((89, 0), (90, 1), (143, 1), (144, 2), (179, 2), (180, 3), (269, 3), (270, 4)):
        sweep(start + timedelta(seconds=seconds))
        assert clock(order).level == level, seconds
    steps = order.steps.filter(verb__in=["warn", "breach"]).order_by("seq")
    assert [step.verb for step in steps] == ["warn", "warn", "breach", "warn"]
    assert [step.occurred_at - start for step in steps] == [timedelta(seconds=s) for s in (90, 144, 180, 270)]
    circles = order.messages.filter(key__startswith="clock:").order_by("created_at").values_list("circle", flat=True)
    assert list(circles) == ["handler", "lead", "supervisor", "above"]
    assert clock(order).fire_at is None and clock(order).state == "breached"
    order.refresh_from_db()
    assert order.breached and order.version == 1, "the sweep does not make somebody's form stale"


def test_the_events_time_is_the_mark_however_late_the_sweep_is(district, order):
    due = clock(order).due_at
    for _ in range(4):
        sweep(due + timedelta(hours=3))
    breach = order.steps.get(verb="breach")
    assert breach.occurred_at == due and clock(order).breached_at == due


def test_a_second_look_announces_nothing_again(district, order):
    now = clock(order).due_at
    while sweep(now):
        pass
    steps, messages = Step.objects.count(), Message.objects.count()
    assert sweep(now) == 0 and (Step.objects.count(), Message.objects.count()) == (steps, messages)


def test_a_clock_met_in_time_is_never_announced(district, order):
    act(district, order, "dispatch", "agent")
    sweep(timezone.now() + timedelta(minutes=2))
    assert not order.steps.filter(verb__in=["warn", "breach"], data__clock="dispatched_by").exists()


def test_a_breach_is_for_life(district, order):
    with time_machine.travel(clock(order).due_at + timedelta(seconds=1)):
        while sweep():
            pass
        order = act(district, order, "dispatch", "agent", late_cause="other", late_text="系统缓慢").order
    assert clock(order).state == Deadline.State.BREACHED and clock(order).done_at
    assert order.breached and clock(order).late_text == "系统缓慢"


def test_late_is_told_from_the_timestamps_when_the_sweep_was_away(district, order):
    with time_machine.travel(clock(order).due_at + timedelta(seconds=1)):
        act(district, order, "dispatch", "agent", late_cause="other", late_text="系统缓慢")
        assert order.steps.filter(verb="breach").count() == 1
        sweep()
    assert order.steps.filter(verb="breach").count() == 1
    assert order.messages.filter(topic="clock.breached").count() == 1


def test_an_act_that_happened_in_time_but_was_entered_late_is_met(district):
    order = lived_until(district, "en_route")
    from workorders.services import perform

    due = clock(order, "arrived_by").due_at
    with time_machine.travel(due + timedelta(minutes=2)):
        perform(order.pk, "arrive", district.crew, {"no_position": "无信号"}, occurred_at=due - timedelta(minutes=1))
    assert clock(order, "arrived_by").state == Deadline.State.MET


def test_a_row_that_cannot_be_done_is_set_aside_and_holds_up_nobody(district):
    bad, good = accepted(district), accepted(district)
    with connection.cursor() as cursor:  # a broken row: the circle of its mark is longer than a circle may be
        cursor.execute("UPDATE workorders_deadline SET marks = '{}' WHERE order_id = %s", [bad.pk])
        cursor.execute("UPDATE workorders_deadline SET level = 20 WHERE order_id = %s", [bad.pk])
    now = clock(good).due_at
    sweep(now)
    sweep(now)
    assert clock(bad).state == Deadline.State.STUCK and clock(bad).fire_at is None
    assert Message.objects.filter(order=bad, topic="clock.stuck", circle="supervisor").count() == 1
    assert clock(good).level >= 1


def test_a_change_of_rules_holds_for_orders_accepted_after_it(district, order):
    old = Rule.objects.get(profile=order.profile, kind="repair", clock="dispatched_by")
    change = timezone.now() + timedelta(minutes=5)
    Rule.objects.create(
        profile=old.profile, kind="repair", clock="dispatched_by", amount=10, measure="minutes",
        levels=old.levels, valid_from=change,
    )  # fmt: skip
    from workorders.clocks import book

    book.forget()
    assert clock(order).due_at - clock(order).started_at == timedelta(minutes=3)
    with time_machine.travel(change - timedelta(seconds=1), tick=False):
        before = accepted(district)
    with time_machine.travel(change, tick=False):
        after = accepted(district)
    assert clock(before).due_at - before.accepted_at == timedelta(minutes=3)
    assert clock(after).due_at - after.accepted_at == timedelta(minutes=10)


def test_a_paused_clock_stands_still_and_the_ledger_says_why(district):
    order = lived_until(district, "received")
    due = clock(order, "arrived_by").due_at
    act(district, order, "pause", "lead", reason="客户约定次日上门")
    sweep(due + timedelta(hours=1))
    assert clock(order, "arrived_by").state == Deadline.State.PAUSED
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        act(district, order, "resume", "lead")
    line = clock(order, "arrived_by").pauses.get()
    assert line.reason == "客户约定次日上门" and line.by == district.lead
    assert clock(order, "arrived_by").due_at - due == line.resumed_at - line.paused_at
    assert clock(order, "arrived_by").fire_at > due


def test_a_workday_clock_over_an_unpublished_new_year_works_and_says_provisional(district, order):
    from datetime import datetime

    from workorders.acts import Started
    from workorders.calendar import SHANGHAI
    from workorders.clocks import book
    from workorders.models import CalendarDay
    from workorders.services import clocks
    from workorders.services.housekeeping import recompute_provisional

    Rule.objects.filter(profile=order.profile, clock="called_back_by").update(amount=10, measure="workdays")
    book.forget()
    start = datetime(2026, 12, 28, 14, 0, tzinfo=SHANGHAI)
    deadline = clocks.build(order, Started("called_back_by", start), 1)
    deadline.save()
    assert deadline.provisional and deadline.due_at == datetime(2027, 1, 11, 14, 0, tzinfo=SHANGHAI)
    CalendarDay.objects.bulk_create(
        [CalendarDay(day=f"2027-01-0{day}", is_workday=False, name="元旦") for day in (1, 2, 3, 4)]
        + [CalendarDay(day="2027-10-01", is_workday=False, name="国庆节")]
    )
    book.forget()
    assert recompute_provisional() == 1
    deadline.refresh_from_db()
    assert not deadline.provisional and deadline.due_at == datetime(2027, 1, 13, 14, 0, tzinfo=SHANGHAI)
    assert order.steps.filter(verb="recompute").count() == 1
