"""Names and numbers are masked for whoever does not need them; each look is a step."""

import pytest

from tests.factories import act, lived_until
from workorders import errors
from workorders.selectors.masking import contact


def seen(district, order, post):
    return contact(getattr(district, post), order)


def test_who_must_reach_the_customer_sees_the_number(district):
    order = lived_until(district, "assigned")
    for post in ("agent", "lead", "dispatcher", "crew"):
        assert seen(district, order, post)["phones"] == ["13812345678"], post


def test_a_supervisor_sees_a_mask(district):
    order = lived_until(district, "assigned")
    shown = seen(district, order, "supervisor")
    assert shown["masked"] and shown["name"] == "张*" and shown["phones"] == ["138****5678"]
    assert "502" not in shown["address"]


def test_the_crew_sees_it_only_while_the_order_is_open(district):
    order = lived_until(district, "replied")
    assert seen(district, order, "crew")["masked"]


def test_a_look_is_a_step_with_its_reason(district):
    order = lived_until(district, "assigned")
    with pytest.raises(errors.Invalid):
        act(district, order, "reveal", "supervisor", reason="")
    step = act(district, order, "reveal", "supervisor", reason="核实停电时间").step
    assert step.actor == district.supervisor and step.data["reason"] == "核实停电时间"
    assert "13812345678" not in str(step.data)


def test_the_department_that_helps_sees_the_order_and_only_it(district):
    from workorders.selectors.orders import visible_to

    order = lived_until(district, "on_site")
    lived_until(district, "on_site")
    act(district, order, "support", "crew", units=[district.operations.pk], needed="需吊车")
    assert visible_to(district.handler).get() == order
    assert not visible_to(district.safety_officer).exists()


def test_a_hit_confirms_no_number_to_whoever_sees_a_mask(district):
    from workorders.selectors.page import search

    order = lived_until(district, "assigned")
    assert [found.pk for found in search(district.dispatcher, "138 1234 5678")] == [order.pk]
    assert search(district.supervisor, "13812345678") == []
    assert [found.pk for found in search(district.supervisor, order.number[-6:])] == [order.pk]
