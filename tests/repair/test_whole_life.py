"""An ordinary fault report from ring to archive."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.factories import ANSWERS, act, lived_until
from workorders.models import Deadline


@pytest.mark.clause("A2.2", "B1", "B2", "B4.2")
def test_a_report_is_recorded_so_that_a_crew_finds_it(district, order):
    assert len(order.number) == 16 and order.number.startswith(f"{timezone.localtime(order.accepted_at):%Y%m%d}")
    assert (order.contact_name, order.phone, order.address) == ("张伟", "13812345678", "东江市朝阳路18号3单元502室")
    assert order.premises == district.premises and order.customer == district.premises.customer
    assert order.repair.category == "low_voltage" and order.repair.safety_reminded
    step = order.steps.get()
    assert (step.verb, step.to_state, step.actor) == ("accept", "accepted", district.agent)
    assert step.data["content"] == order.content


def test_every_state_is_passed_and_every_clock_met(district):
    order = lived_until(district, "replied")
    callback = order.callbacks.get()
    with time_machine.travel(callback.opens_at + timedelta(minutes=1)):
        order = act(district, order, "call_back", "second_agent", **ANSWERS).order
    assert order.state == "archived" and order.phase == "done" and order.archived_at
    assert [step.to_state for step in order.steps.all()] == [
        "accepted", "dispatched", "received", "assigned", "en_route", "on_site", "on_site", "restored", "replied",
        "archived",
    ]  # fmt: skip
    assert set(order.deadlines.values_list("state", flat=True)) == {Deadline.State.MET}
    assert order.next_due is None and not order.breached


@pytest.mark.clause("B4.5")
def test_the_order_keeps_its_times_and_people(district):
    order = lived_until(district, "replied")
    detail = order.repair
    times = [order.accepted_at, detail.dispatched_at, detail.received_at, detail.assigned_at, detail.departed_at,
             detail.arrived_at, detail.restored_at, detail.replied_at]  # fmt: skip
    assert all(times) and times == sorted(times)
    assert order.first_agent == district.agent and detail.in_charge == "某抢修人员"


@pytest.mark.clause("C1")
def test_whoever_takes_the_call_owns_it_first(district, order):
    assert order.first_agent == district.agent and order.unit == district.centre
    assert order.centre == district.centre


@pytest.mark.clause("B3r")
def test_restoration_is_fed_back_to_the_centre_at_once(district):
    order = lived_until(district, "restored")
    told = order.messages.filter(topic="repair.restored").values_list("circle", flat=True)
    assert set(told) == {"agent", "customer"}


@pytest.mark.clause("B1")
def test_a_report_at_midnight_on_new_years_eve_is_taken(district):
    from tests.factories import accepted

    with time_machine.travel("2026-12-31T23:59:59.999+08:00", tick=False):
        order = accepted(district)
    assert order.number.startswith("20261231")
    with time_machine.travel("2027-01-01T00:00:00+08:00", tick=False):
        other = accepted(district)
        dispatched = act(district, order, "dispatch", "agent").order
    assert other.number.startswith("20270101") and dispatched.state == "dispatched"
