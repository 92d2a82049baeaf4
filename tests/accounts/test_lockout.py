"""Five failures lock a number for thirty minutes, whatever the door."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import AccountEvent


@pytest.fixture
def worker(make_person):
    return make_person("w")


@pytest.fixture
def fail(sign_in):
    def times(count: int, **extra: str) -> object:
        answers = [sign_in("w", "wrong", **extra) for _ in range(count)]
        return answers[-1]

    return times


def after(**delta: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(**delta), tick=False)


def test_the_fifth_failure_locks_and_says_until_when(worker, fail, sign_in):
    assert fail(4).status_code == 200
    locked = fail(1)
    assert locked.status_code == 429
    assert "账号已锁定" in locked.content.decode()
    until = timezone.localtime() + timedelta(minutes=30)
    assert any((until + timedelta(minutes=shift)).strftime("%H:%M") in locked.content.decode() for shift in (-1, 0))
    assert int(locked["Retry-After"]) == 1800
    assert sign_in("w").status_code == 429  # the right password, too
    assert AccountEvent.objects.filter(kind="locked_out", person=worker).count() == 1
    assert AccountEvent.objects.filter(kind="sign_in_failed", person=worker).count() == 5


def test_free_after_thirty_minutes_even_when_somebody_kept_knocking(worker, fail, sign_in):
    fail(5)
    with after(minutes=15):
        assert fail(1).status_code == 429
    with after(minutes=29):
        assert sign_in("w").status_code == 429
    with after(minutes=31):
        assert sign_in("w").status_code == 302


def test_success_forgets_the_failures(worker, fail, sign_in, client):
    fail(4)
    assert sign_in("w").status_code == 302
    client.post("/sign-out/")
    assert fail(4).status_code == 200


def test_the_lock_holds_for_the_api_and_the_other_way_round(worker, client, sign_in):
    body = {"username": "w", "password": "wrong"}
    answers = [client.post("/api/v1/sign-in/", body, content_type="application/json") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 401, 429]
    error = answers[-1].json()["error"]
    assert error["code"] == "locked_out" and "30 分钟" in error["message"] and error["fields"] == {}
    assert sign_in("w").status_code == 429


def test_others_are_not_locked_out(worker, fail, sign_in, make_person):
    make_person("other")
    fail(5)
    assert sign_in("other").status_code == 302
