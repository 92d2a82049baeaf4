"""班长总览: every figure is the length of the list it opens, and the parts sum to the whole, for everybody who looks."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from accounts.models import Person, Role, RoleAt
from customers.services import calls
from repair.models import DailyCheck
from supervision.views.overview import PARTS
from tests import factories
from tests.browsing import HTMX, at_desk, text_of
from tests.supervision.figures import NOW, figure, links
from workorders.selectors.queue import Filters, filtered, listing
from workorders.services.sweep import sweep

WATCHERS = ("lead", "director", "supervisor", "dispatcher", "county_dispatcher", "other_dispatcher")


@pytest.fixture(autouse=True)
def nobody_calling():
    cache.clear()


@pytest.fixture(scope="module")
def week(django_db_setup, django_db_blocker) -> Iterator[factories.District]:
    """A week of the district: every state, clocks kept and missed, returns, call-backs of each end. Lived once: what a
    test does to it is undone after the test, and the week itself after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield lived_through(factories.build_district())
        transaction.set_rollback(True)


@pytest.fixture
def busy(week, db) -> Iterator[factories.District]:
    """The week as it stands at ``NOW``."""
    with time_machine.travel(NOW, tick=False):
        yield week


def lived_through(district: factories.District) -> factories.District:
    person = Person.objects.create(username="county_dispatcher", name="某县调度", phone="13900009999")
    RoleAt.objects.create(person=person, role=Role.DISPATCHER, unit=district.county)
    district.people["county_dispatcher"] = person

    def life(ago: timedelta, state: str, **changes: object):
        with time_machine.travel(NOW - ago, tick=False):
            DailyCheck.objects.update(day=timezone.localdate())
            return factories.lived_until(district, state, **changes)

    def call(order, ago: timedelta, **answers: object) -> None:
        with time_machine.travel(NOW - ago, tick=False):
            factories.act(district, order, "call_back", "agent", **answers)

    hour, day = timedelta(hours=1), timedelta(days=1)
    unsolved = {"satisfaction": "5", "dissatisfied": ["unrepaired"], "solved": "no", "fault": "utility"}
    for ago in (8 * day, 7 * day, 7 * day - hour, 6 * day, 2 * day):
        order = life(ago, "replied")
        call(order, ago - hour, **factories.ANSWERS)
    back = life(3 * day, "replied")
    call(back, 3 * day - hour, **{**factories.ANSWERS, **unsolved, "return_codes": ["not_restored"]})
    fair = life(2 * hour, "replied")
    call(fair, hour, **{**factories.ANSWERS, "satisfaction": "3"})
    life(hour, "replied")
    with time_machine.travel(NOW - 30 * timedelta(minutes=1), tick=False):
        refused = factories.lived_until(district, "dispatched")
    with time_machine.travel(NOW - 28.5 * timedelta(minutes=1), tick=False):
        factories.act(district, refused, "refuse", "dispatcher", codes=["not_our_area"], text="地址不详")
    for minutes, state in ((40, "en_route"), (20, "assigned"), (10, "received"), (2, "dispatched"), (1, "accepted")):
        life(timedelta(minutes=minutes), state)
    life(timedelta(minutes=1), "accepted", urgency="urgent")
    with time_machine.travel(NOW, tick=False):
        for _ in range(3):
            sweep(timezone.now())
    return district


def test_each_figure_is_the_length_of_its_list_and_the_parts_sum_to_the_whole(busy):
    for post in WATCHERS:
        person = getattr(busy, post)
        page = text_of(at_desk(person).get("/overview/"))
        check_sums(page)
        found = set(links(page))
        assert len(found) > 55  # 48 hours, and what stands around them
        assert "kind=misconduct" not in {
            link.query for link in found
        }  # of what they may know nothing there is no 0 either
        for link in found:
            filters = Filters.read(dict(parse_qsl(link.query)))
            assert filters.any or not link.query, (post, link)
            assert filtered(person, filters).count() == link.n, (post, link)
            assert listing(person, filters).count in (link.n, None), (post, link)


def check_sums(page: str) -> None:
    found = {link.query: link.n for link in links(page)}
    assert sum(n for query, n in found.items() if query.startswith("state=")) == found[""]
    hours = [n for query, n in found.items() if re.search(r"accepted=2026-11-24T\d\d$", query)]
    assert len(hours) == 24 and sum(hours) == found["phase=all&accepted=2026-11-24"]
    for query, n in found.items():
        if query.endswith(".judged"):
            kept, late = query.replace(".judged", ".met"), query.replace(".judged", ".late")
            assert found[kept] + found.get(late, 0) == n
        if "called=closed" in query:
            assert found[query.replace("closed", "reached")] + found.get(query.replace("closed", "failed"), 0) == n
        if "called=rated" in query:
            assert (
                found[query.replace("rated", "satisfied")] + found.get(query.replace("rated", "dissatisfied"), 0) == n
            )
    levels = [n for query, n in found.items() if re.search(r"called=[1-5]%40", query)]
    assert sum(levels) == next((n for query, n in found.items() if "called=rated" in query and ".." in query), 0)


