"""What a step left in rows of its own still says what the step said; otherwise ``verify_log`` names the order (C2, C9)."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.complaints.cases import accepted, act, lived_until, pdf, relayed, step
from workorders.models import WorkOrder
from workorders.services.seal import faults

pytestmark = pytest.mark.clause("C2", "C9")

# A change made while no trigger watches, and what the proof says of it.
CHANGES = (
    ("DELETE FROM workorders_return WHERE level = 'province'", "退单"),
    ("UPDATE workorders_return SET codes = '{too_long}' WHERE level = 'province'", "退单"),
    ("UPDATE workorders_return SET at = at - interval '40 days'", "退单"),
    ("UPDATE workorders_attempt SET satisfaction = 1", "回访记录"),
    ("UPDATE workorders_attempt SET words = '很好'", "回访记录"),
    ("DELETE FROM workorders_urge", "催办"),
    ("UPDATE workorders_attachment SET sha256 = repeat('0', 64)", "附件"),
    ("UPDATE complaints_casedetail SET grade = 'special'", "分类或等级"),
    ("UPDATE complaints_casedetail SET category_path = '表扬'", "分类或等级"),
    ("UPDATE complaints_casedetail SET text = '客户已撤诉'", "回复"),
    ("UPDATE complaints_casedetail SET statement = true", "回复"),
    ("UPDATE complaints_casedetail SET opinion = '客户非常满意'", "回复的要素或认定"),
    ("UPDATE complaints_casedetail SET ours = false", "回复的要素或认定"),
    ("UPDATE complaints_casedetail SET handled_at = handled_at - interval '1 day'", "回复的要素或认定"),
    ("UPDATE workorders_workorder SET counted = false", "申诉成立后的认定"),
    ("DELETE FROM complaints_contactattempt WHERE NOT relayed", "联系记录"),
    ("UPDATE complaints_contactattempt SET outcome = 'refused'", "联系记录"),
    ("UPDATE complaints_relay SET question = '问什么'", "中转联系"),
    ("UPDATE complaints_relay SET answer = '没有意见'", "中转答复"),
    ("DELETE FROM complaints_extension", "延期申请"),
    ("UPDATE complaints_extension SET granted = true", "延期审批"),
    ("UPDATE complaints_appeal SET basis = '监控录像'", "申诉"),
    ("UPDATE complaints_appeal SET granted = true", "申诉审批"),
    ("DELETE FROM workorders_workorder_related", "关联"),
)


@pytest.fixture
def order(district) -> WorkOrder:
    """A case that met everything there is to meet."""
    order = lived_until(district, "handling")
    act(district, order, "urge", "agent", content="客户催问进度")
    until = (timezone.now() + timedelta(days=20)).isoformat()
    act(district, order, "extend", "handler", files={"file": pdf()}, until=until, reason="等待检定")
    act(district, order, "decide_extension", "auditor", granted="no", opinion="理由不充分")
    order = step(district, order, "reply", "handler")
    order = act(district, order, "send_back", "auditor", codes=["no_result"], text="请写明退补金额").order
    order = step(
        district,
        order,
        "reply",
        "handler",
        text="11月到现场核实，该户电表接线松动，依据《供电营业规则》退补电费86元，已解释。",
    )
    order = step(district, step(district, order, "approve", "auditor"), "call_back", "agent")
    act(district, order, "relate", "agent", number=accepted(district).number)
    asked = {"purpose": "认定不属实", "basis": "现场照片", "appellant": "李强"}
    act(district, order, "appeal", "dispatcher", files={"file": pdf()}, **asked)
    return act(district, order, "decide_appeal", "auditor", granted="no", opinion="照片不能证明").order


@pytest.fixture
def secret(district) -> WorkOrder:
    order = lived_until(district, "handling", secrecy="confidential")
    relayed(district, order)
    return order


def test_every_change_behind_the_triggers_is_named(order, secret):
    assert list(faults()) == []
    for change, what in CHANGES:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL session_replication_role = replica; {change}")
            assert cursor.rowcount > 0, change
            assert any(fault.endswith(f"：{what}与过程记录不符") for fault in faults()), change
            transaction.set_rollback(True)
    assert list(faults()) == []


def test_a_finding_turned_by_an_appeal_stays_turned(district):
    order = lived_until(district, "archived")
    asked = {"purpose": "认定不属实", "basis": "现场照片", "appellant": "李强"}
    act(district, order, "appeal", "dispatcher", files={"file": pdf()}, **asked)
    order = act(district, order, "decide_appeal", "auditor", granted="yes").order
    assert list(faults()) == [] and not order.counted
    for change in ("workorders_workorder SET counted = true", "complaints_casedetail SET ours = true"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL session_replication_role = replica; UPDATE {change}")
            assert list(faults()) == [f"工单 {order.number}：申诉成立后的认定与过程记录不符"]
            transaction.set_rollback(True)


def test_a_statement_an_explanation_and_a_refusal_agree(district):
    order = lived_until(district, "forwarded")
    order = act(district, order, "refuse", "dispatcher", codes=["not_our_area"], text="户号属西湖").order
    for verb, post in (("forward", "auditor"), ("receive", "dispatcher")):
        order = step(district, order, verb, post)
    act(
        district,
        order,
        "submit_statement",
        "dispatcher",
        files={"file": pdf()},
        text="该户多次反映同一事项，特此说明。",
    )
    said = {"said": "已按电价文件向客户解释。", "satisfaction": "2", "accepted": True}
    explained = lived_until(district, "accepted", "opinion")
    act(district, explained, "explain", "agent", **said)
    assert list(faults()) == []
    for change in ("SET text = '另一回事' WHERE statement", "SET explained = '另一回事' WHERE explained <> ''"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL session_replication_role = replica; UPDATE complaints_casedetail {change}")
            assert len(list(faults())) == 1, change
            transaction.set_rollback(True)


def test_a_step_that_says_what_is_no_time_does_not_end_the_proof(order):
    with transaction.atomic(), connection.cursor() as cursor:
        forged = "data = data || '{\"until\": \"nothing\"}' WHERE verb = 'extend'"
        cursor.execute(f"SET LOCAL session_replication_role = replica; UPDATE workorders_step SET {forged}")
        found = list(faults())
        transaction.set_rollback(True)
    assert any("被改动" in fault for fault in found)
    assert f"工单 {order.number}：延期申请与过程记录不符" in found
