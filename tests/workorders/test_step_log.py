"""C2: the log cannot be rewritten, and where somebody could, it shows."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.factories import accepted, act, lived_until
from workorders.models import Seal, Step
from workorders.services.seal import faults, seal_until

pytestmark = pytest.mark.clause("C2")


def behind_the_locks(sql, *values):
    """What only somebody with the database's own superuser could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET session_replication_role = DEFAULT")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE workorders_step SET data = '{}'",
        "DELETE FROM workorders_step",
        "TRUNCATE workorders_step CASCADE",
        "UPDATE workorders_seal SET steps = 0",
        "DELETE FROM workorders_seal",
        "TRUNCATE workorders_seal",
    ],
)
def test_update_delete_and_truncate_are_refused(district, order, sql):
    seal_until(timezone.localdate() + timedelta(days=1))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Step.objects.get(order=order).data


def test_an_untouched_log_holds(district):
    lived_until(district, "replied")
    out = StringIO()
    call_command("verify_log", stdout=out)
    assert "完整" in out.getvalue() and list(faults()) == []


def test_a_correction_is_a_new_step_and_the_old_one_stays(district, order):
    act(district, order, "note", "agent", kind="correction", text="门牌应为19号")
    assert list(order.steps.values_list("verb", flat=True)) == ["accept", "note"]


@pytest.mark.parametrize(
    "change",
    [
        'data = \'{"content": "别的"}\'',
        "actor_id = actor_id + 1",
        "occurred_at = occurred_at - interval '1 hour'",
        "recorded_at = recorded_at + interval '1 microsecond'",
        "to_state = 'archived'",
        "hash = sha256('x')",
        "previous = sha256('x')",
        "key = 'x'",
    ],
)
def test_a_changed_row_is_named(district, change):
    order = lived_until(district, "received")
    behind_the_locks(f"UPDATE workorders_step SET {change} WHERE order_id = %s AND seq = 2", order.pk)
    found = list(faults())
    assert any(f"{order.number}：第 2 步" in fault for fault in found) and all(order.number in fault for fault in found)


def test_a_removed_step_is_named(district):
    order = lived_until(district, "received")
    behind_the_locks("DELETE FROM workorders_step WHERE order_id = %s AND seq = 2", order.pk)
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_log", stderr=err)
    assert f"工单 {order.number}：第 2 步缺失" in err.getvalue()


def test_a_cut_tail_shows_against_the_seal(district):
    order = lived_until(district, "received")
    seal_until(timezone.localdate() + timedelta(days=1))
    behind_the_locks("DELETE FROM workorders_step WHERE order_id = %s AND seq = 3", order.pk)
    assert any("与封存不符" in fault for fault in faults())


def test_a_vanished_order_shows_against_the_seal(district, order):
    other = accepted(district)
    seal_until(timezone.localdate() + timedelta(days=1))
    for table in ("workorders_step", "workorders_deadline", "workorders_message", "repair_repairdetail"):
        behind_the_locks(f"DELETE FROM {table} WHERE order_id = %s", order.pk)
    behind_the_locks("DELETE FROM workorders_workorder WHERE id = %s", order.pk)
    found = list(faults())
    assert any(order.number in fault and "消失" in fault for fault in found)
    assert not any(other.number in fault for fault in found)


def test_a_rewritten_seal_shows(district, order):
    seal_until(timezone.localdate() + timedelta(days=1))
    behind_the_locks("UPDATE workorders_seal SET steps = steps + 1")
    assert any("日封存被改动" in fault for fault in faults())


def test_days_are_sealed_once_and_without_gaps(district):
    with time_machine.travel("2026-12-30T10:00:00+08:00"):
        accepted(district)
    with time_machine.travel("2027-01-02T00:20:00+08:00"):
        from datetime import date

        assert seal_until(date(2027, 1, 2)) == 3
        assert seal_until(date(2027, 1, 2)) == 0
    assert [str(day) for day in Seal.objects.values_list("day", flat=True)] == [
        "2026-12-30",
        "2026-12-31",
        "2027-01-01",
    ]
    assert list(faults()) == []


def test_a_cut_tail_shows_before_the_day_is_sealed(district):
    order = lived_until(district, "received")
    act(district, order, "note", "agent", kind="more", text="又来电话")
    behind_the_locks("DELETE FROM workorders_step WHERE order_id = %s AND seq = 4", order.pk)
    assert [order.number in fault and "末尾" in fault for fault in faults()] == [True]


def test_a_state_set_behind_the_gate_shows(district):
    order = lived_until(district, "dispatched")
    behind_the_locks("UPDATE workorders_workorder SET state = 'received' WHERE id = %s", order.pk)
    assert any(order.number in fault and "状态" in fault for fault in faults())
