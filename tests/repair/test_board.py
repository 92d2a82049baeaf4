"""派工台: what it shows to whom, whom it ranks first and why, and what its buttons do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from customers.models import Transformer
from repair.models import DailyCheck, Duty
from repair.selectors.board import Asked, board
from tests.browsing import HTMX, at_desk, text_of
from tests.factories import accepted, act, lived_until
from tests.repair.boarding import BOARD, lay_out, report_from, sent, settle_street, storm_on_the_line
from workorders.models import Return, Step, WorkOrder
from workorders.services import perform

PART = {**HTMX, "HX-Target": "board-desk"}


def test_faults_stand_by_clock_and_crews_by_the_way_there(district):
    lay_out(district)
    far = Transformer.objects.get(pk=district.far_transformer.pk)
    late = report_from(district, district.premises, ago=150)
    report_from(district, district.far_premises, ago=30, contact_phones="13700000001")
    page = text_of(at_desk(district.dispatcher).get(BOARD, {"fault": late.number}))
    first, second = re.findall(r'id="fault-(\d{16})"', page)
    assert first == late.number
    assert second != late.number
    assert "朝阳路1号台区" in page
    assert far.name in page
    assert "在岗 1 人" in page
    assert "空闲" in page
    assert "1.5 km" in page  # from the middle of the station's area
    assert "今日已检查" in page
    assert 'data-keys="1"' in page
    assert "西湖抢修班" not in page


def test_a_busy_crew_comes_after_a_free_one_and_stands_where_it_works(district):
    lay_out(district)
    busy = lived_until(district, "en_route")
    assert busy.unit_id == district.crew_unit.pk
    fault = report_from(district, district.neighbour)
    found = board(district.dispatcher, Asked(fault=fault.number))
    assert [choice.crew.pk for choice in found.crews] == [district.second_crew_unit.pk, district.crew_unit.pk]
    free, working = found.crews
    assert (free.digit, working.digit) == (1, 2)
    assert working.reasons == ["在岗 1 人", "在办 1 张", "在途中", "0 m", "今日已检查"]


@pytest.mark.clause("B5.4", "B5.5")
def test_who_cannot_be_sent_stands_below_with_the_reason(district):
    DailyCheck.objects.filter(crew=district.second_crew_unit).delete()
    Duty.objects.filter(crew=district.crew_unit).update(until=timezone.now())
    fault = report_from(district, district.premises)
    page = text_of(at_desk(district.dispatcher).get(BOARD, {"fault": fault.number}))
    assert "不能派的班组" in page
    assert "今天还没有做每日检查" in page
    assert "没有人员在岗" in page
    assert 'data-keys="1"' not in page
    assert "现在没有能派的班组" in page


def test_one_key_receives_and_assigns(district):
    fault = report_from(district, district.premises)
    client = at_desk(district.dispatcher)
    answer = client.post(f"{BOARD}assign/?fault={fault.number}", sent(fault, district.crew_unit.pk), headers=PART)
    assert answer.status_code == 200
    assert f"{fault.number[-6:]} 已派给城东抢修一班" in text_of(answer)
    fault.refresh_from_db()
    assert (fault.state, fault.unit_id) == ("assigned", district.crew_unit.pk)
    verbs = list(Step.objects.filter(order=fault).order_by("seq").values_list("verb", flat=True))
    assert verbs[-2:] == ["receive", "assign"]


def test_the_same_post_twice_is_one_act(district):
    fault = report_from(district, district.premises)
    client = at_desk(district.dispatcher)
    data = sent(fault, district.crew_unit.pk, _key="0" * 36)
    for _ in range(2):
        answer = client.post(f"{BOARD}assign/", data, headers=PART)
        assert answer.status_code == 200
    assert Step.objects.filter(order=fault, verb="assign").count() == 1


def test_a_crew_gone_home_meanwhile_is_refused_and_nothing_is_done(district):
    fault = report_from(district, district.premises)
    Duty.objects.filter(crew=district.crew_unit).update(until=timezone.now())
    answer = at_desk(district.dispatcher).post(
        f"{BOARD}assign/?fault={fault.number}", sent(fault, district.crew_unit.pk), headers=PART
    )
    assert answer.status_code == 409
    assert "没有人员在岗" in text_of(answer)
    fault.refresh_from_db()
    assert fault.state == "dispatched"  # not received either


def test_the_second_dispatcher_hears_who_was_faster(district):
    fault = report_from(district, district.premises)
    shown = sent(fault, district.second_crew_unit.pk)
    act(district, fault, "receive", "dispatcher")
    act(district, fault, "assign", "dispatcher", crew=district.crew_unit.pk)
    answer = at_desk(district.dispatcher).post(f"{BOARD}assign/", shown, headers=PART)
    assert answer.status_code == 409
    assert "某地市调度已派工" in text_of(answer)
    fault.refresh_from_db()
    assert fault.unit_id == district.crew_unit.pk


def test_a_clock_missed_asks_for_its_reason_and_keeps_what_was_typed(district):
    fault = report_from(district, district.premises, ago=10)
    WorkOrder.objects.filter(pk=fault.pk)  # the order stays; only its clock has run out
    fault.deadlines.filter(clock="received_by").update(due_at=timezone.now() - timedelta(minutes=2))
    client = at_desk(district.dispatcher)
    assert 'name="late_cause"' in text_of(client.get(BOARD, {"fault": fault.number}))
    refused = client.post(
        f"{BOARD}assign/?fault={fault.number}", sent(fault, district.crew_unit.pk, late_text="大风"), headers=PART
    )
    assert refused.status_code == 409
    assert "已超时" in text_of(refused)
    assert 'value="大风"' in text_of(refused)
    done = client.post(
        f"{BOARD}assign/",
        sent(fault, district.crew_unit.pk, late_cause="other", late_text="大风，报修集中"),
        headers=PART,
    )
    assert done.status_code == 200
    assert fault.deadlines.get(clock="received_by").late_text == "大风，报修集中"


def test_reassigning_asks_why_and_can_be_taken_back(district):
    fault = lived_until(district, "assigned")
    client = at_desk(district.dispatcher)
    assert 'name="reason"' in text_of(client.get(BOARD, {"fault": fault.number}))
    refused = client.post(f"{BOARD}assign/", sent(fault, district.second_crew_unit.pk), headers=PART)
    assert refused.status_code == 409
    done = client.post(f"{BOARD}assign/", sent(fault, district.second_crew_unit.pk, reason="就近改派"), headers=PART)
    assert "已改派城东抢修二班" in text_of(done)
    assert f'name="crew" value="{district.crew_unit.pk}" data-keys="z"' in text_of(done)


def test_without_a_script_it_is_a_plain_form(district):
    fault = report_from(district, district.premises)
    answer = at_desk(district.dispatcher).post(
        f"{BOARD}assign/?fault={fault.number}", sent(fault, district.crew_unit.pk), follow=True
    )
    assert "已派给城东抢修一班" in text_of(answer)
    assert answer.redirect_chain[0][0] == f"{BOARD}?fault={fault.number}"


def test_what_came_back_from_a_call_back_is_marked(district):
    fault = report_from(district, district.premises)
    Return.objects.create(
        order=fault,
        level="unit",
        codes=["other"],
        text="未恢复",
        unit=district.city,
        by=district.agent,
        at=timezone.now(),
    )
    assert "退回过" in text_of(at_desk(district.dispatcher).get(BOARD))


def test_filters_and_nonsense_in_the_address(district):
    fault = report_from(district, district.premises, urgency="urgent")
    client = at_desk(district.dispatcher)
    assert fault.number in text_of(client.get(BOARD, {"show": "dispatched", "urgent": "1"}))
    received = text_of(client.get(BOARD, {"show": "received"}))
    assert "没有符合条件的报修" in received
    assert f'data-pin="{fault.number}"' in received  # still on the map
    for nonsense in (
        {"show": "x"},
        {"fault": "9" * 16},
        {"group": "f999999999999"},
        {"group": "t"},
        {"fault": "一" * 16},
    ):
        assert client.get(BOARD, nonsense).status_code == 200
    long = client.post(f"{BOARD}assign/", {"order": "9" * 10_000, "crew": "1" * 10_000}, headers=PART)
    assert long.status_code == 422


def test_only_for_those_who_watch_crews(district):
    fault = report_from(district, district.premises)
    assert at_desk(district.agent).get(BOARD).status_code == 403
    assert at_desk(district.crew).get(BOARD).status_code == 403
    for post in ("lead", "supervisor"):
        client = at_desk(getattr(district, post))
        page = text_of(client.get(BOARD, {"fault": fault.number}))
        assert fault.number in page
        assert 'data-keys="1"' not in page
        assert client.post(f"{BOARD}assign/", sent(fault, district.crew_unit.pk)).status_code == 403
    other = at_desk(district.other_dispatcher)
    assert fault.number not in text_of(other.get(BOARD, {"fault": fault.number}))
    assert other.post(f"{BOARD}assign/", sent(fault, district.crew_unit.pk), headers=PART).status_code == 422


def test_the_moving_part_alone_for_htmx(district):
    report_from(district, district.premises)
    part = text_of(at_desk(district.dispatcher).get(BOARD, headers=PART))
    assert part.lstrip().startswith('<div id="board-desk"')
    assert "<html" not in part


def test_the_map_is_kept_until_the_network_changes(district):
    lay_out(district)
    client = at_desk(district.dispatcher)
    page = text_of(client.get(BOARD))
    url = re.search(r'data-url="([^"]+)"', page)[1]
    answer = client.get(url)
    plan = answer.json()
    assert set(answer["Cache-Control"].split(", ")) == {"max-age=86400", "private"}
    assert {row[1] for row in plan["transformers"]} == {"朝阳路1号台区", "青石巷1号台区"}
    assert plan["stations"][0]["name"] == "城东供电所"
    assert plan["feeders"][0]["edges"]
    Transformer.objects.filter(pk=district.transformer.pk).update(x=2000)
    assert url not in text_of(client.get(BOARD))
    assert at_desk(district.other_dispatcher).get("/board/map.json").json()["transformers"] == []


def test_the_board_costs_the_same_however_much_there_is(district, django_assert_max_num_queries):
    storm_on_the_line(district, 12)
    lived_until(district, "en_route")
    client = at_desk(district.dispatcher)
    client.get(BOARD)
    with django_assert_max_num_queries(20):
        client.get(BOARD, headers=PART)
    with django_assert_max_num_queries(22):
        client.get(BOARD)


def test_a_fault_without_an_address_on_the_network(district):
    order = accepted(district, premises="", area_class="urban")
    order = perform(order.pk, "dispatch", district.agent, {"unit": district.city.pk}).order
    page = text_of(at_desk(district.dispatcher).get(BOARD, {"fault": order.number}))
    assert "算不出距离" in page
    assert 'data-keys="1"' in page


def test_a_master_leads_its_group(district):
    homes = settle_street(district, 2, transformers=1)
    one, two = (report_from(district, home, ago=60 + n) for n, home in enumerate(homes))
    assert "2 起" in text_of(at_desk(district.dispatcher).get(BOARD))
    perform(two.pk, "merge", district.dispatcher, {"master": one.number})
    page = text_of(at_desk(district.dispatcher).get(BOARD))
    assert "带 1 张" in page
    assert two.number not in page
