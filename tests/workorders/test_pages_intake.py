"""Taking a call: look-up, hints, earlier orders, one order for a double click, accept and dispatch at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from customers.models import Outage
from customers.services import calls
from tests import factories
from tests.browsing import HTMX, at_desk, posted, text_of
from workorders.models import WorkOrder

NEW = "/orders/new/repair/"


def typed(district, **changes):
    return posted(factories.report(district, **changes))


def test_the_form_is_the_types(district):
    page = text_of(at_desk(district.agent).get(NEW))
    for part in ("新建报修", "报修信息", "受理分类", "已提醒客户注意安全", "受理并派单", "只受理"):
        assert part in page, part
    assert "受理并合并" not in page


def test_only_those_who_accept(district):
    assert at_desk(district.dispatcher).get(NEW).status_code == 403
    assert at_desk(district.crew).post(NEW, {}).status_code == 403
    assert at_desk(district.agent).get("/orders/new/nonsense/").status_code == 404


def test_accept_makes_an_order(district):
    answer = at_desk(district.agent).post(NEW, {**typed(district), "_do": "accept"}, follow=True)
    order = WorkOrder.objects.get()
    assert answer.redirect_chain[-1][0] == f"/orders/{order.number}/"
    assert f"已受理，工单编号 {order.number}" in text_of(answer)
    assert order.state == "accepted"


def test_accept_and_dispatch_in_one_go(district):
    answer = at_desk(district.agent).post(NEW, {**typed(district), "_then": "dispatch"}, follow=True)
    page = text_of(answer)
    assert WorkOrder.objects.get().state == "dispatched"
    assert "已受理，工单编号" in page
    assert "派单已登记，现由 " in page


def test_without_a_known_address_the_unit_is_asked_for(district):
    data = typed(district)
    del data["premises"]
    client = at_desk(district.agent)
    refused = client.post(NEW, {**data, "_then": "dispatch"})
    page = text_of(refused)
    assert refused.status_code == 422 and not WorkOrder.objects.exists()
    assert "有 1 处要改" in page and data["content"] in page
    client.post(NEW, {**data, "_then": "dispatch", "dispatch-unit": district.city.pk})
    order = WorkOrder.objects.get()
    assert (order.state, order.unit) == ("dispatched", district.city)


def test_a_double_click_makes_one_order(district):
    client = at_desk(district.agent)
    for _ in range(2):
        answer = client.post(NEW, {**typed(district), "_key": "double", "_then": "dispatch"}, follow=True)
        assert answer.status_code == 200
    assert WorkOrder.objects.count() == 1
    assert "没有重复建单" in text_of(answer)


@pytest.mark.clause("B2")
def test_422_keeps_everything(district):
    data = typed(district, content="很长的一段受理内容", contact_phones="没有电话", safety_reminded=False)
    answer = at_desk(district.agent).post(NEW, data)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "很长的一段受理内容" in page
    assert 'value="没有电话"' in page
    assert "没有认出电话号码" in page
    assert "请先提醒客户注意安全" in page
    assert not WorkOrder.objects.exists()


def test_looking_up_keeps_what_was_typed(district):
    data = {"content": "已经写了一半", "_find": "张伟", "_do": "find"}
    page = text_of(at_desk(district.agent).post(NEW, data))
    assert "已经写了一半" in page
    assert "东江市朝阳路18号3单元502室" in page
    part = text_of(at_desk(district.agent).post(NEW, data, headers=HTMX))
    assert "已经写了一半" not in part
    assert f'value="{district.premises.pk}"' in part


def test_a_guess_stands_apart_from_a_match(district):
    page = text_of(at_desk(district.agent).post(NEW, {"_find": "朝阳路", "_do": "find"}, headers=HTMX))
    assert "没有与“朝阳路”完全一致的客户" in page
    assert "相近，须与客户逐项核对" in page
    assert "finds-guess" in page


def ring(district):
    calls.ring("call-1", "13812345678", district.centre, 1, timezone.now())
    calls.answer("call-1", district.agent, timezone.now())


def test_choosing_fills_place_and_contact(district):
    ring(district)
    data = {"content": "已经写了一半", "_choose": str(district.premises.pk)}
    page = text_of(at_desk(district.agent).post(NEW, data, headers=HTMX))
    for part in ("已经写了一半", 'value="张伟"', "13812345678", 'value="东江市朝阳路18号3单元502室"'):
        assert part in page, part
    assert at_desk(district.agent).post(NEW, {"_choose": "999999"}).status_code == 404


def test_choosing_another_than_the_caller_tells_neither_name_nor_number(district):
    ring(district)
    page = text_of(at_desk(district.agent).post(NEW, {"_choose": str(district.neighbour.pk)}, headers=HTMX))
    assert f'value="{district.neighbour.address}"' in page
    for secret in (district.neighbour.customer.name, district.neighbour.customer.phones.get().number):
        assert secret not in page


def test_without_a_call_on_the_line_choosing_tells_nobodys_name_or_number(district):
    data = {"_find": "朝阳路", "_choose": str(district.premises.pk)}
    page = text_of(at_desk(district.agent).post(NEW, data, headers=HTMX))
    assert 'value="东江市朝阳路18号3单元502室"' in page
    assert "张伟" not in page
    assert "13812345678" not in page


@pytest.mark.clause("A2.1")
def test_a_known_outage_is_said_at_once_and_explaining_is_offered(district):
    Outage.objects.create(
        kind="planned",
        feeder=district.transformer.feeder,
        reason="线路检修",
        starts_at=timezone.now() - timedelta(hours=1),
        expected_until=timezone.now() + timedelta(hours=3),
    )
    client = at_desk(district.agent)
    page = text_of(client.post(NEW, {"_choose": str(district.premises.pk)}))
    assert "线路检修" in page
    assert "受理并解释办结" in page
    answer = client.post(NEW, {**typed(district), "_then": "explain"})
    assert answer["Location"] == f"/orders/{WorkOrder.objects.get().number}/explain/"


@pytest.mark.clause("D17")
def test_an_open_order_of_the_caller_is_offered_to_be_urged(district, order):
    page = text_of(at_desk(district.agent).post(NEW, {"_do": "matter", "contact_phones": "13812345678"}, headers=HTMX))
    assert "同一客户已有 1 张工单在办" in page
    assert f"/orders/{order.number}/urge/" in page


def test_the_call_on_the_line_fills_in_the_number(district):
    ring(district)
    page = text_of(at_desk(district.agent).get(NEW))
    assert 'value="call-1"' in page
    assert 'value="13812345678"' in page
    assert "东江市朝阳路18号3单元502室" in page
    data = typed(district, call="call-1")
    assert at_desk(district.agent).post(NEW, data).status_code == 302
    assert WorkOrder.objects.get().call.call_id == "call-1"
