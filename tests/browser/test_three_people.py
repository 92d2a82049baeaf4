"""Three people at once: a fault is refused once, comes back once from its call-back, and is archived at last.

Nobody reloads: what one does appears on the others' screens.
"""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from customers.services import calls
from tests.browser.crew_hands import all_sent, confirm, forward, survey
from workorders.models import WorkOrder

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def nobody_calling():
    cache.clear()


def do(page: Page, verb: str) -> None:
    """Open the verb on the order's page if it is not open yet, and press its button."""
    panel = page.locator("#panel")
    page.locator("[data-verbs]").get_by_role("link", name=verb, exact=True).click()
    expect(panel.locator("#panel-title")).to_have_text(verb)
    panel.locator(".panel-acts [type=submit]").click()
    expect(page.locator(".notice-success").last).to_contain_text(f"{verb}已登记")


def take_order(dispatcher: Page, number: str) -> None:
    """The order appears in the dispatcher's list by itself; they receive it and send the first crew."""
    row = dispatcher.locator("#list").get_by_role("link", name=number)
    expect(row).to_be_visible()
    row.click()
    dispatcher.wait_for_url(f"**/orders/{number}/")


def assign(dispatcher: Page) -> None:
    dispatcher.get_by_label("抢修班组").select_option(label="城东抢修一班（在岗 1 人，在办 0 张）")
    do_open(dispatcher, "派工")


def do_open(page: Page, verb: str) -> None:
    """The panel already shows the verb: it is what comes next."""
    expect(page.locator("#panel-title")).to_have_text(verb)
    page.locator("#panel .panel-acts [type=submit]").click()
    expect(page.locator(".notice-success").last).to_contain_text(f"{verb}已登记")


def repair(crew: Page, result: str) -> None:
    """From the card that appears by itself to the reply."""
    expect(crew.locator('[data-next="take"]')).to_be_visible()
    forward(crew, "take")
    forward(crew, "depart")
    forward(crew, "arrive")
    expect(crew.locator(".position")).to_contain_text("已取到当前位置")
    confirm(crew)
    forward(crew, "survey")
    survey(crew)
    confirm(crew)
    forward(crew, "restore")
    crew.locator(".sheet").get_by_role("radio", name="恢复供电", exact=True).check()
    confirm(crew)
    forward(crew, "reply")
    sheet = crew.locator(".sheet")
    sheet.get_by_label("处理结果").fill(result)
    sheet.get_by_label("客户意见").fill("满意")
    sheet.get_by_role("radio", name="客户口头或电话确认", exact=True).check()
    sheet.get_by_label("已留部门联系电话").check()
    confirm(crew)
    all_sent(crew)


def open_call(agent: Page, number: str) -> None:
    """The call-back appears in the agent's list by itself."""
    expect(agent.locator(f"#row-{number}")).to_be_visible()
    agent.keyboard.press("j")
    expect(agent.locator("#call")).to_have_attribute("data-number", number)
    expect(agent.locator("#call .ask").first.locator("input").first).to_be_focused()


def answer(agent: Page, *keys: str) -> None:
    for key in keys:
        agent.keyboard.press(key)
    agent.keyboard.press("Control+Enter")


@pytest.mark.clause("A2.4", "A2.5", "B2", "B3r", "D10")
def test_a_refusal_and_a_returned_call_back(stream, seat, phone, town):
    lead = seat("lead", "/overview/")
    dispatcher = seat("dispatcher")
    crew = phone()

    calls.ring("call-1", "13812345678", town.centre, 1, timezone.now())
    calls.answer("call-1", town.agent, timezone.now())
    agent = seat("agent", "/orders/new/repair/")
    agent.locator("#found .find").first.click()
    expect(agent.locator("#id_address")).to_have_value("东江市朝阳路18号3单元502室")
    agent.get_by_label("受理内容").fill("一户无电，表下开关未跳闸，楼道有电。")
    agent.get_by_role("radio", name="低压故障").check()
    agent.get_by_label("已提醒客户注意安全").check()
    agent.keyboard.press("Control+Enter")
    agent.wait_for_url(re.compile(r"/orders/\d{16}/"))
    number = re.search(r"/orders/(\d{16})/", agent.url)[1]
    state = agent.locator(".order-head .state").first
    expect(state).to_have_text("已派单")

    # Refused: it is the agent's again, on the page that is still open.
    take_order(dispatcher, number)
    dispatcher.locator("[data-verbs]").get_by_role("link", name="退单", exact=True).click()
    dispatcher.get_by_label("地址或联系方式不清").check()
    dispatcher.get_by_label("退单说明").fill("几单元没写清楚")
    dispatcher.locator("#panel .panel-acts [type=submit]").click()
    expect(dispatcher.locator(".notice-success").last).to_contain_text("退单已登记")
    expect(state).to_have_text("已受理")
    do(agent, "派单")
    expect(state).to_have_text("已派单")

    # Received, and sent out.
    take_order(dispatcher, number)
    do_open(dispatcher, "接单")
    assign(dispatcher)
    expect(state).to_have_text("已派工")

    # Repaired, it says; the customer says otherwise.
    agent.goto("/callbacks/")
    expect(agent.locator(".call-none")).to_contain_text("没有待回访的工单")
    repair(crew, "更换表前熔断器，已恢复供电。")
    open_call(agent, number)
    expect(agent.locator(".callee-answer")).to_contain_text("更换表前熔断器，已恢复供电。")
    answer(agent, "1", "3", "1", "1", "2", "4", "5", "Enter", "2", "1", "1", "Enter")
    expect(agent.locator(".call-said")).to_contain_text("工单现在是「已接单」")

    # Back with the unit that has to see to it, and out once more.
    expect(dispatcher.locator(".order-head .state").first).to_have_text("已接单")
    dispatcher.goto("/orders/")
    take_order(dispatcher, number)
    assign(dispatcher)
    repair(crew, "进户线接头烧断，已重新压接，恢复供电。")
    open_call(agent, number)
    expect(agent.locator(".callee-answer")).to_contain_text("进户线接头烧断")
    expect(agent.locator(".callee-tries")).to_contain_text("不满意")
    answer(agent, "1", "1", "1", "1", "1", "1", "1")
    expect(agent.locator(".call-said")).to_contain_text("工单现在是「已归档」")

    order = WorkOrder.objects.get(number=number)
    assert order.state == "archived"
    assert [each.level for each in order.returns.order_by("at")] == ["unit", "callback"]
    assert [each.state for each in order.callbacks.order_by("round")] == ["returned", "reached"]
    # The lead saw it all come and go without touching anything.
    expect(lead.get_by_role("link", name="1 今天归档")).to_be_visible()
    expect(lead.get_by_role("link", name="1 今天退单")).to_be_visible()
    expect(lead.get_by_role("link", name="0 在办", exact=True)).to_be_visible()
