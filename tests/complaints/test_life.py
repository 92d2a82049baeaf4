"""A case on its way, centre → province → city → unit and back, and where it may turn."""

import pytest

from tests.complaints.cases import accepted, act, clear, lived_until, step
from workorders import errors

CASES = ("complaint", "opinion", "suggestion")


@pytest.mark.clause("D1", "A3.6", "A4.4")
@pytest.mark.parametrize("kind", CASES)
def test_an_ordinary_life(district, kind):
    order = lived_until(district, "archived", kind)
    assert order.phase == "done" and order.archived_at and order.next_due is None
    assert not order.breached
    assert set(order.deadlines.values_list("state", flat=True)) <= {"met", "cancelled"}


@pytest.mark.clause("D1")
def test_misconduct_passes_through_cleared_hands_alone(district):
    order = accepted(district, "misconduct")
    order = step(district, order, "dispatch", "agent")
    with pytest.raises(errors.NotVisible):
        step(district, order, "forward", "auditor")
    clear(district, "auditor", "dispatcher", "handler")
    for verb, post in (("forward", "auditor"), ("receive", "dispatcher"), ("reply", "handler"), ("approve", "auditor")):
        order = step(district, order, verb, post)
    assert order.state == "audited"


def test_praise_asks_nothing_of_the_customer(district):
    order = accepted(district, "praise")
    order = act(district, order, "dispatch", "agent", unit=district.operations.pk).order
    order = act(district, order, "acknowledge", "handler", passed_on="班前会上宣读").order
    order = act(district, order, "archive", "handler").order
    assert order.state == "archived" and not order.callbacks.exists()
