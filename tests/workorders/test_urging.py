"""催办 and 督办 (D17): the second call alerts the unit, the third starts supervision by itself."""

import pytest

from tests.factories import act, lived_until
from workorders import errors
from workorders.models import Urge

pytestmark = pytest.mark.clause("D17")


def urge(district, order):
    return act(district, order, "urge", "agent", content="客户再次来电，仍未恢复").order


def test_the_second_call_alerts_the_unit(district):
    order = urge(district, lived_until(district, "received"))
    assert order.urges == 1
    assert order.messages.filter(topic="order.urged", circle="lead", sms=True, unit=district.city).exists()
    assert not Urge.objects.filter(kind="supervise").exists()


def test_the_third_call_starts_supervision_once(district):
    order = lived_until(district, "received")
    for _ in range(3):
        order = urge(district, order)
    supervision = Urge.objects.get(order=order, kind="supervise")
    assert "第 3 次" in supervision.content
    assert set(order.messages.filter(topic="order.supervised").values_list("circle", flat=True)) == {
        "handler", "lead", "supervisor",
    }  # fmt: skip


def test_a_manager_pushes_and_an_agent_may_not(district):
    order = lived_until(district, "received")
    with pytest.raises(errors.NotAllowed):
        act(district, order, "supervise", "agent", content="尽快")
    act(district, order, "supervise", "supervisor", content="尽快处理并反馈")
    assert order.urgings.get().by == district.supervisor


def test_urging_changes_no_state_and_ends_with_the_order(district):
    order = lived_until(district, "received")
    assert urge(district, order).state == "received"
    closed = act(district, lived_until(district, "accepted"), "cancel", "lead", reason="mistake", text="误建").order
    with pytest.raises(errors.WrongState):
        urge(district, closed)
