"""The three administrators' pages: each sees their own, writes go through services."""

from datetime import date

import pytest
from django.contrib import admin
from django.test import Client

from accounts.models import AccountEvent, Certificate, Person, Role, RoleAt, SecondFactorRule, Unit
from tests.accounts.credentials import PASSWORD

MODELS = ("person", "roleat", "certificate", "secondfactorrule", "unit", "accountevent")


@pytest.fixture
def enter(sign_in):
    def as_person(person: Person) -> Client:
        browser = Client()
        assert sign_in(person.username, browser=browser).status_code == 302
        return browser

    return as_person


@pytest.fixture
def security(units, make_person, enter):
    return enter(make_person("sec", (Role.SECURITY_ADMIN, units.east)))


@pytest.fixture
def configurator(units, make_person, enter):
    return enter(make_person("sys", (Role.SYSTEM_ADMIN, units.east)))


@pytest.fixture
def auditor(units, make_person, enter):
    return enter(make_person("aud", (Role.AUDIT_ADMIN, units.province)))


def statuses(browser: Client, suffix: str = "") -> dict[str, int]:
    return {model: browser.get(f"/admin/accounts/{model}/{suffix}").status_code for model in MODELS}


def test_each_sees_their_own(security, configurator, auditor):
    rights = ("person", "roleat", "certificate", "secondfactorrule")
    assert statuses(security) == dict.fromkeys(rights, 200) | {"unit": 200, "accountevent": 403}
    assert statuses(security, "add/") == dict.fromkeys(rights, 200) | {"unit": 403, "accountevent": 403}
    assert statuses(configurator) == dict.fromkeys(rights, 403) | {"unit": 200, "accountevent": 403}
    assert statuses(configurator, "add/") == dict.fromkeys(rights, 403) | {"unit": 200, "accountevent": 403}
    assert statuses(auditor) == dict.fromkeys(rights, 403) | {"unit": 403, "accountevent": 200}
    assert statuses(auditor, "add/") == dict.fromkeys(MODELS, 403)


def test_what_libraries_register_for_themselves_is_closed(security, configurator, auditor):
    for model in admin.site._registry:
        if model._meta.app_label in {"otp_totp", "knox", "auth"}:
            url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            for browser in (security, configurator, auditor):
                assert browser.get(url).status_code in {403, 404}, url


def test_the_index_names_only_what_one_may_open(security, auditor):
    page = security.get("/admin/").content.decode()
    assert "掌灯 · 管理" in page and "人员" in page and "账号日志" not in page
    page = auditor.get("/admin/").content.decode()
    assert "账号日志" in page and "/admin/accounts/person/" not in page


def test_the_doors_lead_to_the_one_entrance(client, db, units, make_person, enter):
    assert client.get("/admin/").url == "/sign-in/?next=%2Fadmin%2F"
    assert client.get("/admin/login/?next=/admin/").url == "/sign-in/?next=%2Fadmin%2F"
    assert "新人" in client.post("/admin/accounts/person/add/", {"name": "新人"}).content.decode()  # not lost
    worker = enter(make_person("w", (Role.SUPERVISOR, units.province)))
    assert worker.get("/admin/", follow=True).status_code == 403
    assert worker.get("/admin/password_change/").url.startswith("/password/")


