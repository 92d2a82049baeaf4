"""Before there is an answer: reaching the customer, by oneself or through the centre, and asking for more time."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.complaints.cases import PDF, a_reply, accepted, act, clear, lived_until, pdf, step
from workorders import errors
from workorders.registry import registry
from workorders.services import perform
from workorders.verbs.attach import MAX_BYTES

BESIDES = (
    "；又逐月核对示数与计费参数，夏季因空调负荷较大用电偏高，入秋以后回落，计费无误；检定机构出具的报告、"
    "退费凭证和现场照片都已交给客户，台区经理留下联系方式，约定下月抄表时再复核一次"
)


def clock(order, code):
    return order.deadlines.filter(clock=code).order_by("-generation").first()


def test_a_failed_attempt_counts_as_one(district):
    order = lived_until(district, "handling")
    act(district, order, "contact", "handler", outcome="powered_off")
    assert clock(order, "contacted_by").state == "met"
    order.case.refresh_from_db()
    assert order.case.contacted_at is None and order.contacts.get().outcome == "powered_off"
    act(district, order, "contact", "handler", outcome="reached", said="已说明情况")
    order.case.refresh_from_db()
    assert order.case.contacted_at


def test_reached_says_what_was_said(district):
    order = lived_until(district, "handling")
    with pytest.raises(errors.Invalid) as refused:
        act(district, order, "contact", "handler", outcome="reached")
    assert refused.value.fields == {"said": ["接通了请写明沟通情况"]}


@pytest.mark.clause("A3.5")
def test_who_wants_secrecy_is_reached_through_the_centre(district):
    order = lived_until(district, "handling", secrecy="confidential")
    with pytest.raises(errors.WrongState, match="中转"):
        act(district, order, "contact", "handler", outcome="no_answer")
    act(district, order, "ask_relay", "handler", question="请问表计位置在哪里？")
    with pytest.raises(errors.WrongState):
        act(district, order, "ask_relay", "handler", question="再问一次")
    with pytest.raises(errors.NotAllowed):
        act(district, order, "relay", "handler", outcome="no_answer")
    act(district, order, "relay", "agent", outcome="reached", answer="在一楼楼道")
    assert clock(order, "contacted_by").state == "met"
    attempt = order.contacts.get()
    assert attempt.relayed and attempt.said == "在一楼楼道" and attempt.by == district.agent


@pytest.mark.clause("A3.5")
def test_nobody_can_be_asked_who_stayed_anonymous(district):
    order = lived_until(district, "handling", secrecy="anonymous")
    assert clock(order, "contacted_by") is None
    with pytest.raises(errors.WrongState):
        act(district, order, "ask_relay", "handler", question="请问是哪一户？")


def test_more_time_is_asked_for_with_proof_and_granted_by_the_auditor(district):
    order = lived_until(district, "handling")
    reply, answer = (clock(order, code).due_at for code in ("replied_by", "answered_by"))
    assert reply < answer
    until = answer + timedelta(days=7)
    form = registry[order.kind].by_name["extend"].form(order=order, actor=district.handler)
    said = f"「答复客户」现在到 {timezone.localtime(answer):%Y-%m-%d %H:%M}，请选它以后的时间；「单位回复」同样往后移"
    assert form.fields["until"].help_text == said
    ask = {"until": until.isoformat(), "reason": "等待法定检定机构出具报告"}
    with pytest.raises(errors.Invalid) as refused:
        act(district, order, "extend", "handler", **ask)
    assert "file" in refused.value.fields
    act(district, order, "extend", "handler", files={"file": pdf()}, **ask)
    with pytest.raises(errors.WrongState):
        act(district, order, "extend", "handler", files={"file": pdf()}, **ask)
    with pytest.raises(errors.NotAllowed):
        act(district, order, "decide_extension", "handler", granted="yes")
    with pytest.raises(errors.Invalid):
        act(district, order, "decide_extension", "auditor", granted="no")
    order = act(district, order, "decide_extension", "auditor", granted="yes").order
    for code, due in (("replied_by", reply + timedelta(days=7)), ("answered_by", until)):
        moved = clock(order, code)
        assert moved.due_at == due and moved.note.startswith("同意延期") and moved.fire_at > timezone.now()
    assert order.next_due <= reply + timedelta(days=7) and order.extensions.get().granted


def test_refused_the_time_stays_as_it_was(district):
    order = lived_until(district, "handling")
    due = clock(order, "replied_by").due_at
    until = (timezone.now() + timedelta(days=30)).isoformat()
    act(district, order, "extend", "handler", files={"file": pdf()}, until=until, reason="人手不足")
    act(district, order, "decide_extension", "auditor", granted="no", opinion="理由不充分")
    assert clock(order, "replied_by").due_at == due and order.extensions.get().granted is False


def test_not_once_the_time_is_up(district):
    order = lived_until(district, "handling")
    late = max(clock(order, code).due_at for code in ("replied_by", "answered_by")) + timedelta(minutes=1)
    with time_machine.travel(late, tick=False), pytest.raises(errors.WrongState, match="延期"):
        until = (timezone.now() + timedelta(days=9)).isoformat()
        act(district, order, "extend", "handler", files={"file": pdf()}, until=until, reason="来不及")


def test_an_earlier_date_is_no_extension(district):
    order = lived_until(district, "handling")
    until = (timezone.now() + timedelta(hours=1)).isoformat()
    with pytest.raises(errors.Invalid) as refused:
        act(district, order, "extend", "handler", files={"file": pdf()}, until=until, reason="—理由—")
    assert "until" in refused.value.fields and not order.attachments.exists()


@pytest.mark.clause("D6", "D8", "D9")
def test_what_would_come_back_is_not_sent(district):
    order = lived_until(district, "handling")
    act(district, order, "contact", "handler", outcome="reached", said="已说明")
    for wrong in ({"text": "客户已撤诉。"}, {"true": "no", "ours": "yes"}, {"opinion": "—", "text": "已处理。"}):
        with pytest.raises(errors.Invalid) as refused:
            perform(order.pk, "reply", district.handler, a_reply(**wrong))
        assert refused.value.detail["findings"]
    order.refresh_from_db()
    assert order.state == "handling" and order.case.text == ""


def test_a_reply_may_bring_its_file(district):
    order = lived_until(district, "handling")
    act(district, order, "contact", "handler", outcome="reached", said="已说明")
    long = (
        a_reply()["text"].rstrip("。") + "，" + "逐项核对表计示数、计费参数和历史用电情况，" * 5 + "具体情况详见附件。"
    )
    long = long.replace("，逐项", "；逐项", 1)
    with pytest.raises(errors.Invalid):
        perform(order.pk, "reply", district.handler, a_reply(text=long))
    short = a_reply()
    order = perform(order.pk, "reply", district.handler, short, files={"file": pdf("核查.pdf")}).order
    assert order.state == "replied" and order.attachments.get().name == "核查.pdf"
    step_data = order.steps.order_by("-seq").first().data
    assert step_data["true"] == "yes" and step_data["attachment"]


@pytest.mark.clause("D7")
def test_what_does_not_fit_into_128_characters_goes_into_a_file(district, settings):
    order = lived_until(district, "handling")
    act(district, order, "contact", "handler", outcome="reached", said="已说明")
    body = a_reply()["text"].rstrip("。") + BESIDES
    text = f"{body}，具体情况详见附件。"
    assert len(text) > 128
    bare, big = f"{body}。", SimpleUploadedFile("全文.pdf", PDF + b"0" * MAX_BYTES, "application/pdf")
    for said, file, field, why in ((bare, pdf(), "text", "超过128字"), (text, big, "file", "超过 5 MB")):
        with pytest.raises(errors.Invalid) as refused:
            perform(order.pk, "reply", district.handler, a_reply(text=said), files={"file": file})
        assert list(refused.value.fields) == [field] and why in refused.value.fields[field][0]
        order.refresh_from_db()
        assert (order.state, order.case.text, order.case.replied_at) == ("handling", "", None)
        assert not order.attachments.exists() and not list(Path(settings.MEDIA_ROOT).rglob("*.*"))
    order = perform(order.pk, "reply", district.handler, a_reply(text=text), files={"file": pdf("全文.pdf")}).order
    kept = order.attachments.get()
    assert (order.state, order.case.text) == ("replied", text)
    assert (kept.name, kept.kind, kept.content_type) == ("全文.pdf", "document", "application/pdf")
    assert Path(kept.file.path).read_bytes() == PDF


def test_a_suggestion_says_whether_it_was_adopted(district):
    order = lived_until(district, "handling", "suggestion")
    act(district, order, "contact", "handler", outcome="reached", said="已说明")
    with pytest.raises(errors.Invalid) as refused:
        perform(order.pk, "reply", district.handler, a_reply())
    assert "adopted" in refused.value.fields


def test_misconduct_is_handled_by_the_cleared_alone(district):
    clear(district, "auditor", "dispatcher")
    order = accepted(district, "misconduct")
    for verb, post in (("dispatch", "agent"), ("forward", "auditor")):
        order = step(district, order, verb, post)
    with pytest.raises(errors.Invalid) as refused:
        act(district, order, "receive", "dispatcher", unit=district.operations.pk, handler=district.handler.pk)
    assert "handler" in refused.value.fields
