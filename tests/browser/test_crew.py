"""The crew's phone, in a real Chromium: a fault from the big button, forms, and what axe says."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Route, expect

from repair.models import DailyCheck
from screens.access import grave
from tests import factories
from tests.browser.crew_hands import (
    all_sent,
    confirm,
    forward,
    reply,
    says,
    survey,
)
from workorders.models import Attachment

pytestmark = pytest.mark.browser


def test_a_fault_from_the_big_button_alone(phone, town):
    order = factories.lived_until(town, "assigned")
    page = phone()
    card = page.locator(".card").first
    expect(card).to_contain_text("东江市朝阳路18号3单元502室")
    expect(card.get_by_role("link", name=re.compile("打给"))).to_have_attribute("href", "tel:13812345678")
    assert card.get_by_role("link", name="导航").get_attribute("href").startswith("geo:0,0?q=%E4%B8%9C")
    for button in page.locator(".card .btn").all():
        assert button.bounding_box()["height"] >= 44
    forward(page, "take")
    forward(page, "depart")
    forward(page, "arrive")
    expect(page.locator(".position")).to_contain_text("已取到当前位置")
    confirm(page)
    forward(page, "survey")
    survey(page)
    confirm(page)
    forward(page, "restore")
    page.locator(".sheet").get_by_role("radio", name="恢复供电", exact=True).check()
    confirm(page)
    forward(page, "reply")
    reply(page)
    confirm(page)
    all_sent(page)
    order.refresh_from_db()
    assert order.state == "replied"
    assert order.repair.__class__.objects.get(pk=order.pk).position == {"latitude": 41.1, "longitude": 122.05}
    signature = Attachment.objects.get(order=order)
    assert (signature.kind, signature.content_type) == ("signature", "image/png")
    expect(page.locator(".answered summary")).to_contain_text("今天已回单 1")


def test_a_double_tap_is_one_step(phone, town):
    order = factories.lived_until(town, "assigned")
    page = phone()
    page.locator('[data-next="take"]').dblclick()
    page.evaluate(
        "document.querySelectorAll('[data-next=take]').forEach((button) => { button.click(); button.click(); })"
    )
    expect(page.locator('[data-next="depart"]')).to_be_visible()
    all_sent(page)
    assert order.steps.filter(verb="take").count() == 1


def test_what_comes_while_the_finger_is_down_does_not_take_the_tap(phone, town):
    factories.lived_until(town, "restored")
    page = phone()
    button = page.locator('[data-next="reply"]')
    button.hover()
    page.mouse.down()
    page.evaluate("document.querySelector('[data-next=reply]').dataset.before = '1'; Crew.redraw(true)")
    page.mouse.up()
    expect(page.locator(".sheet").get_by_label("处理结果")).to_be_visible()
    expect(page.locator('[data-next="reply"][data-before]')).to_have_count(0)  # and what came is drawn after it


def test_a_slip_of_the_thumb_is_taken_back(phone, town):
    order = factories.lived_until(town, "assigned")
    page = phone(undo=4000)
    forward(page, "take")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator('[data-next="take"]')).to_be_visible()
    all_sent(page)
    assert not order.steps.filter(verb="take").exists()


def test_an_order_given_now_appears_by_itself(phone, town):
    page = phone()
    expect(page.locator(".nothing-title")).to_have_text("手上没有工单")
    order = factories.lived_until(town, "assigned")
    page.evaluate("document.dispatchEvent(new CustomEvent('live:event', { detail: { topic: 'order' } }))")
    expect(page.locator(f'[data-order="{order.number}"]')).to_be_visible()


def test_nothing_in_hand_is_said_once_the_server_has_said_it(phone, town):
    page = phone(service_workers="block")  # what passes through one cannot be held up here
    expect(page.locator(".nothing-title")).to_have_text("手上没有工单")
    order = factories.lived_until(town, "assigned")
    held: list[Route] = []
    page.route("**/crew/data.json", lambda route: held.append(route))
    page.reload()
    says(page, "正在同步")
    expect(page.locator(".waiting")).to_have_text("正在取本班组的工单…")
    expect(page.locator(".nothing-title")).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('offline'))")
    expect(page.locator(".nothing-title")).to_have_text("上次同步时手上没有工单")
    held[0].continue_()
    expect(page.locator(f'[data-order="{order.number}"]')).to_be_visible()


def test_a_portals_page_is_no_answer(phone, town):
    """Something between answers 200 with a page of its own: the clock stays, nothing is taken for synced, it asks again."""
    order = factories.lived_until(town, "assigned")
    page = phone(service_workers="block")
    portal = {"status": 200, "content_type": "text/html", "body": "<h1>请先登录无线网络</h1>"}
    page.route("**/crew/data.json", lambda route: route.fulfill(**portal))
    page.reload()
    expect(page.locator(f'[data-order="{order.number}"]')).to_be_visible()  # as it was kept
    says(page, re.compile("网络"))
    assert abs(page.evaluate("Crew.clock.now()") / 1000 - timezone.now().timestamp()) < 3600
    page.unroute("**/crew/data.json")
    says(page, "已同步")


def test_a_form_half_filled_is_there_after_the_phone_was_put_away(phone, town):
    factories.lived_until(town, "restored")
    page = phone()
    forward(page, "reply")
    page.locator(".sheet").get_by_label("处理结果").fill("写到一半")
    page.evaluate("""async () => {
      const typed = () => Crew.store.typed(`${Crew.state.person.id}.${Crew.state.data.orders[0].number}.reply`);
      while (!(await typed())) await new Promise(requestAnimationFrame);
    }""")
    page.reload()
    forward(page, "reply")
    expect(page.locator(".sheet").get_by_label("处理结果")).to_have_value("写到一半")


def test_what_is_missing_is_said_at_its_place_before_anything_is_queued(phone, town):
    factories.lived_until(town, "on_site")
    page = phone()
    forward(page, "survey")
    sheet = page.locator(".sheet")
    sheet.locator("[type=submit]").click()
    expect(sheet.locator(".wrong")).to_have_count(4)
    survey(page)
    sheet.get_by_label("预计送电时间").fill("")
    sheet.locator("[type=submit]").click()
    expect(sheet.locator(".wrong")).to_have_text(["供电企业产权的故障必须填写预计送电时间，座席要答复客户"])


def test_nothing_serious_for_axe(phone, town):
    order = factories.lived_until(town, "on_site", urgency="urgent")
    factories.lived_until(town, "assigned")
    DailyCheck.objects.all().delete()
    page = phone(reduced_motion="reduce")  # what is still fading in has no colour yet
    found = []

    def judge(where: str) -> None:
        found.extend((where, *wrong) for wrong in grave(page))

    judge("list")
    page.locator(f'[data-order="{order.number}"] .card-open').click()
    judge("order")
    forward(page, "survey")
    page.locator(".sheet [type=submit]").click()
    judge("sheet")
    page.locator(".sheet-close").click()
    page.context.set_offline(True)
    page.locator('[data-verb="note"]').click()
    page.locator(".sheet").get_by_label("内容").fill("表箱已上锁")
    confirm(page)
    page.locator("[data-wire]").click()
    judge("outbox")
    page.locator("[data-more]").click()
    judge("more")
    assert not found
