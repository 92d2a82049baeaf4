"""回访台: whom to call and when, one order after the other, and nothing lost when two call the same customer."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from tests import factories
from tests.browsing import HTMX, at_desk, text_of
from workorders.models import CallBack, Draft, RuleProfile, WorkOrder
from workorders.selectors import callbacks_due

MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PART = {**HTMX, "HX-Target": "call"}


@pytest.fixture(autouse=True)
def nobody_calling():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def replied(district):
    with time_machine.travel(MORNING - timedelta(hours=1)):
        factories.DailyCheck.objects.update(day=timezone.localdate())
        return factories.lived_until(district, "replied")


def another(district, minutes=30):
    with time_machine.travel(MORNING - timedelta(minutes=minutes)):
        return factories.lived_until(district, "replied")


def panel_of(client, order, **headers):
    """The key and version the page would post."""
    page = text_of(client.get(f"/callbacks/?order={order.number}"))
    found = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("_key", "_version")}
    return found | headers


def post(client, order, **data):
    return client.post(f"/callbacks/{order.number}/", {**panel_of(client, order), **data}, headers=PART)


def test_the_first_due_is_open_with_its_story_number_and_questions(district, replied):
    with time_machine.travel(MORNING):
        page = text_of(at_desk(district.second_agent).get("/callbacks/"))
    assert "1</b> 张现在可以回访" in page
    assert 'href="tel:13812345678"' in page
    assert "更换熔断器，已恢复供电。" in page
    assert "抢修人员工作质量" in page
    assert "还没有拨打" in page
    assert "请问您对抢修人员的工作质量还满意吗" in page


@pytest.mark.clause("A2.5")
def test_answers_are_written_and_the_next_opens_in_the_same_answer(district, replied):
    later = another(district)
    with time_machine.travel(MORNING):
        answer = post(at_desk(district.agent), replied, **factories.ANSWERS, words="挺好的，来得快。")
    replied.refresh_from_db()
    assert replied.state == "archived"
    page = text_of(answer)
    assert answer.status_code == 200
    assert answer["HX-Push-Url"] == f"/callbacks/?order={later.number}"
    assert "回访已登记，工单现在是「已归档」" in page
    assert f'data-number="{later.number}"' in page
    assert 'hx-swap-oob="morph"' in page


@pytest.mark.clause("A2.4")
def test_unsolved_by_the_utility_it_goes_back(district, replied):
    unsolved = {**factories.ANSWERS, "satisfaction": "4", "dissatisfied": ["unrepaired"], "solved": "no"}
    with time_machine.travel(MORNING):
        answer = post(at_desk(district.agent), replied, **unsolved, fault="utility", return_codes=["not_restored"])
    replied.refresh_from_db()
    assert answer.status_code == 200
    assert replied.state == "received"
    assert replied.returns.get().codes == ["not_restored"]


@pytest.mark.clause("A2.6")
def test_not_reached_the_next_try_is_told_before_and_after(district, replied):
    with time_machine.travel(MORNING):
        client = at_desk(district.agent)
        assert "登记后 14:00 起再回访第 2 次" in text_of(client.get("/callbacks/"))  # noon is no time to call
        page = text_of(post(client, replied, outcome="no_answer"))
        assert "没有接通，已登记第 1 次回访" in page
        assert "已拨 1/3 次：无人接听" in page
        closed = text_of(client.get(f"/callbacks/?order={replied.number}"))
        assert "14:00" in closed and "起才能拨打" in closed
        assert '<fieldset class="ask-all" disabled>' in closed
        order_page = text_of(client.get(f"/orders/{replied.number}/"))
        assert "起可以回访" in order_page
        refused = post(client, replied, **factories.ANSWERS, words="客户说的原话")
    assert refused.status_code == 409
    assert "还没到回访时间" in text_of(refused)
    assert "客户说的原话" in text_of(refused)


@pytest.mark.clause("A2.6")
def test_after_three_tries_it_may_be_archived_as_failed_and_not_before(district, replied):
    for hours in (0, 4, 7):
        with time_machine.travel(MORNING + timedelta(hours=hours)):
            client = at_desk(district.agent)
            assert "回访失败归档</button>" not in text_of(client.get(f"/callbacks/?order={replied.number}"))
            post(client, replied, outcome="no_answer")
    with time_machine.travel(MORNING + timedelta(hours=8)):
        client = at_desk(district.agent)
        page = text_of(client.get(f"/callbacks/?order={replied.number}"))
        assert "已拨 3/3 次：无人接听，可归档" in page
        assert "回访失败归档</button>" in page
        answer = post(client, replied, _verb="give_up")
    replied.refresh_from_db()
    assert answer.status_code == 200
    assert replied.state == "archived"
    assert replied.callbacks.get().state == "failed"


@pytest.mark.clause("A2.6")
@pytest.mark.parametrize(("hour", "opens"), [(6, "08:00"), (13, "14:00"), (21, "11-25 08:00")])
def test_outside_calling_hours_nobody_may_be_called_and_it_says_from_when(district, replied, hour, opens):
    another(district)
    CallBack.objects.update(opens_at=MORNING.replace(hour=1))  # some hours ago, whatever the hour is
    with time_machine.travel(MORNING.replace(hour=hour)):
        page = text_of(at_desk(district.agent).get("/callbacks/"))
    assert "现在不能回访<" in page and "现在可以回访" not in page
    assert page.count("现在不是回访时段") == 1
    assert "2</b> 张在等，最早 " in page and f">{opens}</time> 起<br>" in page
    assert "08:00–12:00、14:00–21:00" in page
    assert 'data-number="' not in page  # nobody is put on the line


def test_each_company_has_its_own_calling_hours(district, replied):
    late = another(district)
    night = RuleProfile.objects.create(
        code="night", name="夜间也可回访", calling_hours=[["00:00", "00:00"]], attempt_spacing=timedelta(hours=2)
    )
    WorkOrder.objects.filter(pk=late.pk).update(profile=night)
    with time_machine.travel(MORNING.replace(hour=21)):
        page = text_of(at_desk(district.agent).get("/callbacks/"))
    assert "1</b> 张现在可以回访" in page and "不能回访" not in page
    assert f'data-number="{late.number}"' in page
    assert '稍后开放 <span class="num">1</span>' in page


def test_those_that_wait_are_counted_beyond_what_is_shown(district, replied, monkeypatch):
    monkeypatch.setattr(callbacks_due, "LATER", 1)
    another(district)
    with time_machine.travel(MORNING.replace(hour=21)):
        found = callbacks_due.callbacks_for(district.agent)
    assert (len(found.later), found.waiting) == (1, 2)


def test_at_night_with_nothing_due_it_is_said_once_when_calling_opens(district):
    with time_machine.travel(MORNING.replace(hour=6)):
        page = text_of(at_desk(district.agent).get("/callbacks/"))
    assert page.count("不是回访时段") == 1
    assert ">08:00</time> 开始" in page
    assert "没有待回访的工单" not in page


def test_by_day_an_empty_desk_says_so_once(district):
    with time_machine.travel(MORNING):
        page = text_of(at_desk(district.agent).get("/callbacks/"))
    assert page.count("没有待回访的工单") == 1
    assert "回访时段" not in page


def test_a_refusal_keeps_every_answer(district, replied):
    with time_machine.travel(MORNING):
        answer = post(at_desk(district.agent), replied, outcome="reached", service="bad", words="等" * 10_000)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "请记录客户的回答" in page
    assert "等" * 10_000 in page
    assert 'value="bad" checked' in page
    replied.refresh_from_db()
    assert replied.state == "replied"


def test_somebody_was_faster_on_the_same_round(district, replied):
    with time_machine.travel(MORNING):
        client = at_desk(district.agent)
        seen = panel_of(client, replied)
        factories.act(district, replied, "urge", "second_agent", content="客户又来电催问")
        answer = client.post(f"/callbacks/{replied.number}/", {**seen, **factories.ANSWERS}, headers=PART)
        assert answer.status_code == 409
        assert "催办" in text_of(answer)
        assert 'value="good" checked' in text_of(answer)
        part = client.get(
            f"/callbacks/?order={replied.number}&seen={seen['_version']}", headers={**HTMX, "HX-Target": "callee"}
        )
        assert "刚刚「催办」" in text_of(part)


def test_somebody_finished_it_nothing_is_written_twice(district, replied):
    with time_machine.travel(MORNING):
        client = at_desk(district.second_agent)
        seen = panel_of(client, replied)
        factories.act(district, replied, "call_back", "agent", **factories.ANSWERS)
        answer = client.post(f"/callbacks/{replied.number}/", {**seen, **factories.ANSWERS}, headers=PART)
        part = client.get(f"/callbacks/?order={replied.number}", headers={**HTMX, "HX-Target": "callee"})
    assert answer.status_code == 404
    assert "已经由别人办完" in text_of(answer)
    assert "没有找到待回访的这张工单" in text_of(part)
    assert replied.callbacks.get().attempts.count() == 1


def test_a_double_click_writes_once(district, replied):
    with time_machine.travel(MORNING):
        client = at_desk(district.agent)
        data = {**panel_of(client, replied), "outcome": "no_answer"}
        for _ in range(2):
            answer = client.post(f"/callbacks/{replied.number}/", data, headers=PART)
    assert "已经登记过，没有重复登记" in text_of(answer)
    assert replied.callbacks.get().attempts.count() == 1


def test_two_agents_get_different_customers_and_see_each_other(district, replied):
    later = another(district)
    with time_machine.travel(MORNING):
        one, two = at_desk(district.agent), at_desk(district.second_agent)
        assert f'data-number="{replied.number}"' in text_of(one.get("/callbacks/"))
        assert f'data-number="{later.number}"' in text_of(two.get("/callbacks/"))
        page = text_of(two.get(f"/callbacks/?order={replied.number}"))
        assert "某座席 正在回访" in page
        assert one.post(f"/callbacks/{replied.number}/hold/", {"leave": "1"}).status_code == 204
        assert "正在回访" not in text_of(two.get(f"/callbacks/?order={replied.number}"))
        assert "某座席 正在回访" in text_of(one.get("/callbacks/"))


def test_the_next_after_this_one_and_from_the_start_again(district, replied):
    second, third = another(district, 40), another(district, 20)
    with time_machine.travel(MORNING):
        client = at_desk(district.agent)
        assert f'data-number="{third.number}"' in text_of(post(client, second, outcome="refused"))
        assert f'data-number="{replied.number}"' in text_of(post(client, third, outcome="refused"))


def test_the_one_due_first_comes_first_page_by_page(district, replied, monkeypatch):
    monkeypatch.setattr(callbacks_due, "PAGE", 1)
    later = another(district)
    with time_machine.travel(MORNING):
        first = callbacks_due.callbacks_for(district.agent)
        second = callbacks_due.callbacks_for(district.agent, first.after)
    assert [each.order_id for each in first.due] == [replied.pk]
    assert [each.order_id for each in second.due] == [later.pk]
    assert not second.after


def test_a_draft_waits_and_may_be_dropped(district, replied):
    with time_machine.travel(MORNING):
        client = at_desk(district.agent)
        client.post("/drafts/", {"_form": "repair.call_back", "_order": replied.number, "words": "说到一半"})
        assert "说到一半" in text_of(client.get("/callbacks/"))
        client.post(f"/callbacks/{replied.number}/", {"_discard": "1"})
        assert "说到一半" not in text_of(client.get("/callbacks/"))
    assert not Draft.objects.exists()


def test_without_a_script_it_is_an_ordinary_form(district, replied):
    with time_machine.travel(MORNING):
        client = at_desk(district.agent)
        answer = client.post(f"/callbacks/{replied.number}/", {**panel_of(client, replied), **factories.ANSWERS})
        assert answer.status_code == 302
        page = text_of(client.get(answer["Location"]))
    assert "回访已登记" in page
    assert "没有待回访的工单" in page


def test_for_those_who_call_back(district, replied):
    with time_machine.travel(MORNING):
        for post_ in ("dispatcher", "supervisor", "crew"):
            client = at_desk(getattr(district, post_))
            assert client.get("/callbacks/").status_code == 403
            assert client.post(f"/callbacks/{replied.number}/", factories.ANSWERS).status_code == 403
            assert client.post(f"/callbacks/{replied.number}/hold/").status_code == 403
        assert "没有找到待回访的这张工单" in text_of(at_desk(district.agent).get("/callbacks/?order=2026112400009999"))
        assert at_desk(district.agent).get("/callbacks/?order=abc&seen=x").status_code == 200
        assert at_desk(district.agent).get("/callbacks/", {"order": "a\0b"}).status_code == 200
        mark = "2026-11-24T00:00:00-23:59_1"  # the database knows no such offset
        assert at_desk(district.agent).get("/callbacks/", {"after": mark}).status_code == 200
    assert replied.callbacks.get().attempts.count() == 0


def test_queries_do_not_grow(district, replied, django_assert_max_num_queries):
    with time_machine.travel(MORNING):
        for _ in range(3):
            factories.lived_until(district, "replied")
        assert CallBack.objects.filter(state="open").count() == 4
        client = at_desk(district.agent)
        with django_assert_max_num_queries(29):
            client.get("/callbacks/")
        with django_assert_max_num_queries(12):
            client.get("/callbacks/", headers={**HTMX, "HX-Target": "callback-list"})
