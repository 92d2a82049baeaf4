"""新建工单 without the desk, in a real browser: what would give a caller away, and what is said, on any screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from screens.access import grave
from workorders.models import WorkOrder

pytestmark = pytest.mark.browser
SIZES = [{"width": 1440, "height": 900}, {"width": 390, "height": 844}]


@pytest.mark.clause("A3.5")
@pytest.mark.parametrize("size", SIZES, ids=["desktop", "phone"])
def test_what_gives_the_caller_away_is_shown_while_typing(seat, town, size):
    agent = seat("agent", "/orders/new/complaint/", viewport=size, reduced_motion="reduce")
    agent.get_by_label("客户姓名").fill("张伟")
    content = agent.get_by_label("受理内容")
    content.fill("客户张伟反映电费多")
    expect(agent.locator("#spots mark")).to_have_count(0)  # open: whoever handles it is to know
    agent.locator("#id_secrecy_1").focus()
    agent.keyboard.press("Space")
    expect(agent.locator("#spots mark")).to_have_text(["张伟"])
    expect(agent.locator(".promises")).to_contain_text("代处理单位与您联系")
    content.press_sequentially("，张伟要求答复")
    expect(agent.locator("#spots mark")).to_have_text(["张伟", "张伟"])
    content.fill("客户反映电费多")
    expect(agent.locator("#spots mark")).to_have_count(0)

    agent.get_by_role("tab", name="开头").focus()
    agent.keyboard.press("ArrowRight")
    expect(agent.get_by_role("tabpanel", name="询问")).to_be_visible()
    agent.get_by_label("联系电话").fill("13812345678")
    agent.get_by_label("联系电话").blur()
    expect(agent.get_by_role("tabpanel", name="询问")).to_be_visible()  # what is known is asked anew, the step stays
    assert agent.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert grave(agent) == []


def test_praise_is_dispatched_by_the_keyboard_alone(seat, town):
    agent = seat("agent", "/orders/new/praise/", viewport=SIZES[0])
    agent.get_by_label("受理内容").fill("感谢抢修人员雨夜送电。")
    for name, text in (("address", "东江市朝阳路18号"), ("contact_name", "张伟"), ("contact_phones", "13812345678")):
        agent.locator(f"#id_{name}").fill(text)
    box = agent.get_by_role("combobox", name="表扬分类")
    box.focus()
    expect(agent.locator("#id_category_list [role=option]").first).to_be_visible()
    agent.keyboard.press("ArrowDown")
    agent.keyboard.press("Enter")
    expect(box).not_to_have_value("")
    agent.keyboard.press("Control+Enter")
    expect(agent.locator(".refusal")).to_contain_text("有 1 处要改")
    expect(agent.locator(".wrong")).to_have_text("请选择")
    expect(agent.get_by_label("派往单位")).to_be_focused()
    agent.get_by_label("派往单位").select_option(label=town.station.name)
    agent.keyboard.press("Control+Enter")
    expect(agent.get_by_text(f"派单已登记，现由 {town.station}")).to_be_visible()
    order = WorkOrder.objects.get()
    assert (order.state, order.unit) == ("dispatched", town.station)