def test_a_person_is_made_described_and_given_a_password(security):
    form = {"username": "n1", "name": "新人", "phone": "", "new_password": PASSWORD}
    assert security.post("/admin/accounts/person/add/", form).status_code == 302
    person = Person.objects.get(username="n1")
    assert person.check_password(PASSWORD) and person.must_change_password
    url = f"/admin/accounts/person/{person.pk}/change/"
    assert security.post(url, {"name": "改名", "phone": "", "new_password": "Zai-she-2026"}).status_code == 302
    person.refresh_from_db()
    assert person.name == "改名" and person.check_password("Zai-she-2026")
    weak = security.post(url, {"name": "改名", "phone": "", "new_password": "123"})
    assert weak.status_code == 200 and "密码" in weak.content.decode()
    kinds = list(AccountEvent.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["person_created", "person_changed", "password_reset"]


def test_people_are_closed_and_opened_never_deleted(security, make_person):
    worker = make_person("w")
    url = "/admin/accounts/person/"
    for action, active in (("deactivate_selected", False), ("reactivate_selected", True)):
        security.post(url, {"action": action, "_selected_action": [worker.pk]})
        assert Person.objects.get(pk=worker.pk).is_active is active
    assert security.post(url + f"{worker.pk}/delete/", {"post": "yes"}).status_code == 403


def test_out_of_reach_is_out_of_sight(security, units, make_person):
    far = make_person("far", (Role.CREW, units.west))
    assert security.get(f"/admin/accounts/person/{far.pk}/change/").status_code == 302  # "does not exist"
    assert "某far" not in security.get("/admin/accounts/person/").content.decode()
    both = make_person("both", (Role.CREW, units.crew), (Role.AGENT, units.west))
    page = security.post(
        "/admin/accounts/person/", {"action": "deactivate_selected", "_selected_action": [both.pk]}, follow=True
    )
    assert "不在您的管理范围内" in page.content.decode()
    assert Person.objects.get(pk=both.pk).is_active


def test_somebody_out_of_reach_in_part_is_refused_in_words_when_saved(security, units, make_person):
    both = make_person("both", (Role.CREW, units.crew), (Role.AGENT, units.west))
    answer = security.post(f"/admin/accounts/person/{both.pk}/change/", {"name": "新", "phone": ""})
    assert answer.status_code == 403
    assert Person.objects.get(pk=both.pk).name == "某both"


def test_roles_are_granted_and_revoked_by_the_service(security, units, make_person):
    worker = make_person("w")
    form = {"person": worker.pk, "role": Role.CREW, "unit": units.crew.pk}
    assert security.post("/admin/accounts/roleat/add/", form).status_code == 302
    granted = RoleAt.objects.get(person=worker)
    assert granted.granted_by.username == "sec"
    assert security.post(f"/admin/accounts/roleat/{granted.pk}/delete/", {"post": "yes"}).status_code == 302
    kinds = AccountEvent.objects.filter(person=worker, actor__username="sec").order_by("pk")
    assert [event.kind for event in kinds] == ["role_granted", "role_revoked"]


@pytest.mark.parametrize("place", ["west", "province"])
def test_no_role_beyond_reach(security, units, make_person, place):
    worker = make_person("w")
    form = {"person": worker.pk, "role": Role.CREW, "unit": getattr(units, place).pk}
    answer = security.post("/admin/accounts/roleat/add/", form)
    assert answer.status_code == 200 and not RoleAt.objects.filter(person=worker).exists()


def test_no_second_administration_for_one_person(security, units, make_person):
    worker = make_person("w", (Role.AUDIT_ADMIN, units.east))
    form = {"person": worker.pk, "role": Role.SYSTEM_ADMIN, "unit": units.east.pk}
    assert "不能由一人兼任" in security.post("/admin/accounts/roleat/add/", form).content.decode()
    own = {"person": Person.objects.get(username="sec").pk, "role": Role.AGENT, "unit": units.east.pk}
    assert "自己的角色" in security.post("/admin/accounts/roleat/add/", own).content.decode()


def test_certificates_and_second_factor(security, units, make_person):
    worker = make_person("w", (Role.CREW, units.crew))
    form = {"person": worker.pk, "kind": "电工证", "number": "1", "issued_on": "2026-01-01", "expires_on": "2025-01-01"}
    assert "不能早于" in security.post("/admin/accounts/certificate/add/", form).content.decode()
    assert security.post("/admin/accounts/certificate/add/", form | {"expires_on": "2029-01-01"}).status_code == 302
    kept = Certificate.objects.get()
    url = f"/admin/accounts/certificate/{kept.pk}/"
    assert security.post(url + "change/", form | {"expires_on": "2030-01-01"}).status_code == 302
    kept.refresh_from_db()
    assert kept.expires_on == date(2030, 1, 1)
    assert security.post(url + "delete/", {"post": "yes"}).status_code == 302
    assert security.post("/admin/accounts/secondfactorrule/add/", {"role": Role.AGENT}).status_code == 302
    rule = SecondFactorRule.objects.get()
    assert security.post(f"/admin/accounts/secondfactorrule/{rule.pk}/delete/", {"post": "yes"}).status_code == 302
    kinds = AccountEvent.objects.filter(actor__username="sec").exclude(kind="signed_in").order_by("pk")
    assert [event.kind for event in kinds] == [
        "certificate_kept",
        "certificate_kept",
        "certificate_removed",
        "second_factor_required",
        "second_factor_waived",
    ]


def test_units_are_made_changed_and_moved(configurator, units):
    form = {
        "parent": units.east.pk,
        "kind": "station",
        "function": "",
        "name": "河西供电所",
        "code": "S9",
        "active": "on",
    }
    assert configurator.post("/admin/accounts/unit/add/", form).status_code == 302
    made = Unit.objects.get(code="S9")
    assert made.path == f"{units.east.path}{made.pk}/"
    url = f"/admin/accounts/unit/{made.pk}/change/"
    form |= {"parent": units.station.pk, "name": "河东供电所"}
    assert configurator.post(url, form).status_code == 302
    made.refresh_from_db()
    assert made.path == f"{units.station.path}{made.pk}/" and made.pinyin == "hedonggongdiansuo hdgds"
    ring = form | {"parent": made.pk, "name": "城东供电所", "code": "S1"}
    answer = configurator.post(f"/admin/accounts/unit/{units.station.pk}/change/", ring)
    assert "不能是本单位或其下级单位" in answer.content.decode()
    assert configurator.post(f"/admin/accounts/unit/{made.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_unit_cannot_be_hung_where_one_has_no_say(configurator, units):
    form = {"parent": units.west.pk, "kind": "station", "function": "", "name": "外所", "code": "S8", "active": "on"}
    assert configurator.post("/admin/accounts/unit/add/", form).status_code in {200, 403}
    assert not Unit.objects.filter(code="S8").exists()


def test_the_audit_administrator_reads_the_log_and_writes_nothing(auditor):
    event = AccountEvent.objects.latest("pk")
    url = f"/admin/accounts/accountevent/{event.pk}/"
    assert auditor.get(url + "change/").status_code == 200
    assert auditor.post(url + "change/", {"kind": "signed_out"}).status_code == 403
    assert auditor.post(url + "delete/", {"post": "yes"}).status_code == 403
