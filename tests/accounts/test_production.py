"""What production refuses: demo accounts. How it begins: three administrators without default passwords."""

import io

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from accounts.models import Person, Role, RoleAt, Unit
from accounts.services.sessions import issue_token
from tests.accounts.credentials import PASSWORD

FIRST = ["--system=xt", "--security=aq", "--audit=sj", "--unit=安澜省电力公司"]


@pytest.fixture
def demo(make_person):
    return make_person("demo", demo=True)


@pytest.fixture
def production(settings):
    settings.PRODUCTION = True


@pytest.fixture
def passwords(monkeypatch):
    for short in ("SYSTEM", "SECURITY", "AUDIT"):
        monkeypatch.setenv(f"ZHANGDENG_{short}_PASSWORD", PASSWORD)


def test_a_demo_account_comes_in_where_it_belongs(demo, sign_in):
    assert sign_in("demo").status_code == 302


def test_not_in_production(demo, production, sign_in, client):
    assert "演示账号不能在生产环境使用" in sign_in("demo").content.decode()
    body = {"username": "demo", "password": PASSWORD}
    answer = client.post("/api/v1/sign-in/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "account_barred")
    _, text = issue_token(demo)
    assert client.get("/api/v1/me/", HTTP_AUTHORIZATION=f"Token {text}").status_code == 401


def test_nor_with_a_session_from_before(demo, sign_in, client, settings):
    sign_in("demo")
    settings.PRODUCTION = True
    assert "reason=barred" in client.get("/password/").url


def test_the_check_finds_them(demo, settings):
    assert not [found for found in run_checks(databases=["default"]) if found.id == "accounts.E001"]
    settings.PRODUCTION = True
    found = [found for found in run_checks(databases=["default"]) if found.id == "accounts.E001"]
    assert len(found) == 1 and "1 个" in found[0].msg


def test_three_administrators_are_made_of_three_people(db, passwords):
    out = io.StringIO()
    call_command("first_administrators", *FIRST, stdout=out)
    assert "三位管理员已建立" in out.getvalue()
    root = Unit.objects.get()
    assert set(RoleAt.objects.values_list("person__username", "role", "unit")) == {
        ("xt", Role.SYSTEM_ADMIN, root.pk),
        ("aq", Role.SECURITY_ADMIN, root.pk),
        ("sj", Role.AUDIT_ADMIN, root.pk),
    }
    assert all(person.must_change_password for person in Person.objects.exclude(username="system"))
    with pytest.raises(CommandError, match="已经有管理员"):
        call_command("first_administrators", *FIRST)


def test_two_of_the_three_cannot_be_one(db, passwords):
    with pytest.raises(CommandError, match="三个人"):
        call_command("first_administrators", "--system=a", "--security=a", "--audit=b", "--unit=x")


def test_passwords_come_from_standard_input_and_have_no_default(db, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n{PASSWORD}\n"))
    with pytest.raises(CommandError, match="没有给出审计管理员的密码"):
        call_command("first_administrators", *FIRST)
    assert not Person.objects.exclude(username="system").exists()


def test_a_weak_one_makes_nobody(db, passwords, monkeypatch):
    monkeypatch.setenv("ZHANGDENG_AUDIT_PASSWORD", "12345678")
    with pytest.raises(CommandError, match="审计管理员"):
        call_command("first_administrators", *FIRST)
    assert not Person.objects.exclude(username="system").exists()
