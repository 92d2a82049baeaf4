"""A3.5: the keys that close who reported: changed, missing, lost."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from complaints.models import Reporter
from complaints.sealing import BLOCK, PUBLISHED, Unreadable, seal, unseal
from complaints.services.secrecy import identity_of
from tests.complaints.cases import accepted, act
from workorders import errors

pytestmark = pytest.mark.clause("A3.5")


def a_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


@pytest.fixture
def old(settings) -> str:
    settings.REPORTER_KEYS = [a_key()]
    return settings.REPORTER_KEYS[0]


def reseal() -> str:
    out = StringIO()
    call_command("reseal_reporters", stdout=out)
    return out.getvalue()


def test_a_key_is_changed_without_a_gap(district, settings, old):
    orders = [accepted(district, secrecy="confidential") for _ in range(3)]
    before = {row.pk: bytes(row.sealed) for row in Reporter.objects.all()}
    new = a_key()
    settings.REPORTER_KEYS = [new, old]
    fresh = accepted(district, secrecy="confidential", contact_name="李娜")
    assert [identity_of(order)["name"] for order in (*orders, fresh)] == ["张伟"] * 3 + ["李娜"]
    assert "4 条" in reseal()
    settings.REPORTER_KEYS = [new]
    assert [identity_of(order)["name"] for order in (*orders, fresh)] == ["张伟"] * 3 + ["李娜"]
    assert all(bytes(row.sealed) != before.get(row.pk) for row in Reporter.objects.all())
    settings.REPORTER_KEYS = [old]
    with pytest.raises(Unreadable):
        identity_of(orders[0])


def test_what_no_key_opens_is_counted_and_left_as_it_is(district, settings, old):
    order = accepted(district, secrecy="confidential")
    sealed = bytes(Reporter.objects.get().sealed)
    settings.REPORTER_KEYS = [a_key()]
    with pytest.raises(CommandError, match="1 条没有密钥能打开"):
        reseal()
    assert bytes(Reporter.objects.get().sealed) == sealed
    settings.REPORTER_KEYS = [a_key(), old]
    reseal()
    assert identity_of(order)["name"] == "张伟"


def test_a_lost_key_is_said_at_the_look_and_stops_nothing_else(district, settings, old):
    order = accepted(district, secrecy="confidential")
    settings.REPORTER_KEYS = [a_key()]
    with pytest.raises(errors.WrongState, match="REPORTER_KEYS"):
        act(district, order, "look", "agent", reason="回电")
    assert not order.steps.filter(verb="look").exists()
    assert act(district, order, "dispatch", "agent").order.state == "dispatched"


def test_an_identity_opens_for_its_own_order_alone():
    sealed = seal({"name": "张伟"}, 1)
    assert unseal(sealed, 1) == {"name": "张伟"}
    with pytest.raises(Unreadable):
        unseal(sealed, 2)


def test_its_length_does_not_tell_how_much_is_known():
    little, much = seal({"name": "王"}, 1), seal({"name": "欧阳娜娜", "address": "东江市朝阳路18号3单元502室"}, 12345)
    assert len(little) == len(much) > BLOCK


@pytest.mark.parametrize("keys", ["", "short", "not-a-key-at-all-but-as-long-as-one-would-be=,", "忘记填写"])
def test_without_a_proper_key_nothing_starts_and_it_is_said_in_plain_words(keys):
    asked = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        env={**os.environ, "REPORTER_KEYS": keys},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert asked.returncode != 0
    assert "REPORTER_KEYS 未配置或格式不对" in asked.stderr and "生成：" in asked.stderr
    assert not keys or keys.strip(",") not in asked.stderr.splitlines()[-1], "a key half right is still a secret"


def test_the_key_of_the_image_is_refused_where_it_matters():
    """The image is built with a key that everybody can read."""
    assert published() == PUBLISHED
    asked = subprocess.run(
        [sys.executable, "-c", "import config.wsgi"],
        env={
            **os.environ,
            "ZHANGDENG_ENV": "production",
            "REPORTER_KEYS": published(),
            "SECRET_KEY": "x" * 60,
            "TELEPHONE": "",
        },
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert asked.returncode != 0 and "公开" in asked.stderr


def published() -> str:
    dockerfile = (Path(__file__).parents[2] / "Dockerfile").read_text()
    return dockerfile.split("REPORTER_KEYS=")[1].split()[0]
