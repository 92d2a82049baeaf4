"""Coming in by the page: password, where one goes, one session a person, idle sign-out."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import AccountEvent, Person
from accounts.services import people

HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/?state=new"}


@pytest.fixture
def worker(make_person):
    return make_person("w")


def later(**delta: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(**delta), tick=False)


def test_a_stranger_is_sent_to_sign_in_and_then_where_they_wanted(worker, client, sign_in):
    away = client.get("/password/?a=1")
    assert away.url == "/sign-in/?next=/password/%3Fa%3D1" or away.url.startswith("/sign-in/?next=%2Fpassword")
    assert 'name="next" value="/password/?a=1"' in client.get(away.url).content.decode()
    answer = sign_in("w", next="/password/?a=1")
    assert (answer.status_code, answer.url) == (302, "/password/?a=1")
    assert client.get("/password/").status_code == 200


def test_another_site_is_no_place_to_go_next(worker, sign_in):
    assert sign_in("w", next="https://evil.example/").url == "/"


def test_a_wrong_password_and_an_unknown_number_look_alike(worker, sign_in):
    wrong, unknown = sign_in("w", "wrong"), sign_in("nobody", "wrong")
    for answer in (wrong, unknown):
        assert answer.status_code == 200
        assert "工号或密码不正确" in answer.content.decode()
    assert AccountEvent.objects.filter(kind="sign_in_failed", person=worker).count() == 1


def test_a_new_sign_in_ends_the_old_and_says_so(worker, client, sign_in):
    sign_in("w")
    elsewhere = Client()
    sign_in("w", browser=elsewhere)
    away = client.get("/password/")
    assert away.status_code == 302 and "reason=elsewhere" in away.url
    assert "您的账号已在另一处登录" in client.get(away.url).content.decode()
    assert elsewhere.get("/password/").status_code == 200


def test_a_form_sent_after_a_sign_in_elsewhere_says_so(worker, client, sign_in):
    for headers in ({}, {"HX-Request": "true"}):
        sign_in("w")
        sign_in("w", browser=Client())
        answer = client.post("/password/", {"note": "x"}, headers=headers)
        assert answer.status_code == 401
        assert "您的账号已在另一处登录" in answer.content.decode()


def test_signing_out_does_not_wake_an_older_session(worker, client, sign_in):
    sign_in("w")
    elsewhere = Client()
    sign_in("w", browser=elsewhere)
    assert elsewhere.post("/sign-out/").status_code == 302
    assert client.get("/password/").status_code == 302
    assert AccountEvent.objects.filter(kind="signed_out", actor=worker).count() == 1


def test_signing_out_takes_a_post(worker, client, sign_in):
    sign_in("w")
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/password/").status_code == 200


def test_idle_for_too_long_signs_out_and_keeps_the_way_back(worker, client, sign_in, settings):
    sign_in("w")
    with later(minutes=29):
        assert client.get("/password/").status_code == 200
    with later(minutes=58):  # 29 minutes after the last request
        assert client.get("/password/").status_code == 200
    with later(minutes=89):
        away = client.get("/password/?x=1")
        assert away.status_code == 302 and "reason=idle" in away.url and "next=" in away.url
        assert "超过 30 分钟没有操作" in client.get(away.url).content.decode()


def test_polling_does_not_keep_a_session_alive(worker, client, sign_in):
    sign_in("w")
    client.get("/password/")
    for minutes in (10, 20, 30):
        with later(minutes=minutes):
            client.get("/password/", HTTP_X_BACKGROUND="1")
    with later(minutes=31):
        assert client.get("/password/").status_code == 302


def test_activity_is_noted_once_a_minute(worker, client, sign_in, django_assert_max_num_queries):
    sign_in("w")
    client.get("/password/")
    before = client.session["seen_at"]
    with later(seconds=50):
        client.get("/password/")
        assert client.session["seen_at"] == before
    with later(seconds=70):
        client.get("/password/")
        assert client.session["seen_at"] > before


def test_a_click_by_htmx_goes_to_sign_in_with_the_page_it_came_from(client, db):
    answer = client.get("/password/", **HTMX)
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/sign-in/?next=%2F%3Fstate%3Dnew"


def test_a_form_sent_by_htmx_stays_on_its_page_and_says_what_to_do(client, db):
    answer = client.post("/password/", {"text": "停电"}, **HTMX)
    assert answer.status_code == 401
    assert "HX-Redirect" not in answer
    assert "您填写的内容还在本页上" in answer.content.decode()


def test_a_plain_form_gives_back_what_was_typed_but_no_secret(client, db):
    answer = client.post("/password/", {"text": "三号楼<b>停电", "new_password": "Secret-2026-x"})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "三号楼&lt;b&gt;停电" in page
    assert "Secret-2026-x" not in page


def test_a_stale_form_key_gives_back_what_was_typed(worker, sign_in, settings):
    settings.CSRF_FAILURE_VIEW = "accounts.views.expired.csrf_failure"
    browser = Client(enforce_csrf_checks=True)
    own = browser.post("/sign-in/", {"text": "停电"}, HTTP_SEC_FETCH_SITE="same-origin")
    assert own.status_code == 403 and "停电" in own.content.decode() and "重新提交" in own.content.decode()
    foreign = browser.post("/sign-in/", {"text": "停电"}, HTTP_SEC_FETCH_SITE="cross-site")
    assert foreign.status_code == 403 and "停电" not in foreign.content.decode()


def test_deactivation_ends_the_session_at_once(worker, client, sign_in, system):
    sign_in("w")
    assert client.get("/password/").status_code == 200
    people.deactivate(system, worker)
    assert client.get("/password/").status_code == 302
    assert "工号或密码不正确" in sign_in("w").content.decode()


def test_signing_in_is_written_down(worker, sign_in):
    sign_in("w")
    event = AccountEvent.objects.get(kind="signed_in")
    assert (event.actor, event.data) == (worker, {"door": "page", "ip": "127.0.0.1"})
    assert Person.objects.get(pk=worker.pk).last_login


def test_every_page_says_what_a_browser_may_load(client, db):
    policy = client.get("/sign-in/")["Content-Security-Policy"]
    assert "script-src 'self';" in policy and "default-src 'self'" in policy
    page = client.get("/sign-in/").content.decode()
    assert "<script>" not in page and " onclick" not in page


def test_a_page_of_another_person_sends_nothing(worker, make_person, client, sign_in):
    """Left open in a window while somebody else signed in in another one of the same browser."""
    other = make_person("other")
    sign_in("w")
    typed = {"_who": str(other.pk)}
    answer = client.post("/drafts/", typed, **HTMX)
    assert (answer.status_code, "data-session-ended" in answer.content.decode()) == (401, True)
    assert client.post("/drafts/", typed).status_code == 409
    assert client.post("/drafts/", {"_who": str(worker.pk)}).status_code == 404
    assert client.post("/sign-out/", typed).status_code == 302


def test_a_cookie_that_is_no_key_is_nobody(client, db, settings):
    cookie = settings.SESSION_COOKIE_NAME + '="' + r"\000" * 8 + '"'
    assert client.get("/sign-in/", HTTP_COOKIE=cookie).status_code == 200
    assert client.get("/orders/", HTTP_COOKIE=cookie).status_code == 302
