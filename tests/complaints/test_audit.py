"""Passed, sent back, sent back again; statements; call-backs that return; appeals."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Role, RoleAt
from tests.complaints.cases import ANSWERS, a_reply, act, clear, lived_until, pdf, step
from workorders import errors
from workorders.models import Return
from workorders.services import perform

BACK = {"codes": ["demand_not_answered", "no_result"], "text": "请写明退补金额和到账时间"}


@pytest.mark.clause("D2", "D5")
def test_sent_back_with_several_codes_and_what_to_mend(district):
    order = lived_until(district, "replied")
    with pytest.raises(errors.Invalid):
        act(district, order, "send_back", "auditor", codes=[], text="请修改")
    order = act(district, order, "send_back", "auditor", **BACK).order
    assert (order.state, order.unit) == ("handling", district.operations)
    back = order.returns.get()
    assert back.level == Return.Level.PROVINCE and back.codes == BACK["codes"] and back.text == BACK["text"]
    assert back.unit == district.operations
    # The handler finds what they wrote.
    order.case.refresh_from_db()
    assert order.case.text and order.case.replied_at is None
    assert order.deadlines.filter(clock="replied_by").count() == 2


@pytest.mark.clause("D3")
def test_a_second_return_is_a_second_return(district):
    order = lived_until(district, "replied")
    for _ in range(2):
        order = act(district, order, "send_back", "auditor", **BACK).order
        order = step(district, order, "reply", "handler")
    order = step(district, order, "approve", "auditor")
    assert order.returns.filter(level=Return.Level.PROVINCE).count() == 2 and order.state == "audited"


@pytest.mark.clause("A4.5", "D2")
def test_unsolved_by_our_fault_comes_back_to_the_unit_at_once(district):
    order = lived_until(district, "audited")
    order.callbacks.update(opens_at=timezone.now())
    bad = {**ANSWERS, "satisfaction": "5", "dissatisfied": ["result"], "solved": "no", "fault": "utility"}
    bad |= {"return_codes": ["truth_contradicts"], "words": "没人来看过"}
    order = perform(order.pk, "call_back", district.agent, bad).order
    assert (order.state, order.unit, order.phase) == ("handling", district.operations, "open")
    assert order.returns.get().level == Return.Level.NATIONAL
    for code in ("replied_by", "answered_by"):
        assert order.deadlines.filter(clock=code).count() == 2
        assert order.deadlines.get(clock=code, generation=2).state == "running"


def test_the_first_breach_stays_when_the_clock_begins_anew(district):
    order = lived_until(district, "handling")
    due = order.deadlines.get(clock="answered_by").due_at
    late = {"late_cause": "utility", "late_text": "现场核实延误"}
    with time_machine.travel(due + timedelta(hours=1)):
        act(district, order, "contact", "handler", outcome="reached", said="已说明", **late)
        order = perform(order.pk, "reply", district.handler, a_reply(**late)).order
        order = act(district, order, "approve", "auditor", **late).order
        order.callbacks.update(opens_at=timezone.now())
        bad = {**ANSWERS, "satisfaction": "5", "dissatisfied": ["result"], "solved": "no", "fault": "utility"}
        order = perform(order.pk, "call_back", district.agent, bad | {"return_codes": ["no_result"]}).order
        assert order.breached and order.deadlines.get(clock="answered_by", generation=1).state == "breached"
        assert order.deadlines.get(clock="answered_by", generation=2).state == "running"


@pytest.mark.clause("D13")
def test_an_approved_statement_cancels_the_call_back(district):
    order = lived_until(district, "handling")
    with pytest.raises(errors.NotAllowed):
        act(district, order, "submit_statement", "handler", text="客户诉求不合理", files={"file": pdf()})
    with pytest.raises(errors.Invalid) as refused:
        act(district, order, "submit_statement", "dispatcher", text="客户多次反映同一事项，均已答复。")
    assert "file" in refused.value.fields
    order = act(
        district,
        order,
        "submit_statement",
        "dispatcher",
        text="客户多次反映同一事项，均已按政策答复。",
        files={"file": pdf("情况说明.pdf")},
    ).order
    assert order.state == "replied" and order.attachments.get().kind == "statement"
    order = act(district, order, "approve", "auditor").order
    assert order.state == "archived" and not order.callbacks.exists() and order.next_due is None


def test_a_statement_may_be_sent_back_like_a_reply(district):
    order = lived_until(district, "handling")
    files = {"file": pdf()}
    order = act(district, order, "submit_statement", "dispatcher", text="情况说明如下。", files=files).order
    order = act(district, order, "send_back", "auditor", **BACK).order
    order = step(district, order, "reply", "handler")
    order = step(district, order, "approve", "auditor")
    assert order.state == "audited" and not order.case.statement


def test_nobody_audits_what_they_wrote(district):
    for post in ("auditor",):
        RoleAt.objects.create(person=district.people[post], role=Role.HANDLER, unit=district.operations)
    order = lived_until(district, "handling")
    act(district, order, "contact", "handler", outcome="reached", said="已说明")
    order = perform(order.pk, "reply", district.auditor, a_reply()).order
    for verb, data in (("approve", {}), ("send_back", BACK)):
        with pytest.raises(errors.NotAllowed, match="别人"):
            act(district, order, verb, "auditor", **data)


@pytest.mark.clause("A3.5")
def test_an_anonymous_caller_is_not_called_back(district):
    order = lived_until(district, "handling", secrecy="anonymous")
    order = perform(order.pk, "reply", district.handler, a_reply(opinion="")).order
    order = act(district, order, "approve", "auditor").order
    assert order.state == "archived" and not order.callbacks.exists()


@pytest.mark.parametrize("state", ["replied", "audited", "archived"])
def test_a_granted_appeal_turns_the_finding_and_leaves_the_counts(district, state):
    order = lived_until(district, state)
    appeal = {"purpose": "不属实，申请剔除", "basis": "监控录像与现场记录", "appellant": "张主任"}
    with pytest.raises(errors.Invalid) as refused:
        act(district, order, "appeal", "dispatcher", **appeal)
    assert "file" in refused.value.fields
    act(district, order, "appeal", "dispatcher", files={"file": pdf("盖章.pdf")}, **appeal)
    with pytest.raises(errors.WrongState):
        act(district, order, "appeal", "dispatcher", files={"file": pdf()}, **appeal)
    order = act(district, order, "decide_appeal", "auditor", granted="yes", opinion="证据充分").order
    order.case.refresh_from_db()
    assert (order.state, order.counted) == (state, False)
    assert (order.case.true, order.case.ours, order.case.appealed) == (False, False, True)
    with pytest.raises(errors.WrongState):
        act(district, order, "appeal", "dispatcher", files={"file": pdf()}, **appeal)


def test_a_refused_appeal_changes_nothing(district):
    order = lived_until(district, "archived")
    appeal = {"purpose": "申请剔除", "basis": "无", "appellant": "张主任"}
    act(district, order, "appeal", "dispatcher", files={"file": pdf()}, **appeal)
    order = act(district, order, "decide_appeal", "auditor", granted="no", opinion="依据不足").order
    order.case.refresh_from_db()
    assert order.counted and order.case.true and not order.case.appealed


@pytest.mark.clause("A2.6")
def test_three_attempts_then_given_up(district):
    order = lived_until(district, "audited")
    for _ in range(3):
        callback = order.callbacks.get()
        with time_machine.travel(callback.opens_at + timedelta(seconds=1)):
            order = perform(order.pk, "call_back", district.agent, {"outcome": "no_answer"}).order
    with time_machine.travel(order.callbacks.get().opens_at):
        order = act(district, order, "give_up", "agent").order
    assert order.state == "archived"


@pytest.mark.clause("A3.4", "A4.3")
def test_explained_and_accepted_on_the_phone(district):
    from tests.complaints.cases import accepted

    order = accepted(district, "opinion")
    with pytest.raises(errors.Invalid) as refused:
        act(district, order, "explain", "agent", said="电价按省发改委文件执行", satisfaction="2")
    assert refused.value.fields == {"accepted": ["客户不接受时请派单"]}
    order = act(
        district, order, "explain", "agent", said="电价按省发改委文件执行", satisfaction="2", accepted=True
    ).order
    assert order.state == "archived" and order.next_due is None
    with pytest.raises(errors.NotVisible):
        act(district, accepted(district), "explain", "agent", said="不行", satisfaction="2", accepted=True)


def test_cleared_audit_of_misconduct(district):
    clear(district, "auditor", "dispatcher", "handler")
    order = lived_until(district, "replied", "misconduct")
    assert act(district, order, "send_back", "auditor", **BACK).order.state == "handling"
