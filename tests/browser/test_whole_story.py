"""A lamp goes out; someone calls. Agent, dispatcher and crew play the whole story, each in a browser of their own."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.services.sessions import end_everywhere, hold_session
from customers.services import calls
from tests import factories
from workorders.models import WorkOrder

pytestmark = pytest.mark.browser


def do(page: Page, verb: str) -> None:
    """Press the panel's button and wait for the page that follows."""
    page.locator("#panel").get_by_role("button", name=verb, exact=True).click()
    expect(page.locator(".notice-success")).to_contain_text(f"{verb}已登记")


def open_verb(page: Page, verb: str) -> None:
    page.locator("[data-verbs]").get_by_role("link", name=verb, exact=True).click()
    expect(page.locator("#panel-title")).to_have_text(verb)


@pytest.mark.clause("A2.4", "B1", "B2", "B3")
def test_from_ring_to_archive(seat, town):
    calls.ring("call-1", "13812345678", town.centre, 1, timezone.now())
    calls.answer("call-1", town.agent, timezone.now())
    agent = seat("agent")
    agent.keyboard.press("n")
    agent.wait_for_url("**/orders/new/repair/")
    expect(agent.locator(".call")).to_contain_text("13812345678")
    agent.locator("#found .find").first.click()
    expect(agent.locator("#id_address")).to_have_value("东江市朝阳路18号3单元502室")
    expect(agent.get_by_label("受理内容")).to_be_focused()
    agent.keyboard.type("一户无电，表下开关未跳闸，楼道有电。")
    agent.get_by_role("radio", name="低压故障").check()
    agent.get_by_label("已提醒客户注意安全").check()
    agent.keyboard.press("Control+Enter")
    expect(agent.locator(".notice-success").first).to_contain_text("已受理，工单编号")
    expect(agent.locator(".notice-success").last).to_contain_text("派单已登记")
    number = re.search(r"/orders/(\d{16})/", agent.url)[1]

    dispatcher = seat("dispatcher")
    dispatcher.keyboard.press("j")
    dispatcher.keyboard.press("Enter")
    dispatcher.wait_for_url(f"**/orders/{number}/")
    do(dispatcher, "接单")
    dispatcher.get_by_label("抢修班组").select_option(label="城东抢修一班（在岗 1 人，在办 0 张）")
    do(dispatcher, "派工")

    crew = seat("crew", viewport={"width": 390, "height": 844}, color_scheme="dark")
    crew.get_by_role("link", name=number).click()
    open_verb(crew, "班组接单")
    do(crew, "班组接单")
    do(crew, "出发")
    crew.get_by_label("无位置原因").fill("地下配电室没有信号")
    do(crew, "到达")
    crew.get_by_role("radio", name="低压故障").check()
    crew.get_by_label("故障原因").fill("表前熔断器烧损")
    crew.get_by_role("radio", name="供电企业产权").check()
    crew.get_by_label("影响范围").fill("一户")
    crew.get_by_label("预计送电时间").fill("2026-11-24T11:00:00")
    do(crew, "勘查")
    do(crew, "送电")
    crew.get_by_label("处理结果").fill("更换表前熔断器，已恢复供电。")
    crew.get_by_label("客户意见").fill("满意")
    crew.get_by_label("负责人").fill("某抢修人员")
    crew.get_by_role("radio", name="客户签字").check()
    crew.get_by_label("已留部门联系电话").check()
    do(crew, "回单")

    agent.keyboard.press("g")
    agent.keyboard.press("c")
    agent.wait_for_url("**/callbacks/")
    expect(agent.locator("#call")).to_have_attribute("data-number", number)
    answers = ("已接通", "好", "好", "及时", "及时", "非常满意", "已解决")
    questions = ("通话结果", "抢修人员工作质量", "服务质量", "到达现场时间", "修复时间", "满意度", "是否解决")
    for question, answer in zip(questions, answers, strict=True):
        agent.get_by_role("group", name=question).get_by_role("radio", name=answer, exact=True).check()
    agent.keyboard.press("Control+Enter")
    expect(agent.locator(".call-said")).to_contain_text("回访已登记，工单现在是「已归档」")
    assert WorkOrder.objects.get(number=number).state == "archived"
    agent.goto(f"/orders/{number}/")
    expect(agent.locator(".order-head .state").first).to_have_text("已归档")


