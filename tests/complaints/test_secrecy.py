"""A3.5: the ways round, one by one. ``tests/leaks`` walks everything; here is why each door is shut."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import Role, RoleAt
from accounts.services.sessions import issue_token
from complaints.giveaways import _wordings
from complaints.services.secrecy import identity_of, knows
from customers.models import Call
from customers.services import calls
from tests import factories
from tests.browsing import at_desk, text_of
from tests.complaints.cases import accepted, act, clear, lived_until, step
from workorders import errors
from workorders.models import Draft, Step
from workorders.selectors.bulk import picked
from workorders.selectors.happenings import matters
from workorders.selectors.orders import visible_to
from workorders.services import bulk, drafts

pytestmark = pytest.mark.clause("A3.5", "C9")
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x44\xac\x00\x00\x88\x58\x01\x00\x02\x00\x10\x00data\x00\x00\x00\x00"


def on_the_line(district, call_id: str = "c1", caller: str = "13812345678", post: str = "agent") -> Call:
    calls.ring(call_id, caller, district.centre, 1, timezone.now(), by=district.telephony)
    return calls.answer(call_id, getattr(district, post), timezone.now(), rings=1, by=district.telephony)


def test_a_withheld_number_on_the_line_shows_no_orders_without_a_number(district):
    hidden = [lived_until(district, "dispatched", secrecy=each) for each in ("confidential", "anonymous")]
    on_the_line(district, caller="", post="second_agent")
    assert not visible_to(district.second_agent).exists()
    for order in hidden:
        assert district.second_agent.pk not in matters([order.pk])[order.pk].audience.callees


def test_the_call_of_who_wants_secrecy_is_left_alone(district):
    call = on_the_line(district)
    for secrecy in ("confidential", "anonymous"):
        accepted(district, secrecy=secrecy, call=call.call_id)
        call.refresh_from_db()
        assert call.disposal == "" and call.events.count() == 2
    accepted(district, call="")
    assert calls.dispose(call, Call.Disposal.ANSWERED, district.agent).disposal == "answered"


def test_who_urges_is_not_kept_with_an_order_that_names_nobody(district):
    hidden, known = accepted(district, secrecy="confidential"), accepted(district)
    call = on_the_line(district)
    for order in (hidden, known):
        act(district, order, "urge", "agent", content="再次来电催办")
    assert hidden.urgings.get().call is None and known.urgings.get().call == call


def test_drafts_of_the_call_go_with_it_whatever_tab_they_were_typed_in(district):
    call = on_the_line(district)
    for name in (f"opinion.accept#{call.pk}", f"repair.accept#{call.pk}", "opinion.accept"):
        drafts.keep(district.agent, name, {"contact_name": "张伟", "contact_phones": "13812345678"})
    accepted(district, secrecy="anonymous", call=call.call_id)
    assert list(Draft.objects.values_list("form", flat=True)) == ["opinion.accept"]  # another caller's


def test_a_draft_that_would_tell_is_not_kept(district):
    order = accepted(district, secrecy="confidential")
    typed = {"kind": "more", "text": "张伟说电话打不通"}
    kept = drafts.keep(district.agent, "complaint.note", typed, order.number)
    assert kept is not None and kept.data == {"kind": "more"}
    fine = drafts.keep(district.agent, "complaint.note", {**typed, "text": "客户说电话打不通"}, order.number)
    assert fine is not None and fine.data["text"]


@pytest.mark.parametrize("field", ["content", "place", "concerned", "happened", "source_no"])
def test_nothing_that_is_sent_on_names_who_called(district, field):
    with pytest.raises(errors.Invalid) as refused:
        accepted(district, secrecy="confidential", channel="12345", **{field: "来电人13812345678"})
    assert list(refused.value.fields) == [field]


def test_whoever_left_the_desk_knows_no_longer(district):
    order = lived_until(district, "handling", secrecy="confidential")
    assert knows(district.agent, order)
    agent = district.people["agent"]
    RoleAt.objects.filter(person=agent).delete()
    RoleAt.objects.create(person=agent, role=Role.HANDLER, unit=district.operations)
    RoleAt.objects.create(person=agent, role=Role.INTEGRITY, unit=district.operations)
    with pytest.raises(errors.NotAllowed):
        act(district, order, "look", "agent", reason="想知道是谁")


def test_a_handler_learns_nothing_from_what_is_refused(district):
    """What they write is not read for the reporter's name: a refusal would confirm a guess."""
    order = lived_until(district, "handling", secrecy="confidential")
    act(district, order, "note", "handler", kind="more", text="是不是张伟举报的")
    assert order.steps.filter(verb="note").count() == 1


def test_whoever_may_know_and_guesses_leaves_a_line(district, caplog):
    order = accepted(district, secrecy="confidential")
    with pytest.raises(errors.Invalid, match="暴露"):
        act(district, order, "note", "agent", kind="more", text="是张伟吗")
    [line] = [record.getMessage() for record in caplog.records if "reporter.given_away" in record.getMessage()]
    assert "张伟" not in line and str(order.pk) in line


