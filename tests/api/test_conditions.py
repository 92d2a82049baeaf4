"""Safe to repeat, safe to race."""

from __future__ import annotations

import pytest

from tests import factories
from workorders.models import Step, WorkOrder


def test_the_same_key_makes_one_order(ask, report):
    first = ask("agent", "POST", "orders/repair/", report, Idempotency_Key="k1")
    again = ask("agent", "POST", "orders/repair/", report, Idempotency_Key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert first.json() == again.json()
    assert first["ETag"] == again["ETag"] == '"v1"'
    assert WorkOrder.objects.count() == 1


def test_a_key_is_its_owners(ask, report):
    ask("agent", "POST", "orders/repair/", report, Idempotency_Key="k1")
    other = ask("second_agent", "POST", "orders/repair/", report, Idempotency_Key="k1")
    assert "Idempotent-Replayed" not in other
    assert WorkOrder.objects.count() == 2


def test_a_key_with_something_else_is_refused(ask, report):
    ask("agent", "POST", "orders/repair/", report, Idempotency_Key="k1")
    other = ask("agent", "POST", "orders/repair/", report | {"content": "另一件事"}, Idempotency_Key="k1")
    assert (other.status_code, other.json()["error"]["code"]) == (422, "key_reused")


@pytest.mark.parametrize("key", ["", "x" * 61])
def test_a_key_that_is_none(ask, report, key):
    refused = ask("agent", "POST", "orders/repair/", report, Idempotency_Key=key)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "invalid")


def test_a_repeated_verb_is_done_once(ask, number):
    for replayed in (False, True):
        done = ask("agent", "POST", f"orders/{number}/dispatch/", {}, Idempotency_Key="d1")
        assert (done.status_code, done.json()["state"]) == (200, "dispatched")
        assert ("Idempotent-Replayed" in done) is replayed
    assert Step.objects.filter(verb="dispatch").count() == 1


def test_a_stale_version_is_refused_and_says_what_changed(ask, number):
    seen = ask("agent", "GET", f"orders/{number}/")["ETag"]
    ask("lead", "POST", f"orders/{number}/note/", {"kind": "more", "text": "客户补充：楼道也没电"})
    stale = ask("agent", "POST", f"orders/{number}/dispatch/", {}, If_Match=seen)
    error = stale.json()["error"]
    assert (stale.status_code, error["code"]) == (409, "stale")
    assert [(each["verb"], each["data"]["text"]) for each in error["detail"]["changes"]] == [
        ("note", "客户补充：楼道也没电")
    ]
    fresh = ask("agent", "POST", f"orders/{number}/dispatch/", {}, If_Match=f'"v{error["detail"]["version"]}"')
    assert fresh.status_code == 200
    assert fresh["ETag"] == '"v3"'


@pytest.mark.parametrize("tag", ["v1", '"1"', '"v0"', '"v-1"', '"v1", "v2"', "nonsense", '"v9999999999"'])
def test_a_condition_that_names_no_version(ask, number, tag):
    refused = ask("agent", "POST", f"orders/{number}/dispatch/", {}, If_Match=tag)
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "bad_if_match")


@pytest.mark.parametrize("tag", ["*", 'W/"v1"', '"v1"'])
def test_a_condition_that_holds(ask, number, tag):
    assert ask("agent", "POST", f"orders/{number}/dispatch/", {}, If_Match=tag).status_code == 200


def test_a_version_never_reached_tells_nothing_of_the_report(district, ask):
    order = factories.lived_until(district, "dispatched")
    refused = ask("supervisor", "POST", f"orders/{order.number}/supervise/", {"content": "快"}, If_Match='"v99"')
    assert refused.status_code == 409
    assert "13812345678" not in refused.content.decode()
