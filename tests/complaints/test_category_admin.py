"""The system administrator's page of the trees: everything through the services, nothing saved past them."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import AccountEvent, RoleAt
from complaints.models import Category
from tests.factories import PASSWORD

PAGE = "/admin/complaints/category/"


@pytest.fixture
def enter(district):
    def as_person(post: str) -> Client:
        client = Client()
        assert client.post("/sign-in/", {"username": post, "password": PASSWORD}).status_code == 302
        return client

    return as_person


def row(code: str) -> Category:
    return Category.objects.get(kind="complaint", code=code, until=None)


def form(category: Category, **changes):
    kept = {
        "label": category.label,
        "parent": category.parent_id or "",
        "order": category.order,
        "basis": category.basis,
    }
    return {**kept, **changes}


def test_each_administrator_sees_their_own(enter):
    codes = {post: enter(post).get(PAGE).status_code for post in ("system_admin", "security_admin", "audit_admin")}
    assert codes == {"system_admin": 200, "security_admin": 403, "audit_admin": 403}


def test_the_list_is_the_tree_of_one_business(enter):
    page = enter("system_admin").get(PAGE, {"kind__exact": "complaint"}).content.decode()
    places = [
        page.index(f">{name}<")
        for name in ("服务投诉", "\u3000员工服务态度", "\u3000\u3000营业厅人员服务态度", "营业投诉")
    ]
    assert places == sorted(places) and "以电谋私" not in page


def test_an_entry_is_added(enter):
    client = enter("system_admin")
    typed = {
        "kind": "complaint",
        "parent": row("tariff_bill").pk,
        "label": "发票",
        "code": "",
        "order": "",
        "basis": "公司通知",
    }
    assert client.post(f"{PAGE}add/", typed).status_code == 302
    new = row("yyts_dfdj_fp")
    assert (new.path_label, new.basis, new.pinyin) == ("营业投诉 / 电费电价 / 发票", "公司通知", "fapiao fp")
    refused = client.post(f"{PAGE}add/", typed)
    assert refused.status_code == 200 and "这一级已经有「发票」了" in refused.content.decode()


def test_a_rename_is_a_new_row_and_the_old_one_is_only_looked_at(enter):
    client, old = enter("system_admin"), row("tariff_bill")
    page = f"{PAGE}{old.pk}/change/"
    assert "电费电价" in client.get(page).content.decode()
    assert client.post(page, form(old, label="电费与电价")).status_code == 302
    assert row("bill").path_label == "营业投诉 / 电费与电价 / 电费"
    looked_at = client.get(page).content.decode()
    assert "营业投诉 / 电费电价" in looked_at and 'name="label"' not in looked_at
    assert client.post(page, form(old, label="又一个")).status_code == 403
    ended = client.get(PAGE, {"ended": "yes"}).content.decode()
    assert "电费电价" in ended and "供电质量投诉" not in ended


def test_a_branch_is_retired_with_what_hangs_on_it_only_when_that_is_said(enter):
    client, metering = enter("system_admin"), row("metering")
    page = f"{PAGE}{metering.pk}/change/"
    refused = client.post(page, form(metering, retire="on"))
    assert refused.status_code == 200 and "下面还有 4 个在用的分类" in refused.content.decode()
    assert client.post(page, form(metering, retire="on", below="on")).status_code == 302
    assert not Category.objects.filter(kind="complaint", code="meter_test", until=None).exists()


def test_nothing_is_deleted_and_the_auditor_reads_what_was_done(enter):
    client, bill = enter("system_admin"), row("bill")
    assert client.post(f"{PAGE}{bill.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{PAGE}{bill.pk}/change/", form(bill, label="电费账单")).status_code == 302
    event = AccountEvent.objects.get(kind="category_changed")
    told = enter("audit_admin").get(f"/admin/accounts/accountevent/{event.pk}/change/").content.decode()
    assert "操作：改名" in told and "改为：营业投诉 / 电费电价 / 电费账单" in told


def test_an_administrator_of_a_city_looks_and_does_not_change(enter, district):
    RoleAt.objects.filter(person=district.people["system_admin"]).update(unit=district.city)
    client, bill = enter("system_admin"), row("bill")
    assert client.get(PAGE).status_code == 200 and client.get(f"{PAGE}add/").status_code == 403
    assert client.post(f"{PAGE}{bill.pk}/change/", form(bill, label="电费账单")).status_code == 403
    assert row("bill").label == "电费"