def test_a_guess_in_a_draft_or_for_many_leaves_the_same_line(district, caplog):
    order = accepted(district, secrecy="confidential")
    drafts.keep(district.agent, "complaint.note", {"text": "是张伟吗"}, order.number)
    with pytest.raises(errors.Invalid, match="暴露"):
        bulk.begin(district.agent, "note", picked(district.agent, [order.number]), {"text": "是张伟吗"}, uuid4())
    lines = [record.getMessage() for record in caplog.records if "reporter.given_away" in record.getMessage()]
    assert len(lines) == 2 and not any("张伟" in line for line in lines)


def test_an_address_of_many_doors_and_a_long_text_are_read_in_bounds():
    address = "".join(f"{n % 10}室" for n in range(100))
    assert len(_wordings(address)) < 100


def test_no_recording_of_a_voice(district):
    for secrecy in ("confidential", "anonymous"):
        order = accepted(district, secrecy=secrecy)
        file = SimpleUploadedFile("来电.wav", WAV, "audio/wav")
        with pytest.raises(errors.Invalid, match="声音"):
            act(district, order, "attach", "agent", files={"file": file}, kind="recording")
        assert not order.attachments.exists()


def test_links_that_would_tell_are_refused(district):
    opened, kept, unknown = (accepted(district, secrecy=each) for each in ("open", "confidential", "anonymous"))
    misconduct = accepted(district, "misconduct")
    also = accepted(district, secrecy="confidential")
    act(district, kept, "relate", "agent", number=also.number)
    for one, other in ((opened, kept), (kept, unknown), (unknown, opened), (kept, misconduct), (misconduct, also)):
        with pytest.raises(errors.Invalid):
            act(district, one, "relate", "agent", number=other.number)


def test_a_number_that_exists_answers_as_one_that_does_not(district, client):
    order = step(district, accepted(district, "misconduct"), "dispatch", "agent")
    headers = {"Authorization": f"Token {issue_token(district.lead)[1]}"}
    asked = [(body, "application/json", {}) for body in ('{"no_such_field": 1}', '{"text": 5}', "{}", "{", "\xff")]
    asked += [("a=1", "application/x-www-form-urlencoded", {}), ("a", "text/plain", {})]
    asked += [("--x", "multipart/form-data; boundary=x", {}), ("{}", "application/json", {"If-Match": "none"})]
    asked += [("{}", "application/json", {"Idempotency-Key": key}) for key in ("", "k" * 61)]
    for body, kind, more in asked:
        answers = [
            client.post(f"/api/v1/orders/{number}/{verb}/", body, kind, headers={**headers, **more})
            for number in (order.number, "2026010112345678")
            for verb in ("note", "look", "reply", "depart", "attach")
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1


def test_a_number_that_exists_takes_as_long_to_refuse_as_one_that_does_not(district, settings, monkeypatch):
    settings.REFUSED_EACH = 0.25
    order, clock = step(district, accepted(district, "misconduct"), "dispatch", "agent"), Clock()
    monkeypatch.setattr("accounts.middleware.time", clock)
    token = {"Authorization": f"Token {issue_token(district.lead)[1]}"}
    for number in (order.number, "2026010112345678"):
        for ask in (
            lambda client, at: client.get(f"/orders/{at}/"),
            lambda client, at: client.get(f"/api/v1/orders/{at}/", headers=token),
            lambda client, at: client.post(f"/api/v1/orders/{at}/note/", "{}", "application/json", headers=token),
        ):
            for asked_for in (0.01, 0.24, 0.26):
                came = clock.now
                clock.takes = asked_for
                assert ask(at_desk(district.lead), number).status_code == 404
                assert round(clock.now - came, 9) == (0.25 if asked_for < 0.25 else 0.5)
    clock.slept = 0.0
    assert Client().get("/no/such/page/").status_code == 404 and at_desk(district.lead).get("/").status_code < 400
    assert clock.slept == 0.0, "strangers hold no worker, and what is answered does not wait"


class Clock:
    """A request takes what it is told to take, and who waits is on time."""

    def __init__(self) -> None:
        self.now, self.takes, self.slept, self._reads = 100.0, 0.0, 0.0, 0

    def monotonic(self) -> float:
        self._reads += 1
        if self._reads % 2 == 0:  # it came, and then it was answered
            self.now += self.takes
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept += seconds


def test_the_audit_administrator_reads_of_misconduct_only_when_cleared(district):
    order = step(district, accepted(district, "misconduct"), "dispatch", "agent")
    factories.accepted(district)
    client = at_desk(district.audit_admin)
    assert order.number not in text_of(client.get("/admin/workorders/step/"))
    clear(district, "audit_admin")
    client = at_desk(district.audit_admin)
    assert order.number in text_of(client.get("/admin/workorders/step/"))
    assert Step.objects.filter(order=order).count() == 2


def test_what_is_kept_is_all_that_calls_back_need(district):
    order = accepted(district, secrecy="confidential", premises=district.premises.pk)
    found = identity_of(order)
    assert found is not None and set(found) == {"name", "phones", "address", "account", "premises", "call"}
    assert found["name"] == "张伟" and found["phones"] == ["13812345678"]