def test_a_refused_form_keeps_what_was_typed_and_moves_to_the_error(seat, town):
    order = factories.lived_until(town, "restored")
    crew = seat("crew")
    crew.get_by_role("link", name=order.number).click()
    crew.get_by_label("处理结果").fill("换了熔断器")
    crew.locator("#panel").get_by_role("button", name="回单", exact=True).click()
    expect(crew.locator("#panel .refusal")).to_be_visible()
    expect(crew.get_by_label("处理结果")).to_have_value("换了熔断器")
    expect(crew.get_by_label("客户意见")).to_be_focused()


def test_a_draft_survives_the_window(seat, town):
    agent = seat("agent", "/orders/new/repair/")
    with agent.expect_response("**/drafts/") as kept:
        agent.get_by_label("受理内容").fill("说到一半，窗口关了")
    assert kept.value.ok
    expect(agent.locator("[data-draft-state]")).to_contain_text("草稿已保存")
    agent.reload()
    expect(agent.get_by_label("受理内容")).to_have_value("说到一半，窗口关了")
    expect(agent.locator(".notice")).to_contain_text("已恢复")
    agent.get_by_role("button", name="放弃草稿").click()
    expect(agent.get_by_label("受理内容")).to_have_value("")


def test_a_lost_session_takes_nothing_that_was_typed(seat, town):
    order = factories.lived_until(town, "restored")
    crew = seat("crew", f"/orders/{order.number}/")
    crew.get_by_label("处理结果").fill("写好了，会话却断了")
    end_everywhere(town.crew)
    crew.locator("#panel").get_by_role("button", name="回单", exact=True).click()
    expect(crew.locator(".notices")).to_contain_text("登录")
    expect(crew.get_by_label("处理结果")).to_have_value("写好了，会话却断了")
    # Signed in again elsewhere, the same page goes on: here it is refused for what is missing, not for its key.
    person = town.crew
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    hold_session(person, client.session.session_key)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    crew.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": crew.url}])
    crew.locator("#panel").get_by_role("button", name="回单", exact=True).click()
    expect(crew.locator("#panel .refusal")).to_be_visible()
    expect(crew.get_by_label("处理结果")).to_have_value("写好了，会话却断了")


def test_the_list_renews_itself_and_the_chip_turns_over(seat, town):
    agent = seat("agent")
    order = factories.accepted(town)
    news = "document.dispatchEvent(new CustomEvent('live:event', { detail: { topic: 'order' } }))"
    agent.evaluate(news)
    row = agent.get_by_role("link", name=order.number)
    expect(row).to_be_visible()
    row.focus()
    with agent.expect_response(re.compile(r"/orders/$")):
        agent.evaluate(news)
    expect(row).to_be_focused()
    # Said again at each look: the list that has just come may still be laid over it.
    agent.wait_for_function(
        "() => { const chip = document.querySelector('.chip');"
        " chip.dataset.due = Number(document.body.dataset.now) - 5000; return chip.matches('.chip-late') }"
    )
    expect(agent.locator(".chip").first).to_contain_text("超时")


def test_without_a_script_everything_still_works(seat, town):
    agent = seat("agent", java_script_enabled=False)
    agent.get_by_label("主导航").get_by_role("link", name="新建工单").click()
    agent.get_by_label("受理内容").fill("一户无电")
    agent.get_by_label("查客户").fill("13812345678")
    agent.get_by_role("button", name="查询", exact=True).click()
    agent.locator("#found .find").first.click()
    assert agent.get_by_label("受理内容").input_value() == "一户无电"
    agent.get_by_label("报修人").fill("张伟")
    agent.get_by_role("radio", name="低压故障").check()
    agent.get_by_label("已提醒客户注意安全").check()
    agent.get_by_role("button", name=re.compile("受理并派单")).click()
    assert WorkOrder.objects.get().state == "dispatched"
