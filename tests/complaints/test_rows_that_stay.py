"""C2, C9: nothing of an order can be deleted or rewritten; where somebody could, with the triggers off, it shows."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from complaints.models import Reporter
from complaints.replies.codes import RETURN_CODES
from tests import factories
from tests.complaints.cases import accepted, act, lived_until, pdf, step
from tests.workorders.test_step_log import behind_the_locks
from workorders.models import WorkOrder
from workorders.services.seal import faults

pytestmark = pytest.mark.clause("C2", "C9")
TABLES = (
    "workorders_workorder",
    "workorders_step",
    "workorders_deadline",
    "workorders_pause",
    "workorders_attachment",
    "workorders_return",
    "workorders_urge",
    "workorders_callback",
    "workorders_attempt",
    "workorders_message",
    "workorders_supporttask",
    "repair_repairdetail",
    "repair_emergency",
    "complaints_casedetail",
    "complaints_praisedetail",
    "complaints_reporter",
    "complaints_contactattempt",
    "complaints_relay",
    "complaints_extension",
    "complaints_appeal",
)
REWRITTEN = (
    "workorders_workorder SET content = '另一件事'",
    "workorders_workorder SET number = '2026010199999999'",
    "workorders_workorder SET kind = 'opinion'",
    "workorders_workorder SET accepted_at = accepted_at - interval '1 day'",
    "workorders_workorder SET phone = '13800000000'",
    "workorders_workorder SET contact_name = '某人'",
    "workorders_workorder SET address = '某处'",
    "workorders_workorder SET premises_id = (SELECT min(id) FROM customers_premises)",
    "complaints_casedetail SET secrecy = 'open'",
    "complaints_reporter SET order_id = order_id + 1",
    "complaints_contactattempt SET said = '没有说过'",
    "complaints_relay SET question = '没有问过'",
    "complaints_relay SET answer = '没有答过'",
    *(
        f"complaints_extension SET {change} WHERE decided_at IS NULL"
        for change in (
            "order_id = order_id + 1",
            "until = until + interval '9 days'",
            "reason = '别的原因'",
            "proof_id = proof_id + 1",
            "asked_by_id = asked_by_id + 1",
            "asked_at = asked_at - interval '1 day'",
        )
    ),
    *(
        f"complaints_appeal SET {change} WHERE decided_at IS NULL"
        for change in (
            "order_id = order_id + 1",
            "purpose = '别的目的'",
            "basis = '别的依据'",
            "appellant = '某人'",
            "scan_id = scan_id + 1",
            "asked_by_id = asked_by_id + 1",
            "asked_at = asked_at - interval '1 day'",
        )
    ),
    *(
        f"complaints_{asked} SET {change} WHERE decided_at IS NOT NULL"
        for asked in ("extension", "appeal")
        for change in ("granted = NOT granted", "opinion = '没有批过'", "decided_at = NULL")
    ),
    "workorders_attachment SET sha256 = repeat('0', 64)",
    "workorders_return SET text = '没有退过'",
    "repair_emergency SET plan = '别的预案'",
    "workorders_urge SET content = '没有催过'",
    "workorders_attempt SET satisfaction = 1",
    "workorders_callback SET state = 'cancelled'",
    "workorders_message SET text = '没有说过'",
    "workorders_deadline SET clock = 'audited_by' WHERE clock = 'answered_by'",
)


@pytest.fixture
def case(district) -> WorkOrder:
    """A confidential complaint with something in every table there is of one, beside a fault and a praise for the rest. Of
    extensions and appeals there is one that was refused, and one that nobody decided yet."""
    fault = factories.lived_until(district, "on_site")
    factories.act(district, fault, "start_plan", "lead", plan="大面积停电应急预案")
    factories.act(district, fault, "support", "crew", units=[district.safety.pk], needed="需吊车立杆")
    act(district, accepted(district, "praise"), "pause", "lead", reason="客户未说明是哪个班组")
    order = lived_until(district, "handling", secrecy="confidential")
    more = {"until": (timezone.now() + timedelta(days=20)).isoformat(), "reason": "等待第三方检定"}
    act(district, order, "extend", "handler", files={"file": pdf()}, **more)
    act(district, order, "decide_extension", "auditor", granted="no", opinion="理由不充分")
    act(district, order, "extend", "handler", files={"file": pdf()}, **more)
    act(district, order, "urge", "agent", content="客户催问进度")
    act(district, order, "attach", "handler", files={"file": pdf()}, kind="document")
    order = step(district, order, "reply", "handler")
    act(district, order, "send_back", "auditor", codes=[RETURN_CODES[0][0]], text="请补充")
    order = step(district, order, "reply", "handler", opinion="客户认可，没有别的要求")
    order = step(district, step(district, order, "approve", "auditor"), "call_back", "agent")
    appeal = {"purpose": "不属实，申请剔除", "basis": "监控录像与现场记录", "appellant": "张主任"}
    act(district, order, "appeal", "dispatcher", files={"file": pdf()}, **appeal)
    act(district, order, "decide_appeal", "auditor", granted="no", opinion="依据不足")
    act(district, order, "appeal", "dispatcher", files={"file": pdf()}, **appeal)
    return order


def refused(sql: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"Cannot|cannot|trigger"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_nothing_can_be_deleted(district, case):
    for table in TABLES:
        refused(f"TRUNCATE {table} CASCADE")
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table})")
            assert cursor.fetchone() == (True,), f"nothing in {table} that could be deleted"
    for table in TABLES:
        refused(f"DELETE FROM {table}")


def test_what_was_said_cannot_be_rewritten(district, case):
    for change in REWRITTEN:
        refused(f"UPDATE {change}")
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("workorders_workorder SET content = '另一件事'", "受理内容与受理时不符"),
        ("workorders_workorder SET kind = 'opinion'", "业务类型与受理时不符"),
        ("workorders_workorder SET accepted_at = accepted_at - interval '1 day'", "受理时间与受理时不符"),
        ("workorders_workorder SET number = '2026010199999999'", "编号与受理时不符"),
        ("workorders_workorder SET phone = '13800000000'", "联系人与受理时不符"),
        ("complaints_casedetail SET secrecy = 'open'", "身份（公开、保密、匿名）与受理时不符"),
        ('workorders_step SET data = data || \'{"content": "另一件事"}\' WHERE seq = 1', "第 1 步被改动"),
    ],
)
def test_what_was_changed_behind_the_triggers_is_named(district, change, said):
    order = lived_until(district, "dispatched", secrecy="confidential")
    assert list(faults()) == []
    behind_the_locks(f"UPDATE {change}")
    order.refresh_from_db()
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_log", stderr=err)
    assert f"工单 {order.number}：" in err.getvalue() and said in err.getvalue()


def test_a_reporter_taken_away_added_or_exchanged_is_named(district):
    one, other, unknown = (
        lived_until(district, "dispatched", secrecy=secrecy)
        for secrecy in ("confidential", "confidential", "anonymous")
    )
    assert list(faults()) == []
    sealed = bytes(Reporter.objects.get(order=other).sealed)
    behind_the_locks("UPDATE complaints_reporter SET sealed = %s WHERE order_id = %s", sealed, one.pk)
    assert [fault for fault in faults() if one.number in fault and "另一张工单" in fault]
    behind_the_locks("DELETE FROM complaints_reporter WHERE order_id = %s", one.pk)
    assert list(faults()) == [f"工单 {one.number}：受理时封存的来电人身份不见了"]
    behind_the_locks(
        "INSERT INTO complaints_reporter (order_id, sealed, sealed_at) VALUES (%s, %s, now())", unknown.pk, sealed
    )
    assert any(unknown.number in fault and "现在却有" in fault for fault in faults())


def test_a_relay_that_vanished_is_named(district):
    order = lived_until(district, "handling", secrecy="confidential")
    act(district, order, "ask_relay", "handler", question="请转告核查情况")
    behind_the_locks("DELETE FROM complaints_relay WHERE order_id = %s", order.pk)
    assert list(faults()) == [f"工单 {order.number}：中转联系与过程记录不符"]


def test_proving_asks_little(district, django_assert_max_num_queries):
    for _ in range(3):
        lived_until(district, "dispatched", secrecy="confidential")
    with django_assert_max_num_queries(16):
        assert list(faults()) == []


def test_a_breach_is_not_taken_back(district):
    order = lived_until(district, "handling")
    order.deadlines.filter(state="running").update(breached_at=order.accepted_at, state="breached")
    WorkOrder.objects.filter(pk=order.pk).update(breached=True)
    undone = (
        "workorders_deadline SET breached_at = NULL",
        "workorders_deadline SET breached_at = breached_at + interval '9 days'",
        "workorders_workorder SET breached = false",
    )
    for statement in undone:
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {statement}")
