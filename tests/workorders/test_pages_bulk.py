"""One verb for many orders: only what all of them allow, each through the gate, and a word for each refusal."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from tests import factories
from tests.browsing import HTMX, at_desk, text_of
from tests.waiting import until
from workorders.models import BulkRun, Step, WorkOrder
from workorders.selectors.bulk import picked
from workorders.services import bulk as services

BULK = "/orders/bulk/"


def ticked(*orders) -> list[str]:
    return [f"{order.number}.{WorkOrder.objects.get(pk=order.pk).version}" for order in orders]


def go(client, verb: str, numbers: list[str], **data):
    key = data.pop("key", str(uuid4()))
    return client.post(BULK, {"number": numbers, "_verb": verb, "_go": "1", "_key": key, **data}, headers=HTMX)


def test_only_what_all_of_them_allow_is_offered(district):
    waiting = [factories.lived_until(district, "dispatched") for _ in range(2)]
    received = factories.lived_until(district, "received")
    client = at_desk(district.dispatcher)
    offered = text_of(client.post(BULK, {"number": ticked(*waiting)}, headers=HTMX))
    assert 'value="receive"' in offered
    assert '已选 <b class="num">2</b> 张' in offered
    mixed = text_of(client.post(BULK, {"number": ticked(*waiting, received)}, headers=HTMX))
    assert 'value="receive"' not in mixed and 'value="assign"' not in mixed
    assert 'value="note"' in mixed
    # What concerns one customer, or brings a file, is never for many.
    assert 'value="attach"' not in offered and 'value="reveal"' not in offered


def test_each_goes_through_the_gate_and_one_refusal_stops_no_other(district):
    orders = [factories.lived_until(district, "dispatched") for _ in range(3)]
    numbers = ticked(*orders)
    client = at_desk(district.dispatcher)
    form = text_of(client.post(BULK, {"number": numbers, "_verb": "receive"}, headers=HTMX))
    assert "接单 3 张" in form
    factories.act(district, orders[1], "note", "lead", kind="more", text="客户改了电话")
    answer = text_of(go(client, "receive", numbers))
    assert "接单：2 张办成，1 张没有办成" in answer
    assert "某值班长刚刚「补充/更正」，请核对后再办" in answer
    assert [WorkOrder.objects.get(pk=order.pk).state for order in orders] == ["received", "dispatched", "received"]
    # The one refused is offered again, as it is now.
    again = re.findall(r'name="number" value="([\d.]+)"', answer)
    assert again == ticked(orders[1])
    assert "1 张都已接单" in text_of(go(client, "receive", again))


def test_the_same_key_twice_does_each_once(district):
    orders = [factories.accepted(district) for _ in range(2)]
    client, key = at_desk(district.agent), str(uuid4())
    for _ in range(2):
        answer = go(client, "urge", ticked(*orders), content="客户催", key=key)
        assert "2 张都已催办" in text_of(answer)
    assert Step.objects.filter(verb="urge").count() == 2
    assert BulkRun.objects.count() == 1


def test_what_is_missing_is_said_at_its_field_before_anything_is_done(district):
    orders = [factories.accepted(district) for _ in range(2)]
    answer = go(at_desk(district.agent), "urge", ticked(*orders), content="")
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in text_of(answer)
    assert not BulkRun.objects.exists()


@pytest.mark.clause("B4.5")
def test_the_late_give_their_reason_and_the_others_are_given_none(district):
    late = factories.accepted(district)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        fresh = factories.accepted(district)
        client = at_desk(district.agent)
        form = text_of(client.post(BULK, {"number": ticked(late, fresh), "_verb": "dispatch"}, headers=HTMX))
        assert "其中 1 张「派单」已超时" in form
        assert go(client, "dispatch", ticked(late, fresh)).status_code == 422
        done = go(client, "dispatch", ticked(late, fresh), late_cause="utility", late_text="系统卡顿")
        assert "2 张都已派单" in text_of(done)
    assert late.deadlines.get(clock="dispatched_by").late_text == "系统卡顿"
    assert "late_text" not in fresh.steps.get(verb="dispatch").data


def test_many_are_a_workers_and_can_be_left(worker):
    district = factories.build_district()
    orders = [factories.lived_until(district, "dispatched") for _ in range(services.AT_ONCE + 1)]
    client = at_desk(district.dispatcher)
    answer = text_of(go(client, "receive", ticked(*orders)))
    assert re.search(r"\d+ / 21<|21 张都已接单", answer)
    until(lambda: BulkRun.objects.get().ended_at, "the worker has gone through all of them")
    assert "已办完，21 张办成" in text_of(client.get("/orders/"))
    assert "21 张都已接单" in text_of(client.get(f"{BULK}{BulkRun.objects.get().pk}/"))
    assert "已办完" not in text_of(client.get("/orders/"))  # seen


def test_what_a_dead_worker_left_is_gone_on_with(district):
    orders = [factories.lived_until(district, "dispatched") for _ in range(2)]
    chosen = picked(district.dispatcher, ticked(*orders))
    run = services.begin(district.dispatcher, "receive", chosen, {}, uuid4())
    factories.act(district, orders[0], "receive", "dispatcher")  # somebody did it by hand meanwhile
    assert services.forgotten() == []
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert services.forgotten() == [run.pk]
        for run_id in services.forgotten():
            services.go_on(run_id)
    run.refresh_from_db()
    assert run.ended_at is not None
    assert [item.outcome for item in run.items.all()] == ["refused", "done"]


def test_nobody_acts_beyond_their_sight(district):
    order = factories.lived_until(district, "dispatched")
    for post in ("other_dispatcher", "crew", "system_admin"):
        answer = at_desk(getattr(district, post)).post(BULK, {"number": ticked(order)})
        assert answer.status_code == 422
    mine = BulkRun.objects.create(person=district.agent, kind="repair", verb="urge", started_at=timezone.now())
    assert at_desk(district.dispatcher).get(f"{BULK}{mine.pk}/").status_code == 404


def test_rubbish_is_refused_in_words(district, order):
    client = at_desk(district.agent)
    assert client.post(BULK, {"number": ["", "x", "9" * 16, "1.2.3"]}).status_code == 422
    assert client.post(BULK, {"number": ticked(order), "_verb": "fly"}).status_code == 422
    assert client.post(BULK, {"number": ticked(order), "_verb": "urge", "_go": "1", "_key": "x"}).status_code == 422
    assert client.get(BULK).status_code == 405
    many = client.post(BULK, {"number": [f"{n:016}" for n in range(300)]})
    assert many.status_code == 422


def test_without_scripts_it_is_three_plain_pages(district):
    orders = [factories.lived_until(district, "dispatched") for _ in range(2)]
    client = at_desk(district.dispatcher)
    first = text_of(client.post(BULK, {"number": ticked(*orders)}))
    assert "<html" in first and 'value="receive"' in first
    second = text_of(client.post(BULK, {"number": ticked(*orders), "_verb": "receive"}))
    key = re.search(r'name="_key" value="([^"]+)"', second)[1]
    done = client.post(BULK, {"number": ticked(*orders), "_verb": "receive", "_go": "1", "_key": key}, follow=True)
    assert "2 张都已接单" in text_of(done)


def test_offering_asks_no_more_for_more_orders(district, django_assert_max_num_queries):
    orders = [factories.lived_until(district, "dispatched") for _ in range(6)]
    client = at_desk(district.dispatcher)
    numbers = ticked(*orders)
    with django_assert_max_num_queries(14):
        client.post(BULK, {"number": numbers}, headers=HTMX)
