"""Two people on one order, and what a list does when many are ticked."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.services.sessions import end_everywhere, hold_session
from tests import factories
from tests.waiting import until
from workorders.models import WorkOrder
from workorders.services import presence

pytestmark = pytest.mark.browser


def at(order: WorkOrder, verb: str = "") -> str:
    return f"/orders/{order.number}/{verb}"


def heard(page: Page) -> None:
    """As the stream tells it."""
    page.evaluate("document.dispatchEvent(new CustomEvent('live:event', { detail: { topic: 'order' } }))")


def test_the_second_sees_the_difference_and_loses_nothing(seat, town):
    order = factories.accepted(town)
    agent = seat("agent", at(order, "urge/"))
    agent.get_by_label("催办内容").fill("客户第二次来电，家里有老人，非常着急")
    factories.act(town, order, "note", "lead", kind="more", text="客户家有老人，需要吸氧机")
    agent.locator("#panel").get_by_role("button", name="催办", exact=True).click()
    conflict = agent.locator("#panel .conflict")
    expect(conflict.get_by_label("别人刚刚登记的")).to_contain_text("需要吸氧机")
    expect(conflict.get_by_label("您填写的，还没有提交")).to_contain_text("家里有老人，非常着急")
    expect(agent.get_by_label("催办内容")).to_have_value("客户第二次来电，家里有老人，非常着急")
    agent.get_by_role("button", name="核对无误，仍然催办").click()
    expect(agent.locator(".notice-success")).to_contain_text("催办已登记")
    assert WorkOrder.objects.get().urges == 1


def test_what_is_wrong_is_said_once_where_it_is_mended(seat, town):
    order = factories.lived_until(town, "assigned")
    agent = seat("agent", at(order, "urge/"))
    agent.get_by_role("button", name="催办").click()
    expect(agent.locator("#panel .wrong")).to_have_text("请填写")
    expect(agent.locator("#panel .refusal")).to_have_text("没有提交成功，有 1 处要改，已在下面标出")
    expect(agent.get_by_text("请填写")).to_have_count(1)
    expect(agent.get_by_label("催办内容")).to_be_focused()


def test_what_was_typed_before_is_gone_on_with_at_its_end(seat, town):
    order = factories.lived_until(town, "assigned")
    agent = seat("agent", at(order, "urge/"))
    text = agent.get_by_label("催办内容")
    text.fill("客户家有病人")
    expect(agent.locator("#panel [data-draft-state]")).to_contain_text("草稿已保存")
    agent.reload()
    text.focus()
    agent.keyboard.type("，急")
    expect(text).to_have_value("客户家有病人，急")
    factories.act(town, order, "note", "dispatcher", kind="more", text="已联系班组")
    agent.keyboard.press("Control+Enter")
    expect(agent.locator("#panel .refusal")).to_contain_text("已联系班组")
    expect(text).to_be_focused()
    agent.keyboard.type("！")
    expect(text).to_have_value("客户家有病人，急！")


def test_what_is_no_longer_needed_is_said_and_the_text_stays(seat, town):
    order = factories.lived_until(town, "dispatched")
    dispatcher = seat("dispatcher", at(order, "refuse/"))
    dispatcher.get_by_label("退单说明").fill("不属于我们的供电区域，写了很久")
    dispatcher.locator("#panel .pick").first.click()
    factories.act(town, order, "receive", "dispatcher")
    dispatcher.locator("#panel").get_by_role("button", name="确认退单").click()
    expect(dispatcher.locator("#panel .refusal")).to_contain_text("工单已经是「已接单」，「退单」不用再办了")
    expect(dispatcher.get_by_label("退单说明")).to_have_value("不属于我们的供电区域，写了很久")
    dispatcher.get_by_role("link", name="看最新的工单").click()
    expect(dispatcher.locator("#panel-title")).to_have_text("派工")


def test_while_i_type_a_line_says_who_did_what_and_my_form_stays(seat, town):
    order = factories.lived_until(town, "dispatched")
    agent = seat("agent", at(order, "urge/"))
    field = agent.get_by_label("催办内容")
    field.fill("客户又来电")
    factories.act(town, order, "receive", "dispatcher")
    heard(agent)
    expect(agent.locator("#panel .news")).to_contain_text("刚刚「接单」")
    expect(field).to_have_value("客户又来电")
    expect(field).to_be_focused()
    expect(agent.locator(".order-head .state").first).to_have_text("已接单")
    expect(agent.locator(".timeline .step").first).to_contain_text("接单")


def test_an_untouched_form_makes_way_for_what_is_to_be_done_now(seat, town):
    order = factories.lived_until(town, "dispatched")
    dispatcher = seat("dispatcher", at(order))
    expect(dispatcher.locator("#panel-title")).to_have_text("接单")
    dispatcher.evaluate("document.activeElement.blur()")
    factories.act(town, order, "receive", "dispatcher")
    heard(dispatcher)
    expect(dispatcher.locator("#panel-title")).to_have_text("派工")
    expect(dispatcher.locator("[data-verbs] [aria-current=true]")).to_have_text("派工")


def test_two_people_see_each_other(seat, town):
    order = factories.lived_until(town, "dispatched")
    agent, dispatcher = seat("agent", at(order, "urge/")), seat("dispatcher", at(order))
    expect(dispatcher.locator("#presence")).to_contain_text("某座席（测试客服中心） 也在看这张工单")
    dispatcher.set_viewport_size({"width": 390, "height": 844})
    place = "document.getElementById('order-verbs').getBoundingClientRect().top"
    alone = f"(() => {{ const words = [...presence.childNodes]; presence.replaceChildren(); const top = {place}; presence.append(...words); return top }})()"
    assert dispatcher.evaluate(place) == dispatcher.evaluate(alone), (
        "who comes a moment later moves nothing under a thumb"
    )
    with agent.expect_response("**/presence/"):
        agent.get_by_label("催办内容").type("客")
    dispatcher.evaluate("document.dispatchEvent(new CustomEvent('panel:typed'))")
    expect(dispatcher.locator("#presence")).to_contain_text("正在填写「催办」")
    agent.goto("about:blank")
    until(lambda: presence.others_at(order, town.dispatcher) == {}, "the agent has left")
    dispatcher.evaluate("document.dispatchEvent(new CustomEvent('panel:typed'))")
    expect(dispatcher.locator("#presence")).to_be_empty()


def test_a_session_lost_while_typing_costs_no_word(seat, town):
    order = factories.accepted(town)
    agent = seat("agent", at(order, "urge/"))
    agent.get_by_label("催办内容").fill("写到一半，会话断了")
    end_everywhere(town.agent)
    heard(agent)
    agent.locator("#panel").get_by_role("button", name="催办", exact=True).click()
    expect(agent.locator(".notices")).to_contain_text("登录")
    expect(agent.get_by_label("催办内容")).to_have_value("写到一半，会话断了")
    person, client = town.agent, Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    hold_session(person, client.session.session_key)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    agent.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": agent.url}])
    agent.locator("#panel").get_by_role("button", name="催办", exact=True).click()
    expect(agent.locator(".notice-success")).to_contain_text("催办已登记")
    assert order.steps.get(verb="urge").data["content"] == "写到一半，会话断了"


def test_ticked_by_keys_and_done_together(seat, town):
    orders = [factories.lived_until(town, "dispatched") for _ in range(4)]
    dispatcher = seat("dispatcher")
    for key in ("j", "x", "j", "j", "Shift+X"):
        dispatcher.keyboard.press(key)
    bar = dispatcher.get_by_label("所选工单")
    expect(bar).to_contain_text("已选 3 张")
    expect(bar.get_by_role("button", name="接单")).to_be_visible()
    # What the list renews under our eyes stays ticked, as it is now.
    factories.act(town, orders[0], "note", "lead", kind="more", text="补充")
    heard(dispatcher)
    expect(dispatcher.locator(f"#row-{orders[0].number}")).to_have_attribute("data-pick", re.compile(r"\.3$"))
    expect(dispatcher.locator("#list :checked[name=number]")).to_have_count(3)
    dispatcher.keyboard.press(".")
    expect(bar.get_by_role("button", name="接单")).to_be_focused()
    dispatcher.keyboard.press("Enter")
    dialog = dispatcher.locator("#bulk-dialog")
    expect(dialog).to_contain_text("接单 3 张工单")
    dispatcher.keyboard.press("Control+Enter")
    expect(dialog).to_contain_text("3 张都已接单")
    dispatcher.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    assert WorkOrder.objects.filter(state="received").count() == 3


def test_ticks_last_from_page_to_page(seat, town):
    first, second = (factories.lived_until(town, "dispatched") for _ in range(2))
    dispatcher = seat("dispatcher")
    dispatcher.locator(f"#row-{first.number} [name=number]").check()
    dispatcher.goto(f"{dispatcher.url}?urgent=1&view=0")
    bar = dispatcher.get_by_label("所选工单")
    expect(bar).to_contain_text("已选 1 张")
    dispatcher.goto(dispatcher.url.split("?")[0])
    expect(dispatcher.locator(f"#row-{first.number} [name=number]")).to_be_checked()
    expect(dispatcher.locator(f"#row-{second.number} [name=number]")).not_to_be_checked()
    dispatcher.keyboard.press("Escape")
    expect(bar).to_be_hidden()


def test_a_unit_by_its_initials(seat, town):
    factories.lived_until(town, "assigned")
    supervisor = seat("supervisor")
    supervisor.keyboard.type("fcdqxeb")  # the letter after f belongs to the field
    expect(supervisor.get_by_placeholder("名称、拼音、首字母")).to_have_value("cdqxeb")
    expect(supervisor.locator(".unit-list button")).to_have_text([re.compile("城东抢修二班")])
    supervisor.keyboard.press("Enter")
    supervisor.wait_for_url(re.compile(f"unit={town.second_crew_unit.pk}"))
    expect(supervisor.locator(".nothing")).to_contain_text("没有符合条件的工单")


def test_enter_at_once_takes_what_is_typed_and_not_what_still_stands_there(seat, town):
    factories.lived_until(town, "assigned")
    supervisor = seat("supervisor")
    supervisor.keyboard.type("fcdqxeb")
    supervisor.keyboard.press("Enter")
    supervisor.wait_for_url(re.compile(f"unit={town.second_crew_unit.pk}"))


def test_the_paper_fits_a4(seat, town):
    order = factories.lived_until(town, "replied", content="很长的一段。" * 600)
    agent = seat("agent", at(order, "print/"))
    paper = agent.pdf(prefer_css_page_size=True)
    assert 2 <= len(re.findall(rb"/Type\s*/Page[^s]", paper)) <= 6
    assert agent.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [390, 1440])
def test_ten_thousand_characters_break_no_layout(seat, town, width):
    order = factories.accepted(town, content="A" * 4000)
    factories.act(town, order, "note", "agent", kind="more", text="9" * 4000)
    factories.act(town, order, "urge", "agent", content="长" * 200)
    agent = seat("agent", "", viewport={"width": width, "height": 844})
    for path in (f"{order.number}/", "?columns=content", f"{order.number}/print/"):
        agent.goto(f"/orders/{path}")
        assert agent.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
