"""What a clock promises, when its promise was kept, and that it was missed, is what the log says; otherwise ``verify_log`` names
the order (C2, B4.5)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from bench import mass
from tests.complaints import cases
from tests.factories import accepted, act, lived_until
from workorders.errors import WrongState
from workorders.models import Deadline, WorkOrder
from workorders.services.seal import faults
from workorders.services.sweep import set_aside, sweep

pytestmark = pytest.mark.clause("C2", "B4.5")

CLOCK = "UPDATE workorders_deadline SET"
# A change made while no trigger watches, and what the proof says of it.
CHANGES = (
    (f"{CLOCK} due_at = due_at + interval '1 second' WHERE state = 'met'", "时限"),
    (f"{CLOCK} done_at = done_at - interval '1 minute' WHERE state = 'met'", "时限"),
    (f"{CLOCK} done_at = NULL WHERE state = 'met'", "时限"),
    (f"{CLOCK} state = 'cancelled', fire_at = NULL WHERE state = 'running'", "时限"),
    (f"{CLOCK} state = 'paused', fire_at = NULL WHERE state = 'running'", "时限"),
    (f"{CLOCK} state = 'running' WHERE state = 'paused'", "时限"),
    (f"{CLOCK} late_cause = 'weather' WHERE late_cause <> ''", "时限"),
    (f"{CLOCK} late_text = '暴雨封路' WHERE late_cause <> ''", "时限"),
    (f"{CLOCK} generation = 9 WHERE state = 'met'", "时限"),
    ("DELETE FROM workorders_deadline WHERE state = 'running'", "时限"),
    (f"{CLOCK} breached_at = NULL, state = 'met' WHERE state = 'breached'", "超时"),
    (f"{CLOCK} breached_at = breached_at + interval '1 hour' WHERE state = 'breached'", "超时"),
    (f"{CLOCK} breached_at = due_at, state = 'breached' WHERE state = 'met'", "超时"),
    ("UPDATE workorders_workorder SET unit_id = centre_id WHERE unit_id <> centre_id", "当前单位"),
    ("UPDATE workorders_workorder SET archived_at = archived_at - interval '20 days'", "归档时间"),
    ("UPDATE workorders_workorder SET archived_at = NULL", "归档时间"),
    ("UPDATE workorders_workorder SET breached = false WHERE breached", "超时标记"),
    ("UPDATE workorders_workorder SET breached = true WHERE NOT breached", "超时标记"),
)


def named_after(change: str) -> list[str]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL session_replication_role = replica; {change}")
        assert cursor.rowcount > 0, change
        found = list(faults())
        transaction.set_rollback(True)
    return found


@pytest.fixture
def orders(district) -> list[WorkOrder]:
    """One dispatched too late, the breach told by the sweep; one paused after a refusal; one whose pause is over; one with the
    date its unit was granted; one archived."""
    late, paused, resumed = (accepted(district) for _ in range(3))
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        while sweep(timezone.now()):
            pass
        for each in (late, paused, resumed):
            act(district, each, "dispatch", "agent", late_cause="utility", late_text="座席系统卡顿")
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        act(district, paused, "pause", "lead", reason="客户要求改期")
        act(district, resumed, "pause", "lead", reason="客户要求改期")
    with time_machine.travel(timezone.now() + timedelta(minutes=30), tick=False):
        act(district, resumed, "resume", "lead")
    granted = cases.lived_until(district, "handling")
    more = {"until": (timezone.now() + timedelta(days=20)).isoformat(), "reason": "等待检定"}
    cases.act(district, granted, "extend", "handler", files={"file": cases.pdf()}, **more)
    cases.act(district, granted, "decide_extension", "auditor", granted="yes", opinion="同意")
    done = cases.lived_until(district, "accepted", "opinion")
    cases.act(district, done, "explain", "agent", said="已按电价文件解释。", satisfaction="2", accepted=True)
    return [late, paused, resumed, granted, done]


def test_every_change_of_a_clock_behind_the_triggers_is_named(orders):
    assert {each.state for each in Deadline.objects.all()} >= {"met", "breached", "running", "paused"}
    assert list(faults()) == []
    for change, what in CHANGES:
        assert any(f"：{what}" in fault and fault.endswith("与过程记录不符") for fault in named_after(change)), change


def test_the_clock_is_named(orders):
    found = named_after(f"{CLOCK} due_at = due_at + interval '1 hour' WHERE clock = 'answered_by'")
    assert found and all("：时限「答复客户」" in fault for fault in found)


@pytest.mark.parametrize(
    "change",
    [
        "state = 'met', fire_at = NULL WHERE state = 'running'",
        "state = 'stuck' WHERE state = 'running'",
        "state = 'running' WHERE state = 'breached'",
        "fire_at = '2099-01-01' WHERE state = 'running'",
        "fire_at = NULL WHERE state = 'running'",
        "marks = '{}' WHERE state = 'running'",
        "level = 99 WHERE state = 'running'",
        "breach_mark = 99 WHERE state = 'running'",
    ],
)
def test_a_clock_that_can_never_have_been_so_is_named(orders, change):
    """Nobody would hear of it again, and it would count for nobody."""
    assert any(fault.endswith("自相矛盾") for fault in named_after(f"{CLOCK} {change}"))


def test_a_forged_step_is_named_and_does_not_end_the_proof(orders):
    forged = "UPDATE workorders_step SET verb = 'refuse', data = '{\"codes\": \"x\"}' WHERE id = (SELECT max(id) FROM workorders_step)"
    assert any("被改动" in fault for fault in named_after(forged))


SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.clause("B4.1")
@pytest.mark.parametrize(
    ("begun", "paused", "resumed"),
    [
        ((9, 24, 9), (9, 28, 10), (9, 30, 9)),  # due before the holiday, then after it
        ((3, 10, 9), (3, 11, 10), (3, 12, 1)),  # over midnight: fifteen hours, one working day
        ((3, 12, 17), (3, 14, 18), (3, 17, 9)),  # over a weekend
        ((9, 26, 9), (9, 30, 10), (10, 9, 9)),  # over National Day
    ],
)
def test_after_a_pause_a_limit_in_working_days_is_missed_when_it_is_due(district, begun, paused, resumed):
    at = [datetime(2025, *when, tzinfo=SHANGHAI) for when in (begun, paused, resumed)]
    with time_machine.travel(at[0], tick=False):
        order = cases.lived_until(district, "handling")
    for moment, verb, more in ((at[1], "pause", {"reason": "客户要求改期"}), (at[2], "resume", {})):
        with time_machine.travel(moment, tick=False):
            while sweep(moment):
                pass
            cases.act(district, order, verb, "lead", **more)
    clock = order.deadlines.get(clock="replied_by")
    assert clock.marks == sorted(clock.marks) and clock.marks[clock.breach_mark - 1] == clock.due_at
    for moment, missed in ((clock.due_at - timedelta(seconds=1), False), (clock.due_at, True)):
        with time_machine.travel(moment, tick=False):
            while sweep(moment):
                pass
            clock.refresh_from_db()
            assert (clock.state == "breached") is missed
            assert list(faults()) == []


def test_what_is_done_while_a_clock_stands_still_is_not_late(district):
    order = lived_until(district, "en_route")
    act(district, order, "pause", "lead", reason="客户要求改期")
    with time_machine.travel(timezone.now() + timedelta(hours=10), tick=False):
        order = act(district, order, "arrive", "crew", latitude=41.1, longitude=122.0).order
    clock = order.deadlines.get(clock="arrived_by")
    assert clock.state == "met" and not order.breached
    assert not clock.pauses.filter(resumed_at=None).exists()
    assert list(faults()) == []


def test_what_was_set_aside_after_its_breach_is_no_second_breach(district):
    order = accepted(district)
    clock = order.deadlines.get(clock="dispatched_by")
    with time_machine.travel(timezone.now() + timedelta(minutes=10), tick=False):
        while sweep(timezone.now()):
            pass
        set_aside(clock.pk, timezone.now(), "DataError")
        assert list(faults()) == []
        act(district, order, "dispatch", "agent", late_cause="utility", late_text="座席系统卡顿")
    assert order.steps.filter(verb="breach", data__clock="dispatched_by").count() == 1
    assert list(faults()) == []


def test_a_promise_that_is_past_is_not_paused(district):
    order = accepted(district)
    past = max(order.deadlines.values_list("due_at", flat=True)) + timedelta(seconds=1)
    with time_machine.travel(past, tick=False), pytest.raises(WrongState):
        act(district, order, "pause", "lead", reason="客户要求改期")


def test_what_the_gate_finds_late_is_told_once(district):
    """Nobody swept: the act itself finds out, and the log says it."""
    order = accepted(district)
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        act(district, order, "dispatch", "agent", late_cause="utility", late_text="座席系统卡顿")
    assert order.steps.filter(verb="breach").count() == 1
    assert list(faults()) == []


def test_a_step_says_only_what_it_changed(district):
    order = lived_until(district, "received")
    told = {step.verb: [each["clock"] for each in step.data.get("promises", [])] for step in order.steps.all()}
    assert told["accept"] and told["receive"] and len(told["receive"]) < order.deadlines.count()
    act(district, order, "note", "dispatcher", kind="more", text="已与客户联系")
    assert "promises" not in order.steps.last().data


def test_an_order_from_before_steps_told_of_clocks_proves_nothing_of_them(district):
    span = mass.spread(mass.template(), 1, timezone.now() + timedelta(hours=1), 1)
    assert list(faults()) == []
    later = "due_at + interval '1 hour'"
    assert named_after(f"{CLOCK} due_at = {later}, marks[breach_mark] = {later} WHERE id = {span.first}") == []
