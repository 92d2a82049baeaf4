"""坐席工作台 at a real keyboard: from the ring to the dispatch, and everything that comes between."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from accounts.services.sessions import end_everywhere, hold_session
from customers.models import Call, Outage
from customers.services.outages import open_outage
from screens.access import grave
from tests.browser.desk_hands import FAULT, answered, dispatch_a_known_callers_fault, note, rings
from workorders.models import Draft, WorkOrder

pytestmark = pytest.mark.browser
DESK = {"viewport": {"width": 1440, "height": 900}}


@pytest.fixture
def agent(seat, town):
    """An agent at the desk, with a known customer ringing."""
    rings(town)
    return seat("agent", "/desk/", **DESK)


def type_it(page) -> None:
    page.keyboard.type("dy")
    page.keyboard.press("Enter")
    page.keyboard.type(FAULT)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")


@pytest.mark.clause("B2", "B4.3")
def test_a_known_callers_fault_takes_twelve_keys_and_no_mouse(agent, town):
    hands = dispatch_a_known_callers_fault(agent)
    note(keys=hands.keys, clicks=hands.clicks)
    assert hands.keys <= 12
    assert hands.clicks == 0
    order = WorkOrder.objects.get()
    assert (order.state, order.premises, order.contact_name) == ("dispatched", town.premises, "张伟")
    assert (order.phone, order.content) == ("13812345678", FAULT)
    assert Call.objects.get().disposal == "order"


def test_a_session_that_ends_while_typing_takes_nothing(agent, town):
    answered(agent)
    type_it(agent)
    end_everywhere(town.agent)
    agent.keyboard.press("Control+Enter")
    expect(agent.locator(".notices")).to_contain_text("登录")
    expect(agent.locator("#id_content")).to_have_value(FAULT)
    person, client = town.agent, Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    hold_session(person, client.session.session_key)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    agent.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": agent.url}])
    agent.keyboard.press("Control+Enter")
    expect(agent.locator(".done-word")).to_have_text("已受理并派单")
    assert WorkOrder.objects.get().content == FAULT


def test_a_session_that_ended_leaves_a_copy_for_the_same_tab(agent, town):
    answered(agent)
    agent.keyboard.type("dy")
    agent.keyboard.press("Enter")
    end_everywhere(town.agent)
    with agent.expect_response("**/drafts/"):
        agent.keyboard.type(FAULT)
    person, client = town.agent, Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    hold_session(person, client.session.session_key)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    agent.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": agent.url}])
    agent.reload()
    expect(agent.locator("#id_content")).to_have_value(FAULT)
    expect(agent.locator("#id_category")).to_have_value("低压故障")
    assert agent.evaluate("sessionStorage.getItem('desk:unsaved')") is None


def test_the_form_is_ready_for_keys_the_moment_it_shows(agent):
    """Else the first letters are lost, and those that follow land in the wrong fields."""
    agent.evaluate(
        "new MutationObserver(() => { window.focused ??= document.querySelector('#sheet:not([data-slot=\"\"])') "
        "&& document.activeElement.id }).observe(document.body, { subtree: true, childList: true })"
    )
    answered(agent)
    assert agent.evaluate("window.focused") == "id_category"


def test_while_the_server_is_away_it_is_sent_again_until_it_arrives_once(agent):
    agent.route("**/take/", lambda route: route.abort())  # early: a page learns of it a little later
    answered(agent)
    type_it(agent)
    agent.keyboard.press("Control+Enter")
    expect(agent.locator("#away")).to_contain_text("正在自动重试")
    expect(agent.locator("#id_content")).to_have_value(FAULT)
    agent.unroute("**/take/")
    expect(agent.locator(".done-word")).to_have_text("已受理并派单")
    assert WorkOrder.objects.count() == 1


def test_a_reload_in_the_middle_of_a_call_brings_everything_back(agent):
    answered(agent)
    with agent.expect_response("**/drafts/"):
        type_it(agent)
    agent.reload()
    expect(agent.locator("#id_content")).to_have_value(FAULT)
    expect(agent.locator("#line .line-state")).to_have_text("通话中")
    expect(agent.locator("#id_content")).to_be_focused()
    expect(agent.locator("#id_category_list")).to_be_hidden()
    expect(agent.locator("#step-asking")).to_have_attribute("aria-selected", "true")
    expect(agent.locator("#caller .who-name")).to_have_text("张伟")
    agent.keyboard.press("Control+Enter")
    expect(agent.locator(".done-word")).to_have_text("已受理并派单")
    assert not Draft.objects.exists()


def test_two_calls_in_a_row_keep_their_forms_apart(agent, town):
    answered(agent)
    agent.keyboard.type("dy")
    agent.keyboard.press("Enter")
    agent.keyboard.type("第一通，还没写完")
    agent.keyboard.press("F9")
    expect(agent.locator("#line .line-state")).to_have_text("整理")
    rings(town, "c2", "13712345670")
    agent.evaluate("document.dispatchEvent(new CustomEvent('live:resync'))")
    agent.locator("#line [data-answer]").wait_for()
    agent.keyboard.press("F2")
    expect(agent.locator("#caller .who-name")).to_have_text("王强")
    expect(agent.locator("#id_content")).to_have_value("")
    agent.locator("#begun summary").click()
    agent.locator("[data-reopen]").click()
    expect(agent.locator("#id_content")).to_have_value("第一通，还没写完")
    expect(agent.locator("#id_contact_name")).to_have_value("张伟")


def test_a_call_transferred_away_leaves_what_was_typed(agent, town):
    answered(agent)
    agent.keyboard.type("dy")
    agent.keyboard.press("Enter")
    agent.keyboard.type("转出前写的")
    agent.keyboard.press("F6")
    agent.keyboard.press("Enter")
    expect(agent.locator("#line .line-state")).to_have_text("空闲")
    expect(agent.locator("#id_content")).to_have_value("转出前写的")
    expect(agent.locator("#call-gone")).to_be_visible()
    agent.get_by_role("button", name="不关联来电，继续受理").click()
    expect(agent.locator("#sheet")).to_have_attribute("data-slot", "")
    expect(agent.locator("#id_content")).to_have_value("转出前写的")
    agent.get_by_label("已提醒客户注意安全").check()
    agent.keyboard.press("Control+Enter")
    expect(agent.locator(".done-word")).to_have_text("已受理并派单")
    assert WorkOrder.objects.get().call is None


def test_an_unknown_number_is_found_by_its_letters(seat, town):
    rings(town, caller="18900001111")
    agent = seat("agent", "/desk/", **DESK)
    answered(agent)
    expect(agent.locator("#caller")).to_contain_text("不认识的号码")
    agent.keyboard.type("2")
    expect(agent.locator("#id_address")).to_be_focused()
    agent.keyboard.type("cyl18h3dy502s")
    agent.locator("#id_address_list [role=option]").first.wait_for()
    agent.keyboard.press("Enter")
    expect(agent.locator("#id_address")).to_have_value(town.premises.address)
    expect(agent.locator("#place-now")).to_contain_text("城东供电所")
    expect(agent.locator("#id_contact_phones")).to_have_value("18900001111")
    expect(agent.locator("#id_contact_name")).to_have_value("")


def test_one_key_explains_what_is_known(seat, town):
    now = timezone.now()
    open_outage(
        kind=Outage.Kind.PLANNED,
        feeder=town.transformer.feeder,
        reason="线路检修",
        starts_at=now - timedelta(hours=1),
        expected_until=now + timedelta(hours=3),
    )
    rings(town)
    agent = seat("agent", "/desk/", **DESK)
    answered(agent)
    expect(agent.locator(".promises")).to_contain_text("恢复送电")
    type_it(agent)
    agent.keyboard.press("F8")
    expect(agent.locator("#drawer-explain")).to_be_visible()
    expect(agent.locator("[name=explain-reason]:checked, select[name=explain-reason]")).to_have_value("planned")
    expect(agent.locator("[name=explain-said]")).to_have_value(re.compile("线路检修.*恢复送电"))
    agent.keyboard.press("Control+Enter")
    expect(agent.locator("#drawer-explain .wrong")).to_have_count(1)  # the customer's satisfaction alone


def test_ten_thousand_characters_are_refused_with_every_one_of_them_kept(agent):
    answered(agent)
    agent.keyboard.type("dy")
    agent.keyboard.press("Enter")
    agent.locator("#id_content").fill("停" * 10_000)
    agent.get_by_label("已提醒客户注意安全").check()
    agent.keyboard.press("Control+Enter")
    expect(agent.locator("#sheet .refusal")).to_be_visible()
    expect(agent.locator("#id_content")).to_be_focused()
    assert len(agent.locator("#id_content").input_value()) == 10_000


def test_holding_reminds_the_agent_after_fifteen_seconds(agent):
    answered(agent)
    agent.keyboard.press("F4")
    expect(agent.locator("#line .line-state")).to_have_text("保持中")
    expect(agent.locator("#hold-say")).to_be_hidden()
    agent.evaluate(
        "document.querySelector('[data-prompt]').dataset.since = Number(document.querySelector('[data-prompt]').dataset.since) - 15000"
    )
    expect(agent.locator("#hold-say")).to_be_visible()
    expect(agent.locator("#step-holding")).to_have_attribute("aria-selected", "true")
    agent.keyboard.press("F4")
    expect(agent.locator("#line .line-state")).to_have_text("通话中")


def test_reading_back_says_what_is_missing_and_then_what_is_written(agent):
    answered(agent)
    agent.keyboard.press("F7")
    expect(agent.locator("#confirm")).to_contain_text("还差")
    agent.keyboard.press("Escape")
    agent.locator("#id_category").focus()
    type_it(agent)
    agent.keyboard.press("F7")
    expect(agent.locator(".read-aloud")).to_contain_text("朝阳路18号3单元502室，低压故障·一户")
    agent.keyboard.press("Control+Enter")
    expect(agent.locator(".done-word")).to_have_text("已受理并派单")


@pytest.mark.parametrize("size", [(1440, 900), (1920, 1080), (1280, 720), (390, 844)])
def test_nothing_is_cut_and_the_page_does_not_scroll(seat, town, size):
    rings(town)
    width, height = size
    agent = seat("agent", "/desk/", viewport={"width": width, "height": height})
    answered(agent)
    wide = agent.evaluate("document.documentElement.scrollWidth - innerWidth")
    high = agent.evaluate("document.documentElement.scrollHeight - innerHeight")
    assert wide <= 0
    assert high <= 0 or width < 992


def test_axe_finds_nothing_serious(seat, town):
    rings(town)
    agent = seat("agent", "/desk/", reduced_motion="reduce", **DESK)
    found = grave(agent)
    answered(agent)
    found += grave(agent)
    type_it(agent)
    agent.keyboard.press("F7")
    agent.locator(".read-aloud").wait_for()
    agent.keyboard.press("F8")
    found += grave(agent)
    agent.keyboard.press("Escape")
    agent.keyboard.press("Control+Enter")
    agent.locator(".done-word").wait_for()
    assert found + grave(agent) == []


def test_what_is_typed_on_a_slow_machine_is_all_there(agent):
    """On a machine four times slower: how long the longest task is, is for the bench to judge."""
    answered(agent)
    slow = agent.context.new_cdp_session(agent)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    agent.evaluate(
        "window.tasks = []; new PerformanceObserver((list) => list.getEntries().forEach((each) => tasks.push(each.duration)))"
        ".observe({ entryTypes: ['longtask'] })"
    )
    with agent.expect_response("**/drafts/"):
        type_it(agent)
    assert agent.locator("#id_content").input_value() == FAULT
    longest = max(agent.evaluate("tasks"), default=0)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    note(longest_task_ms=longest)
