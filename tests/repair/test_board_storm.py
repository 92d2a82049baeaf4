"""Groups, storms and one text to all callers."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import InternalError, transaction
from django.utils import timezone

from accounts.models import Role, RoleAt
from customers.services.contacts import register_customer, register_premises
from repair.events import describe
from repair.models import CallersTold, StormAct
from repair.selectors.board import Asked, board, cluster_named
from repair.selectors.callers import audience
from repair.selectors.clusters import crowded
from repair.selectors.storms import storms_for, storms_of
from repair.services.callers import tell_callers, wording
from repair.services.storms import begin_storm, end_storm
from tests.browsing import HTMX, at_desk, text_of
from tests.repair.boarding import BOARD, report_from, settle_street, storm_on_the_line
from workorders.errors import Invalid, NotAllowed
from workorders.models import Delivery, Message, WorkOrder
from workorders.services import perform
from workorders.services.outbox import expand, send

PART = {**HTMX, "HX-Target": "board-desk"}


def line_of(district) -> str:
    return f"f{district.transformer.feeder_id}"


def test_three_within_half_an_hour_are_offered_as_one(district):
    homes = settle_street(district, 4, transformers=4)
    first = report_from(district, homes[0], ago=5400)
    second, third = report_from(district, homes[1], ago=1200), report_from(district, homes[2], ago=600)
    assert crowded(list(WorkOrder.objects.all())) == []
    assert board(district.dispatcher, Asked()).groups == []
    fourth = report_from(district, homes[3], ago=60)
    (cluster,) = board(district.dispatcher, Asked()).groups
    assert cluster.key == line_of(district)
    assert {order.pk for order in cluster.orders} == {second.pk, third.pk, fourth.pk}
    assert first.pk not in {order.pk for order in cluster.orders}


def test_the_gravest_leads_then_the_first(district):
    homes = settle_street(district, 3)
    report_from(district, homes[0], ago=170)
    urgent = report_from(district, homes[1], ago=100, urgency="urgent")
    hurt = report_from(district, homes[2], ago=60, accident="person")
    (cluster,) = board(district.dispatcher, Asked()).groups
    assert [order.pk for order in cluster.masters][:2] == [hurt.pk, urgent.pk]


def test_bulk_merge_tells_what_was_refused_and_can_be_undone(district):
    orders = storm_on_the_line(district, 5)
    master, *children = orders
    gone = children[-1]
    client = at_desk(district.dispatcher)
    data = {"master": master.number, "child": [order.number for order in orders], "_key": "1" * 36}
    for _ in range(2):
        answer = client.post(f"{BOARD}merge/", data, headers=PART)
        assert "4 张已并入" in text_of(answer)
    assert WorkOrder.objects.filter(master=master).count() == 4
    assert gone.number not in text_of(client.get(BOARD))
    undone = client.post(f"{BOARD}unmerge/", {"child": [order.number for order in children]}, headers=PART)
    assert "4 张已拆分" in text_of(undone)
    assert WorkOrder.objects.filter(master=master).count() == 0


def test_one_refused_stops_no_other(district):
    orders = storm_on_the_line(district, 4)
    leader = orders[3]
    home = settle_street_more(district)
    child = report_from(district, home, ago=20)
    perform(child.pk, "merge", district.dispatcher, {"master": leader.number})
    answer = at_desk(district.dispatcher).post(
        f"{BOARD}merge/",
        {"master": orders[0].number, "child": [order.number for order in orders]},
        headers=PART,
    )
    said = text_of(answer)
    assert "2 张已并入" in said
    assert f"{leader.number[-6:]}：这张工单自己是主单" in said


def settle_street_more(district):
    return register_premises(
        register_customer("后来的住户", phones="13811119999"),
        account_no="8899000000001",
        street="朝阳路",
        door="99号",
        unit=district.station,
        transformer=district.transformer,
        town="东江市",
    )


def test_many_waiting_suggest_a_storm_and_lines_become_rows(district):
    storm_on_the_line(district, 12)
    client = at_desk(district.dispatcher)
    assert "12 起等待派出" in text_of(client.get(BOARD)).replace("<b>", "").replace("</b>", "")
    client.post(f"{BOARD}storms/begin/", {"unit": district.city.pk, "text": "大风，多处倒杆"})
    page = text_of(client.get(BOARD))
    assert "东江市供电公司大面积抢修中" in page
    assert 'data-choose-group="f' in page
    assert "逐张看" in page


def test_a_storm_is_on_the_screens_of_its_people_and_on_record(district):
    storm = begin_storm(district.dispatcher, district.city, "大风  多处倒杆", waiting=3)
    assert begin_storm(district.dispatcher, district.city, "再来一次").pk == storm.pk
    for post in ("agent", "lead", "dispatcher", "crew", "supervisor"):
        assert "大风 多处倒杆" in text_of(at_desk(getattr(district, post)).get("/orders/"))
    assert "大风" not in text_of(at_desk(district.other_dispatcher).get("/orders/"))
    assert storms_of(district.other_crew) == []
    with pytest.raises(InternalError), transaction.atomic():
        StormAct.objects.filter(pk=storm.pk).update(text="没有的事")
    end_storm(district.dispatcher, storm)
    end_storm(district.dispatcher, storm)
    assert StormAct.objects.filter(kind="end").count() == 1
    assert storms_of(district.agent) == []
    assert begin_storm(district.dispatcher, district.city, "又来了").pk != storm.pk


def test_who_may_begin_a_storm_and_where(district):
    with pytest.raises(NotAllowed):
        begin_storm(district.supervisor, district.city, "大风")
    with pytest.raises(NotAllowed):
        begin_storm(district.dispatcher, district.other_city, "大风")
    with pytest.raises(Invalid):
        begin_storm(district.dispatcher, district.city, " ")
    with pytest.raises(Invalid):
        begin_storm(district.lead, district.city, "风" * 10_000)
    client = at_desk(district.other_dispatcher)
    assert client.post(f"{BOARD}storms/begin/", {"unit": district.city.pk, "text": "大风"}).status_code == 422
    assert client.post(f"{BOARD}storms/end/", {"storm": "1" * 5000}).status_code == 302


@pytest.mark.clause("E4")
def test_one_text_to_each_number(district, django_assert_max_num_queries):
    orders = storm_on_the_line(district, 6)
    again = report_from(district, orders[0].premises, ago=20)  # the same caller once more
    assert again.phone == orders[0].phone
    client = at_desk(district.dispatcher)
    where = f"{BOARD}callers/?group={line_of(district)}"
    preview = text_of(client.get(where, headers=HTMX))
    assert '<b class="num">6</b> 个号码会收到' in preview
    assert "10kV朝阳线发生故障停电" in preview
    until = timezone.localtime(timezone.now() + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    data = {"text": "{线路}停电，{预计送电}。", "expected_at": until, "_send": "1"}
    with django_assert_max_num_queries(45):
        client.post(where, data)
    client.post(where, data)
    told = CallersTold.objects.get()
    assert (told.numbers, told.by, told.feeder_id) == (6, district.dispatcher, district.transformer.feeder_id)
    assert Message.objects.filter(topic="repair.callers_told").count() == 6
    expand()
    send()
    texts = Delivery.objects.filter(message__topic="repair.callers_told")
    assert texts.count() == 6
    assert len({text.phone for text in texts}) == 6
    files = [path.read_text() for path in Path(settings.SMS_FOLDER).glob("*.txt")]
    assert sum("10kV朝阳线停电，预计" in text for text in files) == 6


def test_a_later_caller_gets_the_text_and_nobody_twice_within_a_day(district):
    orders = storm_on_the_line(district, 3)
    cluster = cluster_named(district.dispatcher, line_of(district))
    tell_callers(district.dispatcher, cluster, district.city, "停电", None)
    report_from(district, settle_street_more(district), ago=10)
    report_from(district, orders[1].premises, ago=5)
    cluster = cluster_named(district.dispatcher, line_of(district))
    fresh = audience(cluster)
    assert (fresh.numbers, fresh.told) == (1, 3)
    assert tell_callers(district.dispatcher, cluster, district.city, "停电", None).numbers == 1
    assert tell_callers(district.dispatcher, cluster, district.city, "停电", None) is None
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert audience(cluster).told == 0


def test_merged_callers_are_told_with_their_master(district):
    master, *children = storm_on_the_line(district, 4)
    at_desk(district.dispatcher).post(
        f"{BOARD}merge/", {"master": master.number, "child": [order.number for order in children]}, headers=PART
    )
    report_from(district, settle_street_more(district), ago=10)
    begin_storm(district.dispatcher, district.city, "大风")
    cluster = cluster_named(district.dispatcher, line_of(district))
    assert len(cluster.orders) == 2
    assert audience(cluster).numbers == 5


def test_a_merged_group_can_still_be_texted(district):
    master, *children = storm_on_the_line(district, 4)
    client = at_desk(district.dispatcher)
    client.post(f"{BOARD}merge/", {"master": master.number, "child": [each.number for each in children]}, headers=PART)
    assert f"?group=m{master.pk}" in text_of(client.get(BOARD, {"fault": master.number}))
    where = f"{BOARD}callers/?group=m{master.pk}"
    assert "10kV朝阳线 4 起报修" in text_of(client.get(where, headers=HTMX))
    client.post(where, {"text": "停电", "_send": "1"})
    assert CallersTold.objects.get().numbers == 4
    assert at_desk(district.other_dispatcher).get(where).status_code == 404
    assert client.get(f"{BOARD}callers/?group=m{children[0].pk}").status_code == 404


def test_the_wording_fills_its_places_and_refuses_others(district):
    storm_on_the_line(district, 3)
    cluster = cluster_named(district.dispatcher, line_of(district))
    assert wording("{线路} {预计送电}", cluster, None) == "10kV朝阳线 预计送电时间尚未确定"
    for wrong in ("", "停" * 301, "{姓名}您好", "停" * 10_000):
        with pytest.raises(Invalid):
            wording(wrong, cluster, None)
    with pytest.raises(Invalid):
        wording("停电", cluster, timezone.now() - timedelta(minutes=1))
    answer = at_desk(district.dispatcher).post(
        f"{BOARD}callers/?group={line_of(district)}",
        {"text": "{姓名}您好", "expected_at": "昨天", "_send": "1"},
        headers=HTMX,
    )
    assert answer.status_code == 422
    assert "{姓名}您好" in text_of(answer)
    assert Message.objects.filter(topic="repair.callers_told").count() == 0


def test_an_agent_hears_what_the_callers_were_told(district):
    assert storms_for(district.premises) == []
    storm_on_the_line(district, 3)
    begin_storm(district.dispatcher, district.city, "大风，多处倒杆")
    cluster = cluster_named(district.dispatcher, line_of(district))
    until = timezone.now() + timedelta(hours=2)
    tell_callers(district.dispatcher, cluster, district.city, "朝阳线停电", until)
    (notice,) = storms_for(district.premises)
    assert (notice.text, notice.told, notice.expected_at) == ("大风，多处倒杆", "朝阳线停电", until)
    (elsewhere,) = storms_for(district.far_premises)
    assert elsewhere.told == ""


def test_a_group_is_sent_to_at_once(district):
    orders = storm_on_the_line(district, 3)
    begin_storm(district.dispatcher, district.city, "大风")
    client = at_desk(district.dispatcher)
    page = text_of(client.get(BOARD, {"group": line_of(district)}))
    assert page.count('name="order"') == 3
    answer = client.post(
        f"{BOARD}assign/?group={line_of(district)}",
        {"order": [f"{o.number}:{o.state}:{o.version}" for o in orders], "crew": district.crew_unit.pk},
        headers=PART,
    )
    assert "3 张已派给城东抢修一班" in text_of(answer)
    assert WorkOrder.objects.filter(unit=district.crew_unit, state="assigned").count() == 3


def test_a_storm_is_an_event(district):
    storm = begin_storm(district.dispatcher, district.city, "大风")
    (event,) = describe([storm.pk])
    audience_ = event.tellings[0].audience
    for post in ("agent", "lead", "dispatcher", "crew"):
        assert audience_.hears(getattr(district, post).access)
    assert not audience_.hears(district.other_dispatcher.access)
    assert event.tellings[0].data == {"unit": district.city.pk, "kind": "start"}


def test_after_a_day_the_same_order_gets_the_next_text(district):
    storm_on_the_line(district, 3)
    cluster = cluster_named(district.dispatcher, line_of(district))
    tell_callers(district.dispatcher, cluster, district.city, "停电", None)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert tell_callers(district.dispatcher, cluster, district.city, "还在抢修", None).numbers == 3
        assert Message.objects.filter(topic="repair.callers_told").count() == 6
        assert tell_callers(district.dispatcher, cluster, district.city, "还在抢修", None) is None
    assert CallersTold.objects.count() == 2


def test_nobody_texts_the_callers_of_a_city_they_only_watch(district):
    storm_on_the_line(district, 3)
    RoleAt.objects.create(person=district.other_dispatcher, role=Role.SUPERVISOR, unit=district.city)
    where = f"{BOARD}callers/?group={line_of(district)}"
    answer = at_desk(district.other_dispatcher).post(where, {"text": "停电", "_send": "1"})
    assert answer.status_code == 403
    assert not Message.objects.filter(topic="repair.callers_told").exists()


def test_a_dispatcher_of_a_single_station_texts_its_callers(district):
    storm_on_the_line(district, 3)
    RoleAt.objects.filter(person=district.dispatcher).update(unit=district.station)
    WorkOrder.objects.update(unit=district.station)
    where = f"{BOARD}callers/?group={line_of(district)}"
    assert at_desk(district.dispatcher).post(where, {"text": "停\0电", "_send": "1"}).status_code == 302
    assert CallersTold.objects.get().unit == district.station


def test_what_the_database_cannot_hold_breaks_nothing(district):
    client = at_desk(district.dispatcher)
    for path in ("merge/", "unmerge/", "assign/"):
        said = {"master": "\0" * 16, "child": "a\0b", "order": "\0:dispatched:1", "crew": district.crew_unit.pk}
        assert client.post(f"{BOARD}{path}", said).status_code == 422
    client.post(f"{BOARD}storms/begin/", {"unit": district.city.pk, "text": "大\0风"})
    assert StormAct.objects.get().text == "大风"
