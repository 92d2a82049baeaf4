"""One complaint through every desk, each in a browser of its own: it comes back once from the audit and once from the
customer, and is archived at last. Screens that follow what others do are not loaded anew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.desk_hands import answered, rings
from workorders.models import Deadline, Return, Step, WorkOrder
from workorders.services.seal import faults

pytestmark = pytest.mark.browser
DEMAND = "客户反映10月电费比往月多出一倍，要求核实电表并答复原因。"
DONE = "11月24日到现场核实，该户电表接线松动导致计量异常"
MENDED = "，依据《供电营业规则》退补电费86元，已向客户解释。"
MENDED_AGAIN = "，依据《供电营业规则》退补电费86元并出具校验报告，已当面交客户。"


@pytest.fixture(autouse=True)
def nobody_at_any_desk():
    cache.clear()


def accept(agent: Page) -> str:
    """The complaint of who is on the line, accepted and dispatched; its number."""
    answered(agent)
    agent.keyboard.press("F3")
    agent.keyboard.press("2")
    expect(agent.locator("#sheet")).to_have_attribute("data-kind", "complaint")
    agent.keyboard.type("df")
    agent.keyboard.press("Enter")
    expect(agent.locator("#id_content")).to_be_focused()
    agent.keyboard.type(DEMAND)
    agent.keyboard.press("Control+Enter")
    expect(agent.locator(".done-word")).to_have_text("已受理并派单")
    return WorkOrder.objects.get().number


def submit(page: Page, verb: str) -> None:
    expect(page.locator("#panel-title")).to_have_text(verb)
    page.locator("#panel .panel-acts [type=submit]").click()
    expect(page.locator(".notice-success").last).to_contain_text(f"{verb}已登记")


def open_verb(page: Page, verb: str) -> None:
    page.locator("[data-verbs]").get_by_role("link", name=verb, exact=True).click()
    expect(page.locator("#panel-title")).to_have_text(verb)


def receive(dispatcher: Page) -> None:
    """People are those of the unit that was chosen; who is of another one is let go."""
    unit, handler = dispatcher.get_by_label("处理单位"), dispatcher.get_by_label("处理人员")
    offered = handler.locator("option:not([disabled])")
    expect(offered).to_have_text(["该单位处理人均可", "某处理人（运检部）", "某处理人（安监部）"])
    handler.select_option(label="某处理人（运检部）")
    unit.select_option(label="安监部")
    expect(offered).to_have_text(["该单位处理人均可", "某处理人（安监部）"])
    expect(handler).to_have_value("")
    unit.select_option(label="城东供电所")
    expect(offered).to_have_text(["该单位没有处理人"])
    unit.select_option(label="运检部")
    handler.select_option(label="某处理人（运检部）")
    submit(dispatcher, "签收")


def reply(handler: Page, text: str) -> None:
    expect(handler.locator("#panel-title")).to_have_text("回复")
    handler.locator("#id_text").fill(text)
    handler.locator("#id_handled_at").fill(f"{timezone.localtime():%Y-%m-%dT%H:%M}")
    handler.locator("#id_opinion").fill("客户表示满意，认可退补金额。")
    handler.locator("#id_handled_by").fill("李强")
    handler.locator("#id_true_0").check()
    handler.locator("#id_ours_0").check()
    handler.locator("#id_text").press("Control+Enter")
    expect(handler.locator(".notice-success").last).to_contain_text("回复已登记")


def open_next(page: Page, number: str) -> None:
    """A case that came while nothing was left appears in the list; a key opens it."""
    expect(page.locator(f"#row-{number}")).to_be_visible()
    if page.locator(".call-none").is_visible():
        page.keyboard.press("j")


def at_audit(auditor: Page, number: str) -> None:
    open_next(auditor, number)
    expect(auditor.locator(f'#audit[data-ready][data-number="{number}"]')).to_be_visible()


def answer(agent: Page, number: str, *keys: str) -> None:
    open_next(agent, number)
    expect(agent.locator("#call")).to_have_attribute("data-number", number)
    expect(agent.locator("#call .ask").first.locator("input").first).to_be_focused()
    for key in keys:
        agent.keyboard.press(key)


@pytest.mark.clause("A3.1", "A3.3", "A3.4", "A3.6", "D2", "D5")
def test_a_complaint_comes_back_from_the_province_and_from_the_customer(stream, seat, town, morning):
    rings(town)
    agent = seat("agent", "/desk/", viewport={"width": 1440, "height": 900})
    number = accept(agent)
    at = f"/orders/{number}/"

    auditor = seat("auditor", at)
    auditor.get_by_label("转派地市").select_option(label="东江市供电公司")
    submit(auditor, "转派")
    dispatcher = seat("dispatcher", at)
    receive(dispatcher)

    handler = seat("handler", at)
    open_verb(handler, "联系客户")
    handler.get_by_role("radio", name="接通").check()
    handler.get_by_label("沟通情况").fill("已说明核实情况")
    submit(handler, "联系客户")
    reply(handler, DONE + "，已向客户解释，依据《供电营业规则》处理完毕。")

    auditor.goto("/audit/")
    at_audit(auditor, number)
    auditor.keyboard.press("r")
    auditor.get_by_role("checkbox", name="没有具体处理结果").check()
    auditor.get_by_label("请怎样修改").fill("请写明退补金额")
    auditor.keyboard.press("Control+Enter")
    expect(auditor.locator(".call-none")).to_be_visible()

    expect(handler.locator("body")).to_contain_text("第 1 次退回 · 省退市")
    handler.goto(at)
    expect(handler.locator(".sent-back").first).to_contain_text("请写明退补金额")
    morning.shift(timedelta(minutes=2))
    reply(handler, DONE + MENDED)

    at_audit(auditor, number)
    auditor.keyboard.press("Enter")
    expect(auditor.locator(".call-none")).to_be_visible()

    agent.goto("/callbacks/")
    answer(
        agent, number, "1", "3", "1", "1", "1", "4", "1", "Enter", "2", "1"
    )  # not satisfied with the result, unsolved, by us
    agent.get_by_role("checkbox", name="未答复客户诉求").check()
    agent.keyboard.press("Control+Enter")
    expect(agent.locator(".call-none")).to_be_visible()

    handler.goto(at)
    expect(handler.locator("body")).to_contain_text("第 2 次退回 · 国退")
    morning.shift(timedelta(minutes=2))
    reply(handler, DONE + MENDED_AGAIN)
    at_audit(auditor, number)
    auditor.keyboard.press("Enter")
    expect(auditor.locator(".call-none")).to_be_visible()
    answer(agent, number, "1", "1", "1", "1", "1", "1", "1")
    agent.keyboard.press("Control+Enter")
    expect(agent.locator(".call-none")).to_be_visible()

    order = WorkOrder.objects.get()
    assert order.state == "archived" and order.unit == town.operations
    assert [(back.level, back.unit) for back in Return.objects.order_by("pk")] == [
        ("province", town.operations),
        ("national", town.operations),
    ]
    assert not Deadline.objects.filter(order=order, state=Deadline.State.BREACHED).exists()
    assert list(Step.objects.order_by("seq").values_list("verb", flat=True)) == [
        *("accept", "dispatch", "forward", "receive", "contact", "reply", "send_back", "reply", "approve", "call_back"),
        *("reply", "approve", "call_back"),
    ]
    assert list(faults()) == []
