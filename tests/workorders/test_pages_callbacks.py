"""Call-backs due, later, and no time to call."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from tests import factories
from tests.browsing import at_desk, text_of
from workorders.models import CallBack
from workorders.selectors import callbacks_due

MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def replied(district):
    with time_machine.travel(MORNING - timedelta(hours=1)):
        factories.DailyCheck.objects.update(day=timezone.localdate())
        return factories.lived_until(district, "replied")


def test_due_with_its_number_and_form(district, replied):
    with time_machine.travel(MORNING):
        page = text_of(at_desk(district.second_agent).get("/callbacks/"))
    assert "现在可以回访" in page
    assert f'href="/orders/{replied.number}/call_back/?back=callbacks"' in page
    assert "13812345678" in page
    assert "还没有拨打" in page


@pytest.mark.clause("A2.6")
def test_after_a_failed_try_it_opens_later_and_tells_what_was_tried(district, replied):
    with time_machine.travel(MORNING):
        factories.act(district, replied, "call_back", "agent", outcome="no_answer")
        page = text_of(at_desk(district.agent).get("/callbacks/"))
        assert "现在没有可以回访的" in page
        assert "已拨 1/3 次：无人接听" in page
        assert "开放" in page
        order_page = text_of(at_desk(district.agent).get(f"/orders/{replied.number}/"))
        assert "起可以回访" in order_page
        assert f'action="/orders/{replied.number}/call_back/"' not in order_page
        refused = at_desk(district.agent).post(
            f"/orders/{replied.number}/call_back/", {**factories.ANSWERS, "words": "客户说的原话"}
        )
    assert refused.status_code == 409
    assert "还没到回访时间" in text_of(refused)
    assert "客户说的原话" in text_of(refused)


@pytest.mark.clause("A2.6")
def test_outside_calling_hours_nobody_is_called(district, replied):
    with time_machine.travel(MORNING.replace(hour=13)):
        assert "现在不是回访时段（08:00–12:00、14:00–21:00）" in text_of(at_desk(district.agent).get("/callbacks/"))


def test_longest_waiting_first_and_page_by_page(district, replied, monkeypatch):
    monkeypatch.setattr(callbacks_due, "PAGE", 1)
    with time_machine.travel(MORNING - timedelta(minutes=30)):
        later = factories.lived_until(district, "replied")
    with time_machine.travel(MORNING):
        first = callbacks_due.callbacks_for(district.agent)
        second = callbacks_due.callbacks_for(district.agent, first.after)
    assert [each.order_id for each in first.due] == [replied.pk]
    assert [each.order_id for each in second.due] == [later.pk]
    assert not second.after


def test_for_those_who_call_back(district):
    assert at_desk(district.dispatcher).get("/callbacks/").status_code == 403
    assert "没有待回访的工单" in text_of(at_desk(district.agent).get("/callbacks/"))


def test_queries_do_not_grow(district, replied, django_assert_max_num_queries):
    with time_machine.travel(MORNING):
        for _ in range(3):
            factories.lived_until(district, "replied")
        assert CallBack.objects.filter(state="open").count() == 4
        client = at_desk(district.agent)
        with django_assert_max_num_queries(14):
            client.get("/callbacks/")
