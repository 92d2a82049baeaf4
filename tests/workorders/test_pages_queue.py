"""The queue: mine first, then the rest; by clock, page by page, as far as I may see."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from tests import factories
from tests.browsing import HTMX, at_desk, text_of
from workorders.models import WorkOrder
from workorders.selectors import queue
from workorders.services import sweep

NUMBER = re.compile(r'href="/orders/(\d{16})/"')


def numbers(page: str) -> list[str]:
    return NUMBER.findall(page)


def test_home_is_the_queue(district):
    answer = at_desk(district.handler).get("/", follow=True)
    assert answer.redirect_chain[-1][0] == "/orders/"
    assert "现在没有在办的工单" in text_of(answer)


def test_what_waits_for_me_stands_first(district):
    assigned = factories.lived_until(district, "assigned")
    dispatched = factories.lived_until(district, "dispatched")
    page = text_of(at_desk(district.dispatcher).get("/orders/"))
    mine, rest = page.split("其他在办")
    assert numbers(mine) == [dispatched.number]
    assert numbers(rest) == [assigned.number]
    crew = text_of(at_desk(district.crew).get("/orders/"))
    assert numbers(crew) == [assigned.number]
    assert "待我办理" in crew


def test_another_unit_sees_nothing(district, order):
    factories.act(district, order, "dispatch", "agent")
    assert numbers(text_of(at_desk(district.other_dispatcher).get("/orders/"))) == []


def test_by_clock_and_without_a_clock_last(district):
    for _ in range(3):
        factories.accepted(district)
    first, second, third = WorkOrder.objects.order_by("pk")
    now = timezone.now()
    WorkOrder.objects.filter(pk=first.pk).update(next_due=None)
    WorkOrder.objects.filter(pk=second.pk).update(next_due=now + timedelta(hours=2))
    WorkOrder.objects.filter(pk=third.pk).update(next_due=now + timedelta(hours=1))
    page = text_of(at_desk(district.agent).get("/orders/"))
    assert numbers(page) == [third.number, second.number, first.number]


@pytest.mark.parametrize("phase", ["", "all"])
def test_pages_hold_every_order_once(district, monkeypatch, phase):
    monkeypatch.setattr(queue, "PAGE", 2)
    for state in ("accepted", "accepted", "accepted", "dispatched", "dispatched"):
        factories.lived_until(district, state)
    WorkOrder.objects.filter(state="dispatched").update(next_due=None)
    client, seen, query = at_desk(district.agent), [], f"?phase={phase}"
    while query:
        page = text_of(client.get(f"/orders/{query}"))
        seen += numbers(page)
        following = re.search(r'href="(\?[^"]*after=[^"]*)"', page)
        query = following.group(1).replace("&amp;", "&") if following else ""
    assert len(seen) == 5
    assert set(seen) == set(WorkOrder.objects.values_list("number", flat=True))


def test_a_broken_mark_begins_at_the_beginning(district, order):
    page = at_desk(district.agent).get("/orders/", {"after": "m:nonsense_99999999999999999999"})
    assert numbers(text_of(page)) == [order.number]


def test_what_must_be_counted_one_by_one_is_counted_to_a_cap(district, monkeypatch):
    monkeypatch.setattr(queue, "CAP", 1)
    monkeypatch.setattr(queue, "PAGE", 1)
    factories.accepted(district)
    factories.accepted(district)
    assert queue.listing(district.agent, queue.Filters()).count == 2
    found = queue.listing(district.agent, queue.Filters(clock="repair.dispatched_by"))
    assert (found.count, found.at_least) == (None, 1)


def test_filters(district):
    urgent = factories.accepted(district, urgency="urgent", content="配电箱冒烟")
    calm = factories.lived_until(district, "dispatched")
    client = at_desk(district.agent)

    def shown(**query: str) -> list[str]:
        return numbers(text_of(client.get("/orders/", query)))

    assert shown(urgent="1") == [urgent.number]
    assert shown(state="repair.dispatched") == [calm.number]
    assert shown(clock="repair.dispatched_by") == [urgent.number]
    assert shown(text="冒烟") == [urgent.number]
    assert shown(unit=str(district.city.pk)) == [calm.number]
    assert shown(phase="done") == []
    assert "没有符合条件的工单" in text_of(client.get("/orders/", {"breached": "1"}))
    assert len(shown(kind="nonsense", state="x", unit="1e9", clock="..")) == 2


def test_a_missed_clock_is_red_with_icon_and_word(district, order):
    while sweep.sweep(timezone.now() + timedelta(minutes=4)):
        pass
    page = text_of(at_desk(district.agent).get("/orders/", {"breached": "1"}))
    assert numbers(page) == [order.number]
    assert "chip-late" in page
    assert "clock-exclamation" in page
    assert "超时" in page


def test_whoever_does_not_need_the_address_sees_the_street(district, order):
    factories.act(district, order, "dispatch", "agent")
    page = text_of(at_desk(district.supervisor).get("/orders/"))
    assert "18号3单元502室" not in page
    assert "东江市朝阳路***" in page
    # Nor can they find out by searching for it.
    found = at_desk(district.supervisor).get("/orders/", {"text": "502室"})
    assert numbers(text_of(found)) == []
    assert numbers(text_of(at_desk(district.dispatcher).get("/orders/", {"text": "502室"}))) == [order.number]


def test_htmx_gets_the_list_alone(district, order):
    page = text_of(at_desk(district.agent).get("/orders/", headers=HTMX))
    assert page.lstrip().startswith('<div id="list"')
    assert order.number in page
    assert "<html" not in page


def test_queries_do_not_grow_with_the_list(district, django_assert_max_num_queries):
    for state in ("accepted", "accepted", "dispatched", "received", "assigned"):
        factories.lived_until(district, state)
    for post in ("agent", "dispatcher", "crew", "supervisor"):
        client = at_desk(getattr(district, post))
        client.get("/orders/")
        with django_assert_max_num_queries(18):
            client.get("/orders/")


def test_search_opens_a_single_find(district, order):
    client = at_desk(district.agent)
    for text in (order.number, order.number[-6:], "138 1234 5678", district.premises.account_no):
        answer = client.get("/search/", {"q": text})
        assert answer.status_code == 302, text
        assert answer["Location"] == f"/orders/{order.number}/"
    assert numbers(text_of(at_desk(district.other_dispatcher).get("/search/", {"q": order.number}))) == []


def test_search_lists_several(district):
    factories.accepted(district)
    factories.accepted(district)
    page = text_of(at_desk(district.agent).get("/search/", {"q": "13812345678"}))
    assert len(numbers(page)) == 2
    assert "没有找到" in text_of(at_desk(district.agent).get("/search/", {"q": "不是号码"}))


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "x", ""])
@pytest.mark.parametrize("page", ["/orders/?after=m:", "/orders/?phase=all&after=n:", "/callbacks/?after="])
def test_a_made_up_mark_is_no_fault_of_ours(district, order, page, moment):
    assert at_desk(district.agent).get(f"{page}{moment.replace('+', '%2B')}_1").status_code == 200


def test_a_single_character_is_no_search_and_is_not_dropped_without_a_word(district, order):
    page = text_of(at_desk(district.lead).get("/orders/?text=电"))
    assert "内容要两个字以上，下面没有按它筛选" in page and 'name="text" value="电"' in page
    assert "两个字以上，下面" not in text_of(at_desk(district.lead).get("/orders/?text=停电"))


def test_a_further_page_says_how_many_are_on_it(district, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 2)
    for _ in range(3):
        factories.accepted(district)
    lead = at_desk(district.lead)
    first = text_of(lead.get("/orders/?phase=all"))
    assert '<span class="num">2+</span> 张' in first
    second = text_of(lead.get("/orders/" + unescape(re.search(r'href="(\?[^"]*after=[^"]*)"', first)[1])))
    assert '本页 <span class="num">1</span> 张' in second and "+</span> 张" not in second
