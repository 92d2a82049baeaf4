"""What no agent dispatched, the system does before the clock runs out."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from customers.services import calls
from repair.services.unattended import dispatch_waiting
from tests.factories import accepted
from tests.repair.test_intake import planned
from workorders.services.sweep import sweep


@pytest.fixture
def after(district):
    def travel(order, seconds):
        at = order.accepted_at + timedelta(seconds=seconds)
        while sweep(at):
            pass
        return time_machine.travel(at, tick=False)

    return travel


@pytest.mark.clause("B4.3", "A2.2")
def test_a_forgotten_fault_is_dispatched_by_the_system_in_time(district, order, after):
    with after(order, 120):
        assert dispatch_waiting() == 0, "the agent still has time"
    with after(order, 150):
        assert dispatch_waiting() == 1
    order.refresh_from_db()
    assert order.state == "dispatched" and order.unit == district.city
    assert order.steps.get(verb="dispatch").actor.username == "system"
    assert order.deadlines.get(clock="dispatched_by").state == "met"


def test_what_may_be_explained_is_left_to_the_agent(district, after):
    planned(district)
    order = accepted(district)
    with after(order, 150):
        assert dispatch_waiting() == 0


def test_what_has_no_address_is_left_to_the_agent(district, after):
    order = accepted(district, premises="")
    with after(order, 150):
        assert dispatch_waiting() == 0


def test_while_the_customer_is_on_the_line_the_agent_decides(district, after):
    now = timezone.now()
    calls.ring("c1", "13812345678", district.centre, 2, now)
    calls.answer("c1", district.agent, now)
    order = accepted(district, call="c1")
    with after(order, 150):
        assert dispatch_waiting() == 0
        calls.hang_up("c1", timezone.now())
        assert dispatch_waiting() == 1
