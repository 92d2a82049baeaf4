"""The second factor: demanded by a role, set up once, guessed by nobody."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import AccountEvent, Role
from accounts.services.roles import require_second_factor
from accounts.services.second_factor import reset_second_factor


@pytest.fixture
def worker(units, make_person):
    return make_person("w", (Role.DISPATCHER, units.east))


@pytest.fixture
def rule(system):
    require_second_factor(system, Role.DISPATCHER)


@pytest.fixture
def device(worker):
    return TOTPDevice.objects.create(user=worker, confirmed=True, name="动态口令")


def code(device: TOTPDevice) -> str:
    return f"{totp(device.bin_key):06d}"


def test_without_a_rule_the_password_is_enough(worker, sign_in):
    assert sign_in("w").url == "/"


def test_a_role_can_demand_it_and_then_it_is_set_up_first(worker, rule, client, sign_in):
    assert sign_in("w", next="/password/").url == "/second-factor/"
    assert client.get("/password/").status_code == 302  # not in yet
    page = client.get("/second-factor/").content.decode()
    made = TOTPDevice.objects.get(user=worker, confirmed=False)
    assert "<svg" in page and "密钥" in page
    assert client.get("/second-factor/") and TOTPDevice.objects.filter(user=worker).count() == 1
    done = client.post("/second-factor/", {"code": code(made)})
    assert (done.status_code, done.url) == (302, "/password/")
    assert client.get("/password/").status_code == 200
    assert TOTPDevice.objects.get(user=worker).confirmed
    assert AccountEvent.objects.filter(kind="second_factor_set", person=worker).exists()


def test_with_a_device_the_code_is_asked_for(worker, device, client, sign_in):
    assert sign_in("w").url == "/second-factor/"
    assert "<svg viewBox" not in client.get("/second-factor/").content.decode()
    spaced = f"{code(device)[:3]} {code(device)[3:]}"
    assert client.post("/second-factor/", {"code": spaced}).status_code == 302
    assert client.get("/password/").status_code == 200


def test_a_code_is_good_once(worker, device, client, sign_in):
    used = code(device)
    sign_in("w")
    client.post("/second-factor/", {"code": used})
    client.post("/sign-out/")
    sign_in("w")
    assert "不正确或已用过" in client.post("/second-factor/", {"code": used}).content.decode()


def test_after_a_wrong_code_one_has_to_wait(worker, device, client, sign_in):
    sign_in("w")
    assert "不正确" in client.post("/second-factor/", {"code": "000000"}).content.decode()
    assert "秒后再试" in client.post("/second-factor/", {"code": code(device)}).content.decode()


def test_wrong_codes_lock_the_number_like_wrong_passwords(worker, device, client, sign_in):
    sign_in("w")
    start = timezone.now()
    statuses = []
    for guess in range(5):
        with time_machine.travel(start + timedelta(seconds=20 * guess), tick=False):
            statuses.append(client.post("/second-factor/", {"code": "000000"}).status_code)
    assert statuses == [200, 200, 200, 200, 429]
    with time_machine.travel(start + timedelta(minutes=3), tick=False):
        assert client.post("/second-factor/", {"code": code(device)}).status_code == 429
        assert sign_in("w").status_code == 429


def test_the_wait_between_the_steps_ends(worker, device, client, sign_in):
    sign_in("w")
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        answer = client.post("/second-factor/", {"code": code(device)})
        assert answer.url == "/sign-in/?reason=waited"


def test_the_second_step_alone_is_closed(client, db):
    assert client.get("/second-factor/").url == "/sign-in/?reason=waited"


def test_anybody_may_set_one_up(worker, client, sign_in):
    sign_in("w")
    page = client.get("/second-factor/").content.decode()
    made = TOTPDevice.objects.get(user=worker)
    assert "完成绑定" in page
    client.post("/second-factor/", {"code": code(made)})
    assert "已绑定" in client.get("/second-factor/").content.decode()


def test_a_lost_phone_is_forgotten_by_the_security_administrator(worker, device, units, make_person, client, sign_in):
    security = make_person("sec", (Role.SECURITY_ADMIN, units.province))
    reset_second_factor(security, worker)
    assert sign_in("w").url == "/"
    assert AccountEvent.objects.filter(kind="second_factor_reset", actor=security, person=worker).exists()
