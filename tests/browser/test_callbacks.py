"""A sitting of call-backs: the hand never leaves the keyboard."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from accounts.services.sessions import end_everywhere
from tests import factories
from tests.browser.conftest import MORNING
from workorders.models import WorkOrder

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def nobody_calling():
    cache.clear()


def replied(town, morning, minutes: int, **changes) -> WorkOrder:
    """An order answered so many minutes ago."""
    morning.move_to(MORNING - timedelta(minutes=minutes))
    order = factories.lived_until(town, "replied", **changes)
    morning.move_to(MORNING)
    return order


def go(page: Page) -> None:
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/callbacks/")


def keys(page: Page, *pressed: str) -> None:
    for key in pressed:
        page.keyboard.press(key)


def at(page: Page, order: WorkOrder) -> None:
    expect(page.locator("#call")).to_have_attribute("data-number", order.number)
    expect(page.locator("#call .ask").first.locator("input").first).to_be_focused()


@pytest.mark.clause("A2.4", "A2.5", "A2.6")
def test_three_calls_without_the_mouse(seat, town, morning):
    first, second, third = (replied(town, morning, minutes) for minutes in (90, 60, 30))
    agent = seat("agent")
    go(agent)
    at(agent, first)
    keys(agent, "1", "1", "1", "1", "1", "1", "1")  # reached, four questions, very satisfied, solved
    expect(agent.locator("[data-follows]")).to_have_text("登记后这张工单归档")
    agent.keyboard.type("师傅来得很快 1 小时就好了，jk")  # in the text a digit is a digit, and j a letter
    keys(agent, "Control+Enter")
    at(agent, second)
    keys(agent, "5")  # nobody answers
    expect(agent.locator("[data-follows]")).to_have_text(re.compile("登记后 .* 起再回访第 2 次"))
    keys(agent, "Control+Enter")
    at(agent, third)
    keys(agent, "1", "2", "1", "1", "2", "4", "3", "5", "Enter", "2", "1", "1", "2", "Enter")
    expect(agent.locator("[data-follows]")).to_have_text("登记后立即退回责任单位重新处理")
    keys(agent, "Control+Enter")
    expect(agent.locator(".call-said")).to_contain_text(third.number)
    expect(agent.locator(".call-none")).to_contain_text("现在可以回访的都打完了")

    states = [WorkOrder.objects.get(pk=order.pk).state for order in (first, second, third)]
    assert states == ["archived", "replied", "received"]
    said = first.callbacks.get().attempts.get()
    assert said.words == "师傅来得很快 1 小时就好了，jk"
    back = third.returns.get()
    assert back.codes == ["not_restored", "not_contacted"]
    assert third.callbacks.get().attempts.get().dissatisfied == ["arrival", "unrepaired"]


def test_j_and_k_walk_and_half_an_answer_waits(seat, town, morning):
    first, second = replied(town, morning, 60), replied(town, morning, 30)
    agent = seat("agent")
    go(agent)
    at(agent, first)
    keys(agent, "1", "2")
    with agent.expect_response("**/drafts/"):
        keys(agent, "j")
    at(agent, second)
    keys(agent, "k")
    expect(agent.locator("#call")).to_have_attribute("data-number", first.number)
    expect(agent.locator("#answers .notice")).to_contain_text("已恢复")
    expect(agent.get_by_role("group", name="抢修人员工作质量").get_by_role("radio", name="一般")).to_be_checked()
    expect(agent.get_by_role("group", name="服务质量").get_by_role("radio").first).to_be_focused()


def test_a_refusal_and_a_lost_session_keep_every_answer(seat, town, morning):
    order = replied(town, morning, 60)
    agent = seat("agent")
    go(agent)
    at(agent, order)
    keys(agent, "1", "1", "Control+Enter")
    expect(agent.locator("#answers .refusal")).to_contain_text("处要改，已在下面标出")
    expect(agent.locator("#answers .wrong").first).to_have_text("请记录客户的回答")
    expect(agent.get_by_role("group", name="服务质量").get_by_role("radio").first).to_be_focused()
    keys(agent, "2", "1", "1", "2", "1")
    agent.keyboard.type("还可以")
    end_everywhere(town.agent)
    keys(agent, "Control+Enter")
    expect(agent.locator(".notices")).to_contain_text("登录")
    expect(agent.get_by_label("客户意见（原话）")).to_have_value("还可以")
    order.refresh_from_db()
    assert order.state == "replied"


def test_two_agents_see_each_other(seat, town, morning):
    first, second = replied(town, morning, 60), replied(town, morning, 30)
    one = seat("agent")
    go(one)
    at(one, first)
    two = seat("second_agent")
    go(two)
    at(two, second)
    expect(two.locator(f"#row-{first.number}")).to_contain_text("某座席 正在回访")
    keys(two, "k")
    expect(two.locator("#callee .hint-card")).to_contain_text("某座席 正在回访这张工单")


def test_readable_on_a_phone(seat, town, morning):
    order = replied(town, morning, 60)
    agent = seat("agent", f"/callbacks/?order={order.number}", viewport={"width": 390, "height": 844})
    expect(agent.locator(".callee-phone").first).to_be_visible()
    expect(agent.locator("#call .ask").first.locator("input").first).to_be_focused()
    assert agent.evaluate("scrollY") == 0  # it opens at its head
    assert agent.evaluate("document.documentElement.scrollWidth") <= 390
