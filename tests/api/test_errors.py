"""One error body, whatever goes wrong and whoever notices it."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from tests import factories
from workorders.api.errors import answer, server_error

JSON = "application/json"


def error_of(response, status: int, code: str) -> dict:
    assert response.status_code == status, response.content
    assert response["Content-Type"].startswith(JSON)
    error = response.json()["error"]
    assert {"code", "message", "fields"} <= set(error) <= {"code", "message", "fields", "detail"}
    assert error["code"] == code
    assert any("一" <= char <= "鿿" for char in error["message"]), error["message"]
    return error


def test_without_a_token(ask, number):
    response = ask(None, "GET", f"orders/{number}/")
    error_of(response, 401, "not_authenticated")
    assert response["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"{", "parse_error"), (b"\xff\xfe", "parse_error"), (b"[" * 100_000, "parse_error"), (b"NaN", "parse_error")],
)
def test_what_is_no_json(ask, number, body, code):
    error_of(ask("agent", "POST", f"orders/{number}/note/", body), 400, code)


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"3", b"null"])
def test_what_is_no_object(ask, number, body):
    error_of(ask("agent", "POST", f"orders/{number}/note/", body), 422, "invalid")


def test_another_media_type(ask, number):
    response = ask("agent", "POST", f"orders/{number}/note/", b"a=b", Content_Type="application/x-www-form-urlencoded")
    error_of(response, 415, "unsupported_media_type")


def test_a_body_too_large(ask, number):
    error_of(ask("agent", "POST", f"orders/{number}/note/", b" " * 1_100_000), 413, "too_large")


def test_another_method(ask, number):
    error_of(ask("agent", "DELETE", f"orders/{number}/"), 405, "method_not_allowed")


@pytest.mark.parametrize("path", ["nowhere/", "orders", "orders/1/", "orders/nothing/", ""])
def test_an_address_that_does_not_exist(ask, path):
    error_of(ask("agent", "POST", path, {}), 404, "not_found")


def test_a_verb_that_does_not_exist(ask, number):
    error_of(ask("agent", "POST", f"orders/{number}/vanish/", {}), 404, "not_found")


def test_the_systems_own_verbs_have_no_address(ask, number):
    error_of(ask("lead", "POST", f"orders/{number}/follow/", {}), 404, "not_found")


def test_an_order_out_of_reach_is_like_none_at_all(ask, number):
    there = ask("other_dispatcher", "POST", f"orders/{number}/receive/", {})
    nowhere = ask("other_dispatcher", "POST", "orders/2026112299999999/receive/", {})
    assert error_of(there, 404, "not_found") == error_of(nowhere, 404, "not_found")


def test_a_role_that_may_not(ask, number):
    error_of(ask("agent", "POST", f"orders/{number}/cancel/", {}), 403, "not_allowed")


def test_a_state_that_does_not_fit(ask, number):
    error = error_of(ask("agent", "POST", f"orders/{number}/call_back/", {}), 409, "wrong_state")
    assert error["detail"]["state"] == "accepted"


def test_what_a_form_misses_is_named(ask, report):
    error = error_of(ask("agent", "POST", "orders/repair/", report | {"contact_phones": "abc"}), 422, "invalid")
    assert list(error["fields"]) == ["contact_phones"]


def test_a_field_that_does_not_exist_is_named(ask, report):
    error = error_of(ask("agent", "POST", "orders/repair/", report | {"adress": "朝阳路"}), 422, "invalid")
    assert error["fields"] == {"adress": ["没有这个字段"]}


def test_a_call_back_before_its_time(district, ask):
    order = factories.lived_until(district, "replied")
    order.callbacks.update(opens_at="2099-01-01T10:00:00+08:00")
    body = {"outcome": "no_answer"}
    error = error_of(ask("agent", "POST", f"orders/{order.number}/call_back/", body), 409, "too_early")
    assert error["detail"]["opens_at"].startswith("2099")


def test_a_database_that_does_not_answer_is_no_fault_of_the_caller():
    response = answer(OperationalError("gone"), {})
    assert (response.status_code, response.data["error"]["code"]) == (503, "unavailable")
    assert response["Retry-After"] == "1"


def test_what_nobody_foresaw_stays_an_exception_and_gets_the_same_body():
    assert answer(ZeroDivisionError(), {}) is None
    error_of_fault = server_error(RequestFactory().get("/api/v1/orders/"))
    assert (error_of_fault.status_code, error_of_fault["Content-Type"]) == (500, JSON)
