"""回复校验 for programs: the order's own facts, or what the program tells; nothing is kept, nothing leaks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.services.sessions import issue_token
from complaints.models import CaseDetail
from tests import factories
from tests.complaints.cases import SENT, a_reply, clear, lived_until
from workorders.models import Draft, Step

ADDRESS = "/api/v1/replies/check/"
WITHDRAWN = "客户已撤诉。"


@pytest.fixture
def ask(district):
    def send(post: str | None, body: Any) -> HttpResponse:
        headers = {"Authorization": f"Token {issue_token(getattr(district, post))[1]}"} if post else {}
        sent = body if isinstance(body, bytes) else json.dumps(body)
        return Client().generic("POST", ADDRESS, sent, content_type="application/json", headers=headers)

    return send


@pytest.fixture
def order(district):
    return lived_until(district, "handling")


def rules(answer: HttpResponse) -> set[str]:
    assert answer.status_code == 200, answer.content.decode()
    return {each["rule"] for each in answer.json()["findings"]}


@pytest.mark.clause("D8")
def test_a_bare_withdrawal_is_named_with_its_place_and_what_to_do(ask, order):
    answer = ask("handler", {"order": order.number, "text": WITHDRAWN, "opinion": "撤诉"}).json()
    assert answer["blocked"] is True and answer["length"] == len(WITHDRAWN)
    first = next(each for each in answer["findings"] if each["rule"] == "bare_withdrawal")
    assert (first["severity"], first["severity_label"], first["field"], first["clause"]) == (
        "block",
        "阻断",
        "text",
        "D8",
    )
    assert WITHDRAWN[first["start"] : first["end"]] in "客户已撤诉" and first["advice"]


def test_the_orders_own_contacts_are_what_counts(district, ask, order):
    said = {"order": order.number, **a_reply()}
    assert "agreed_unreached" in rules(ask("handler", said))  # satisfied, and nobody was reached
    factories.act(district, order, "contact", "handler", outcome="reached", said="已说明核实情况")
    assert rules(ask("handler", said)) == set()


def test_files_about_to_be_brought_are_taken_into_account(ask, order):
    long = SENT.format(day="11月24日") * 3 + "具体情况详见附件。"
    assert "attachment_missing" in rules(ask("handler", {"order": order.number, "text": long}))
    brought = [{"name": "说明.pdf", "size": 1000}]
    found = rules(ask("handler", {"order": order.number, "text": long, "attachments": brought}))
    assert not found & {"attachment_missing", "too_long"}
    brought[0]["size"] = 6 * 1024 * 1024
    assert "attachment_too_big" in rules(ask("handler", {"order": order.number, "text": long, "attachments": brought}))


def test_a_reply_of_somebody_elses_order_is_judged_by_what_is_told(ask):
    told = {
        "text": WITHDRAWN,
        "kind": "misconduct",
        "demand": "举报抄表员收取好处费",
        "accepted_at": "2026-11-22T10:00:00+08:00",
    }
    assert "bare_withdrawal" in rules(ask("auditor", told))
    answer = ask("auditor", {"text": "一" * 130 + "𠮷"}).json()
    assert answer["length"] == 131  # characters, not halves of them


def test_nothing_is_kept(ask, order):
    before = (Step.objects.count(), CaseDetail.objects.values().get(order=order))
    ask("handler", {"order": order.number, **a_reply()})
    assert (Step.objects.count(), CaseDetail.objects.values().get(order=order)) == before
    assert not Draft.objects.exists()


@pytest.mark.parametrize("post", ["handler", "dispatcher", "auditor", "lead", "supervisor"])
def test_who_writes_or_reads_replies_may_ask(ask, post):
    assert ask(post, {"text": WITHDRAWN}).status_code == 200


@pytest.mark.parametrize("post", ["agent", "crew", "telephony", "system_admin"])
def test_nobody_else_may(ask, post):
    assert ask(post, {"text": WITHDRAWN}).status_code == 403
    assert ask(None, {"text": WITHDRAWN}).status_code == 401


def test_an_order_out_of_sight_is_no_order(district, ask, order):
    assert ask("other_dispatcher", {"order": order.number, "text": "好"}).status_code == 404
    assert ask("handler", {"order": "2026112400009999", "text": "好"}).status_code == 404
    clear(district, "auditor", "dispatcher", "handler")
    secret = lived_until(district, "handling", "misconduct")
    assert ask("handler", {"order": secret.number, "text": WITHDRAWN}).status_code == 200
    assert ask("supervisor", {"order": secret.number, "text": WITHDRAWN}).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": "好", "adopted": "maybe"}, "adopted"),
        ({"text": "好", "handled_at": "2026-11-24 09:00"}, "handled_at"),
        ({"text": "好", "order": "12"}, "order"),
        ({"text": "好", "colour": "red"}, "colour"),
        ({"text": "一" * 20_001}, "text"),
        ({"text": "好", "contacts": [{"at": "2026-11-24T09:00:00+08:00"}]}, "contacts.0.reached"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_name(ask, body, field):
    answer = ask("handler", body)
    assert answer.status_code == 422 and field in answer.json()["error"]["fields"], answer.content.decode()


@pytest.mark.parametrize(
    "body",
    [
        {"text": "已更换\udfff"},
        {"text": "已更换", "\ud800": 1},
        {"text": "已更换", "true": "\udfff"},
        {"text": "已更换", "order": "\ud800"},
        {"text": "已更换", "handled_at": "9999-12-31T23:59:59-12:00"},
        {"text": "已更换", "accepted_at": "0001-01-01T00:00:00+08:00"},
        {"text": "已更换", "attachments": [{"name": "\udfff.pdf", "size": 1}]},
    ],
)
def test_half_a_character_is_refused_in_words(ask, body):
    answer = ask("handler", body)
    assert answer.status_code in (400, 422) and answer.json()["error"]["message"]


def test_what_the_order_knows_nobody_else_tells(ask, order):
    answer = ask("handler", {"order": order.number, "text": "好", "demand": "别的诉求"})
    assert answer.status_code == 422 and "demand" in answer.json()["error"]["fields"]


def test_an_order_whose_replies_nobody_judges(district, ask):
    repair = factories.lived_until(district, "dispatched")
    answer = ask("dispatcher", {"order": repair.number, "text": "好"})
    assert answer.status_code == 422 and "报修" in answer.json()["error"]["message"]


def test_too_large_and_no_json(ask):
    assert ask("handler", b'{"text": "' + b"a" * 1_100_000 + b'"}').status_code == 413
    assert ask("handler", b"{").status_code == 400
    assert ask("handler", []).status_code == 422


def test_too_often_says_when_to_come_back(ask, monkeypatch):
    from complaints.api.replies import Often

    monkeypatch.setattr(Often, "rate", "2/min")
    answers = [ask("handler", {"text": "好"}) for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0 and "请" in answers[-1].json()["error"]["message"]


def test_instants_are_taken_as_they_are_said(ask):
    now = timezone.localtime().isoformat()
    said = {"text": WITHDRAWN, "handled_at": now, "contacts": [{"at": now, "reached": True}], "contact_until": now}
    assert ask("handler", said).status_code == 200