def test_what_a_lead_reads(busy):
    page = text_of(at_desk(busy.lead).get("/overview/"))
    assert figure(page, "phase=all&accepted=2026-11-24") == 9
    assert figure(page, "phase=all&accepted=2026-11-17T10") == 1  # the same weekday last week
    assert figure(page, "phase=all&returned_in=2026-11-24") == 1
    assert figure(page, "phase=all&archived=2026-11-24") == 1
    assert figure(page, "due=late") == 2  # the refused one, and the one that came back
    assert "在岗 <span" in page and "测试客服中心" in page


def test_another_city_sees_nothing_of_it(busy):
    page = text_of(at_desk(busy.other_dispatcher).get("/overview/"))
    assert {link.n for link in links(page)} == {0}
    assert "没有临近时限的工单" in page
    assert "西湖抢修班" in page and "城东抢修一班" not in page
    assert "话务" not in page


def test_a_dispatcher_hears_no_telephones_and_a_lead_does(busy):
    calls.ring("c-1", "13812345678", busy.centre, 1, timezone.now())
    calls.ring("c-2", "13912345679", busy.centre, 2, timezone.now())
    calls.answer("c-2", busy.agent, timezone.now())
    page = text_of(at_desk(busy.lead).get("/overview/"))
    assert re.search(r">1</b>等待.*>1</b>通话中.*>1</b>今天已接.*>0</b>今天未接", page, re.S)
    assert "4 声内接起" in page and "100%" in page
    assert "等待</span>" not in text_of(at_desk(busy.dispatcher).get("/overview/"))


def test_crews_by_how_they_stand(busy):
    DailyCheck.objects.filter(crew=busy.second_crew_unit).delete()
    page = text_of(at_desk(busy.dispatcher).get("/overview/"))
    assert re.search(r">0</b>空闲.*>1</b>在办.*>1</b>在岗不能派.*>0</b>无人在岗", page, re.S)
    assert "今天还没有做每日检查" in page
    assert re.search(
        r">0</b>空闲.*>0</b>在办.*>0</b>在岗不能派.*>1</b>无人在岗",
        text_of(at_desk(busy.other_dispatcher).get("/overview/")),
        re.S,
    )


def test_midnight_begins_a_new_day_and_the_week_goes_on(busy):
    with time_machine.travel(NOW.replace(day=25, hour=0, minute=0, second=5), tick=False):
        page = text_of(at_desk(busy.lead).get("/overview/"))
        assert figure(page, "phase=all&accepted=2026-11-25") == 0
        assert figure(page, "phase=all&accepted=2026-11-19..2026-11-25&timely=repair.dispatched_by.judged") == 11


def test_parts_alone(busy):
    client = at_desk(busy.lead)
    for part in PARTS:
        text = text_of(client.get("/overview/", headers={**HTMX, "HX-Target": part}))
        assert text.startswith(f'<div class="{part}" id="{part}"') and "<html" not in text


def test_the_queue_names_what_narrows_it(busy):
    client = at_desk(busy.lead)
    page = text_of(client.get("/orders/?phase=all&accepted=2026-11-24&timely=repair.arrived_by.late"))
    assert "今天受理" in page
    assert "到达现场：未按时" in page
    for rubbish in (
        "accepted=2026-02-30",
        "accepted=x",
        "due=0",
        "due=-1",
        "timely=repair.x.late",
        "called=9@2026-11-24",
        "accepted=2025-10-21..2026-11-25",  # 401 days
        "called=rated@2000-01-01..2200-12-31",
    ):
        assert client.get(f"/orders/?{rubbish}").status_code == 200
        assert not Filters.read(dict(parse_qsl(rubbish))).any
    assert Filters.read({"accepted": "2025-10-21..2026-11-24"}).any  # 400 days


def test_queries(busy, django_assert_max_num_queries):
    client = at_desk(busy.lead)
    client.get("/overview/")
    with django_assert_max_num_queries(28):
        client.get("/overview/")
    for part in PARTS:
        with django_assert_max_num_queries(12):
            client.get("/overview/", headers={**HTMX, "HX-Target": part})
