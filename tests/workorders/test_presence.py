"""Two people on one order: each sees the other, and what the other did while they typed."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests import factories
from tests.browsing import HTMX, at_desk, text_of
from workorders.services import presence


def beat(client, order, **data):
    return client.post(f"/orders/{order.number}/presence/", data, headers=HTMX)


@pytest.fixture
def order(district):
    return factories.lived_until(district, "dispatched")


def test_each_sees_the_other_and_nobody_themselves(district, order):
    agent, dispatcher = at_desk(district.agent), at_desk(district.dispatcher)
    assert text_of(beat(agent, order)).strip() == ""
    assert "某座席（测试客服中心）</b> 也在看这张工单" in text_of(beat(dispatcher, order))
    assert "某供电指挥" in text_of(beat(agent, order)) or "某" in text_of(beat(agent, order))


def test_what_they_are_filling_in_is_said(district, order):
    agent, dispatcher = at_desk(district.agent), at_desk(district.dispatcher)
    beat(agent, order, doing="urge")
    assert "正在填写「催办」" in text_of(beat(dispatcher, order))
    beat(agent, order, doing="<script>")
    assert "正在填写" not in text_of(beat(dispatcher, order))


def test_whoever_leaves_or_falls_silent_is_gone(district, order):
    agent, dispatcher = at_desk(district.agent), at_desk(district.dispatcher)
    beat(agent, order)
    assert beat(agent, order, leave="1").status_code == 204
    assert text_of(beat(dispatcher, order)).strip() == ""
    beat(agent, order)
    with time_machine.travel(timezone.now() + timedelta(seconds=presence.LASTS + 1)):
        assert text_of(beat(dispatcher, order)).strip() == ""


def test_out_of_sight_is_not_found_and_leaves_no_trace(district, order):
    assert beat(at_desk(district.other_dispatcher), order).status_code == 404
    assert text_of(beat(at_desk(district.agent), order)).strip() == ""


def test_without_valkey_the_page_simply_does_not_know(district, order, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = beat(at_desk(district.agent), order)
    assert answer.status_code == 200
    assert text_of(answer).strip() == ""


def test_what_others_did_meanwhile_in_a_line(district, order):
    client = at_desk(district.agent)
    version = type(order).objects.get(pk=order.pk).version
    factories.act(district, order, "receive", "dispatcher")
    said = text_of(client.get(f"/orders/{order.number}/changes/", {"since": version}))
    assert "刚刚「接单」" in said and "您填写的都还在" in said
    for since in (version + 1, "x", "", "99999999999", "-1"):
        assert text_of(client.get(f"/orders/{order.number}/changes/", {"since": since})).strip() == "", since
    assert at_desk(district.other_dispatcher).get(f"/orders/{order.number}/changes/").status_code == 404
