"""The books are right after an ordinary life, and each way of cooking them is found out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from customers.models import Call
from tests import factories
from workorders.books import check_books, on_time
from workorders.models import Delivery, Message, WorkOrder
from workorders.services import outbox, perform, sweep


def cook(sql: str, *values: object) -> None:
    """Change a row behind the product's back: its triggers would refuse."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET session_replication_role = DEFAULT")


def wrong(**asked: object) -> str:
    return "\n".join(check_books(**asked))


@pytest.fixture
def replied(district) -> WorkOrder:
    return factories.lived_until(district, "replied")


@pytest.fixture
def missed(order) -> WorkOrder:
    """An order whose dispatch was announced as late by the sweep."""
    while sweep.sweep(timezone.now() + timedelta(minutes=4)):  # a level each time
        pass
    outbox.expand()
    return order


def test_an_ordinary_life_leaves_right_books(replied):
    assert wrong() == ""


def test_a_missed_clock_leaves_right_books(missed):
    assert wrong(grace=timedelta(minutes=5)) == ""


def test_a_clock_found_late_by_the_act_itself_leaves_right_books(order, district, time_machine):
    time_machine.move_to(timezone.now() + timedelta(minutes=10))
    factories.act(district, order, "dispatch", "agent", late_cause="utility", late_text="话务繁忙")
    sweep.sweep()
    outbox.expand()
    assert wrong() == ""


def test_a_missing_step_is_found(replied):
    cook("DELETE FROM workorders_step WHERE order_id = %s AND verb = 'arrive'", replied.pk)
    found = wrong()
    assert f"工单 {replied.number}：第" in found
    assert "版本是" in found
    assert "缺失" in found, "the chain of hashes says so too"


def test_a_move_no_type_declares_is_found(replied):
    cook("UPDATE workorders_step SET to_state = 'archived' WHERE order_id = %s AND verb = 'reply'", replied.pk)
    assert "没有「reply」从「restored」到「archived」" in wrong()


def test_an_order_that_stands_elsewhere_is_found(replied):
    cook("UPDATE workorders_workorder SET state = 'archived', phase = 'done' WHERE id = %s", replied.pk)
    assert "最后一步停在「replied」" in wrong()


def test_a_doubled_message_is_found(missed):
    told = Message.objects.filter(topic="clock.breached").first()
    assert told is not None
    told.pk, told.key = None, f"{told.key}:again"
    told.save()
    assert f"工单 {missed.number}：多出一条消息 clock.breached" in wrong(grace=timedelta(minutes=5))


def test_a_missing_message_is_found(missed):
    Delivery.objects.all().delete()
    cook("DELETE FROM workorders_message WHERE topic = 'clock.breached'")
    assert "没有消息" in wrong(grace=timedelta(minutes=5))


def test_a_level_announced_twice_is_found(missed):
    cook(
        "INSERT INTO workorders_step (order_id, seq, verb, from_state, to_state, actor_id, occurred_at, recorded_at,"
        " data, digest, previous, hash) SELECT order_id, seq + 100, verb, from_state, to_state, actor_id, occurred_at,"
        " recorded_at, data, '', '', '' FROM workorders_step WHERE verb = 'breach'"
    )
    assert "记录了 2 次" in wrong(grace=timedelta(minutes=5))


def test_a_clock_nobody_announced_is_found(order, time_machine):
    time_machine.move_to(timezone.now() + timedelta(minutes=10))
    assert f"工单 {order.number}：时限 dispatched_by（第 1 代）已到点，没有播报" in wrong()


def test_a_breach_without_its_step_is_found(missed):
    cook("DELETE FROM workorders_step WHERE verb = 'breach'")
    assert "超时没有记录" in wrong(grace=timedelta(minutes=5))


def test_a_lost_order_is_found(district):
    assert "丢失：通话 c1 应有一张工单，实际没有" in wrong(calls=["c1"])


def test_a_doubled_order_is_found(district, order):
    call = Call.objects.create(call_id="c1", centre=district.centre, caller="", rang_at=timezone.now())
    second = factories.accepted(district)
    cook("UPDATE workorders_workorder SET call_id = %s WHERE id IN (%s, %s)", call.pk, order.pk, second.pk)
    assert "重复：通话 c1 应有一张工单，实际 2 张" in wrong(calls=["c1"])


def test_an_acknowledged_act_without_its_step_is_found(district, order):
    perform(order.pk, "note", district.agent, {"kind": "more", "text": "门禁密码已告知"}, key="k1")
    assert wrong(acts=[("agent", "k1")]) == ""
    assert "丢失：agent 的操作 k2 已答复成功" in wrong(acts=[("agent", "k1"), ("agent", "k2")])


def test_a_child_left_behind_is_found(district):
    master = factories.lived_until(district, "received")
    child = factories.lived_until(district, "received")
    factories.act(district, child, "merge", "dispatcher", master=master.number)
    outbox.expand()
    assert wrong() == ""
    cook("UPDATE workorders_workorder SET state = 'archived', phase = 'done' WHERE id = %s", master.pk)
    assert f"工单 {child.number}：主单 {master.number} 已是「archived」，子单还没有办结" in wrong()


def test_a_message_that_lies_about_is_found(replied, time_machine):
    time_machine.move_to(timezone.now() + timedelta(seconds=30))
    assert "没有发出" in wrong()


def test_text_messages_are_compared_with_their_folder(replied, settings, tmp_path):
    outbox.expand()
    outbox.send()
    assert wrong(files=True) == ""
    folder = tmp_path / "sms"
    sent = next(folder.glob("zd-*.txt"))
    sent.rename(folder / "zd-999999.txt")
    found = wrong(files=True)
    assert "没有短信文件" in found
    assert "zd-999999：短信文件不属于任何送达" in found


def test_rates_count_what_was_kept(replied):
    rates = {rate.label: (rate.kept, rate.ended) for rate in on_time(timezone.now() - timedelta(hours=1))}
    assert rates["派单"] == (1, 1)
    assert rates["回单"] == (1, 1)
    assert rates["回访"] == (0, 0)
