"""Rules for passwords: kinds of characters, age, no reuse, argon2."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

import config.settings
from accounts.models import PastPassword, Person
from accounts.services.passwords import change_password, set_password
from tests.accounts.credentials import PASSWORD

NEW = "Xin-mima-{}"


@pytest.fixture
def worker(make_person):
    return make_person("w")


@pytest.mark.parametrize("weak", ["short-A1", "onlylowercase", "lowercase123456", "LOWER-UPPER-ONLY", "password1234"])
def test_weak_passwords_are_refused(weak):
    with pytest.raises(ValidationError):
        validate_password(weak)


@pytest.mark.parametrize("good", ["lower-UPPER-a", "lower7UPPERa", "lower-77-cde", "路灯Abc12345"])
def test_three_kinds_of_four_are_enough(good):
    validate_password(good)


def test_the_last_five_do_not_come_back(worker):
    for number in range(5):
        change_password(worker, PASSWORD if number == 0 else NEW.format(number - 1), NEW.format(number))
    with pytest.raises(ValidationError, match="最近 5 次"):
        change_password(worker, NEW.format(4), NEW.format(0))
    with pytest.raises(ValidationError, match="最近 5 次"):
        change_password(worker, NEW.format(4), NEW.format(4))
    change_password(worker, NEW.format(4), PASSWORD)  # six ago
    assert PastPassword.objects.filter(person=worker).count() == 4


def test_the_old_password_must_be_right(worker):
    with pytest.raises(ValidationError) as refused:
        change_password(worker, "wrong", NEW.format(1))
    assert "old_password" in refused.value.message_dict


def test_after_ninety_days_it_must_be_changed_before_anything_else(worker, client, sign_in):
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        sign_in("w")
        away = client.get("/admin/?a=1")
        assert (away.status_code, away.url) == (302, "/password/?next=%2Fadmin%2F%3Fa%3D1")
        htmx = client.get("/admin/", HTTP_HX_REQUEST="true")
        assert htmx.status_code == 403 and htmx["HX-Redirect"] == "/password/"
        page = client.get("/password/").content.decode()
        assert "密码须修改" in page
        form = {"old_password": PASSWORD, "new_password": NEW.format(1), "repeated": NEW.format(1), "next": "/x/"}
        assert client.post("/password/", form).url == "/x/"
        assert client.get("/password/").status_code == 200  # still signed in, on this browser


def test_the_page_shows_what_is_wrong_at_its_field(worker, client, sign_in):
    sign_in("w")
    answer = client.post("/password/", {"old_password": "no", "new_password": NEW.format(1), "repeated": NEW.format(2)})
    assert "两次输入的新密码不一致" in answer.content.decode()
    answer = client.post("/password/", {"old_password": "no", "new_password": NEW.format(1), "repeated": NEW.format(1)})
    assert "原密码不正确" in answer.content.decode()


def test_a_reset_password_must_be_changed_and_ends_the_session(worker, system, client, sign_in):
    sign_in("w")
    set_password(system, worker, NEW.format(1))
    assert client.get("/password/").status_code == 302
    sign_in("w", NEW.format(1))
    assert client.get("/admin/").url.startswith("/password/")


def test_argon2_is_what_is_configured(db, settings):
    settings.PASSWORD_HASHERS = config.settings.PASSWORD_HASHERS
    person = Person.objects.create_user("a", PASSWORD, name="某人")
    assert person.password.startswith("argon2$argon2id$")
    assert person.check_password(PASSWORD)
