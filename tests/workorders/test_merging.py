"""合并 and 拆分: a child follows its master and keeps its own call-back."""

from datetime import timedelta

import pytest
import time_machine

from tests.factories import ANSWERS, LIFE, accepted, act, lived_until
from workorders import errors
from workorders.models import Deadline


def neighbours(district, **changes):
    return accepted(
        district, premises=district.neighbour.pk, contact_name="李娜", contact_phones="13912345679", **changes
    )


def test_a_child_is_answered_with_its_master_and_called_back_on_its_own(district):
    master = lived_until(district, "received")
    child = neighbours(district)
    child = act(district, child, "merge", "lead", master=master.number).order
    assert child.state == "merged" and child.master == master and child.next_due is None
    for verb, post, data in LIFE[2:]:
        master = act(district, master, verb, post, **data).order
    child.refresh_from_db()
    assert child.state == "replied" and child.unit == master.unit and child.callbacks.count() == 1
    assert child.deadlines.get(clock="dispatched_by").state == Deadline.State.CANCELLED
    with time_machine.travel(child.callbacks.get().opens_at + timedelta(minutes=1)):
        assert act(district, child, "call_back", "agent", **ANSWERS).order.state == "archived"
    master.refresh_from_db()
    assert master.state == "replied", "the master waits for its own call-back"


def test_while_merged_the_clocks_stand_and_run_on_after_the_split(district):
    master, child = lived_until(district, "received"), neighbours(district)
    due = child.deadlines.get(clock="dispatched_by").due_at
    act(district, child, "merge", "lead", master=master.number)
    with time_machine.travel(due + timedelta(hours=1)):
        child = act(district, child, "unmerge", "lead").order
        assert child.state == "accepted" and child.master is None
        assert child.deadlines.get(clock="dispatched_by").due_at > due + timedelta(hours=1)
        assert act(district, child, "dispatch", "agent").order.state == "dispatched"


def test_a_different_line_needs_its_grounds(district):
    master = lived_until(district, "received")
    child = accepted(district, premises=district.far_premises.pk)
    with pytest.raises(errors.Invalid, match="同一条线路") as refused:
        act(district, child, "merge", "lead", master=master.number)
    assert "reason" in refused.value.fields
    assert (
        act(district, child, "merge", "lead", master=master.number, reason="同一上级线路跳闸").order.state == "merged"
    )


def test_what_makes_no_sense_is_refused(district):
    master, child, third = lived_until(district, "received"), neighbours(district), neighbours(district)
    done = lived_until(district, "restored")

    def refused(order, number):
        with pytest.raises(errors.Invalid) as error:
            act(district, order, "merge", "lead", master=number)
        return error.value.message

    assert "自己" in refused(master, master.number)
    assert "已经送电" in refused(child, done.number)
    assert "没有找到" in refused(child, "9999999999999999")
    act(district, child, "merge", "lead", master=master.number)
    assert "子单" in refused(third, child.number)
    assert "主单" in refused(master, third.number)


def test_a_master_with_children_is_not_voided(district):
    master, child = accepted(district), neighbours(district)
    act(district, child, "merge", "lead", master=master.number)
    with pytest.raises(errors.WrongState, match="拆分"):
        act(district, master, "cancel", "lead", reason="mistake", text="误建")


def test_a_master_in_another_district_is_not_there(district):
    elsewhere = accepted(district, premises="")
    elsewhere = act(district, elsewhere, "dispatch", "agent", unit=district.other_city.pk).order
    mine = lived_until(district, "received")
    with pytest.raises(errors.Invalid, match="没有找到"):
        act(district, mine, "merge", "dispatcher", master=elsewhere.number)


def test_a_child_that_came_after_the_lights_were_back_is_answered_all_the_same(district):
    master = lived_until(district, "restored")
    earlier = master.repair.restored_at
    other = lived_until(district, "on_site")
    child = act(district, neighbours(district), "merge", "lead", master=other.number).order
    other = act(district, other, "survey", "crew", **LIFE[5][2]).order
    other = act(district, other, "restore", "crew", result_kind="power").order
    from workorders.services import perform

    perform(other.pk, "reply", district.crew, LIFE[-1][2], occurred_at=other.repair.restored_at)
    child.refresh_from_db()
    assert child.state == "replied" and child.repair.replied_at >= child.accepted_at and earlier
