"""Sign-in for programs."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from knox.models import AuthToken
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from accounts.models import Role
from accounts.services import people
from accounts.services.passwords import change_password
from accounts.services.roles import require_second_factor
from accounts.services.sessions import forget_expired, issue_token
from accounts.tokens import TokenAuthentication
from tests.accounts.credentials import PASSWORD


@pytest.fixture
def worker(units, make_person):
    return make_person("w", (Role.DISPATCHER, units.east))


@pytest.fixture
def enter(client):
    def post(username: str = "w", password: str = PASSWORD, **extra: str):
        body = {"username": username, "password": password, **extra}
        return client.post("/api/v1/sign-in/", body, content_type="application/json")

    return post


@pytest.fixture
def me(client):
    return lambda token: client.get("/api/v1/me/", HTTP_AUTHORIZATION=f"Token {token}")


def test_a_token_for_a_password(worker, units, enter, me):
    answer = enter()
    assert answer.status_code == 200
    body = answer.json()
    assert body["person"] == {
        "username": "w",
        "name": "某w",
        "roles": [{"role": "dispatcher", "label": "地市调度", "unit": {"id": units.east.pk, "name": "东江市供电公司"}}],
    }
    assert me(body["token"]).json() == body["person"]
    assert AuthToken.objects.get().digest != body["token"]


def test_signing_out_kills_this_token_only(worker, enter, me, client):
    first, second = enter().json()["token"], enter().json()["token"]
    assert client.post("/api/v1/sign-out/", HTTP_AUTHORIZATION=f"Token {first}").status_code == 204
    assert me(first).status_code == 401
    assert me(second).status_code == 200


def test_errors_have_one_shape(worker, enter, me):
    for answer, status, code in [
        (enter(password="wrong"), 401, "wrong_credentials"),
        (me("nonsense"), 401, "token_invalid"),
        (me("two words"), 401, "token_malformed"),
        (me("\xff"), 401, "token_invalid"),
    ]:
        error = answer.json()["error"]
        assert (answer.status_code, error["code"]) == (status, code)
        assert set(error) == {"code", "message", "fields"}
        assert any("一" <= char <= "鿿" for char in error["message"])


def test_a_missing_field_is_named(worker, enter):
    answer = enter(password="")
    assert answer.status_code == 400
    assert "password" in answer.json()["error"]["fields"]


def test_a_token_ends_by_itself(worker, enter, me):
    token = enter().json()["token"]
    with time_machine.travel(timezone.now() + timedelta(hours=12, minutes=1), tick=False):
        answer = me(token)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "token_expired")
        assert forget_expired() == 1


def test_a_deactivated_person_has_no_token(worker, enter, me, system):
    token = enter().json()["token"]
    people.deactivate(system, worker)
    assert me(token).status_code == 401
    _, other = issue_token(worker)  # even one made behind the service's back
    assert me(other).json()["error"]["code"] == "account_barred"


def test_a_changed_password_ends_the_tokens(worker, enter, me):
    token = enter().json()["token"]
    change_password(worker, PASSWORD, "Xin-mima-2026")
    assert me(token).status_code == 401


def test_the_second_factor_holds_here_too(worker, enter):
    device = TOTPDevice.objects.create(user=worker, confirmed=True)
    assert enter().json()["error"]["code"] == "second_factor_required"
    assert enter(code="000000").json()["error"]["code"] == "wrong_code"
    with time_machine.travel(timezone.now() + timedelta(seconds=5), tick=False):
        assert enter(code=f"{totp(device.bin_key):06d}").status_code == 200


def test_a_role_that_demands_it_without_a_device_is_sent_to_the_page(worker, enter, system):
    require_second_factor(system, Role.DISPATCHER)
    answer = enter()
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "second_factor_setup_required")


def test_an_old_password_is_changed_on_the_page_first(worker, enter):
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        assert enter().json()["error"]["code"] == "password_change_required"


def test_a_session_cookie_opens_no_api(worker, client, sign_in):
    sign_in("w")
    assert client.get("/api/v1/me/").status_code == 401


def test_a_token_costs_one_query_and_the_rights_one_more(worker, django_assert_num_queries):
    _, text = issue_token(worker)
    request = Request(APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"Token {text}"))
    with django_assert_num_queries(1):
        person, _ = TokenAuthentication().authenticate(request)
    with django_assert_num_queries(1):
        assert person.access.has(Role.DISPATCHER)


def test_no_middleware_adds_a_query_to_the_api(worker, client, django_assert_num_queries):
    _, text = issue_token(worker)
    with django_assert_num_queries(2):  # the token with its person; the roles that are shown
        client.get("/api/v1/me/", HTTP_AUTHORIZATION=f"Token {text}")
