"""The choice of a category at a real keyboard: at the desk, on the plain page, and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from complaints.forms.category_field import CategoryField
from complaints.selectors.categories import leaf_by_code
from repair.forms.intake import AcceptRepairForm
from screens.access import grave
from tests.browser.desk_hands import answered, rings

pytestmark = pytest.mark.browser
WIDE = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"}
FREQUENT = "供电质量投诉 / 可靠性 / 频繁停电"


@pytest.fixture(autouse=True)
def asked_for(monkeypatch) -> None:
    """A form that is there already asks for it, in the place of its own choice."""
    monkeypatch.setitem(AcceptRepairForm.base_fields, "category", CategoryField(kind="complaint", label="投诉分类"))


@pytest.fixture
def plain(seat, town):
    return seat("agent", "/orders/new/repair/", **WIDE)


def box(page):
    return page.get_by_role("combobox", name=re.compile("投诉分类")).first


def answer(page) -> str:
    return page.locator("select[name=category]").input_value()


def options(page):
    return page.locator("#id_category_list [role=option]")


def test_at_the_desk_a_few_letters_and_enter_are_enough(seat, town):
    rings(town)
    page = seat("agent", "/desk/", **WIDE)
    answered(page)
    expect(box(page)).to_be_focused()
    expect(options(page).first).to_be_visible()
    assert grave(page) == []
    page.keyboard.type("pftd")
    page.keyboard.press("Enter")  # faster than the answer comes
    expect(box(page)).to_have_value(FREQUENT)
    expect(box(page)).not_to_be_focused()  # the hands are where the next thing is needed
    assert answer(page) == str(leaf_by_code("complaint", "outage_frequent").pk)
    expect(page.locator("[data-draft-state]")).to_contain_text("草稿已保存")
    page.reload()
    expect(box(page)).to_have_value(FREQUENT)


def test_on_the_plain_page_the_arrows_choose_and_escape_leaves_it(plain):
    box(plain).click()
    expect(options(plain).first).to_have_text(re.compile("营业厅人员服务态度"))
    plain.keyboard.type("dianfeidianjia")
    expect(options(plain)).to_have_count(2)
    plain.keyboard.press("ArrowDown")
    chosen = plain.locator("#id_category_list [aria-selected=true]")
    expect(chosen).to_contain_text("电费电价 / 电费")
    expect(box(plain)).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    assert grave(plain) == []
    plain.keyboard.press("Enter")
    expect(box(plain)).to_have_value("营业投诉 / 电费电价 / 电费")
    expect(box(plain)).to_have_attribute("aria-expanded", "false")
    bill = answer(plain)
    assert bill == str(leaf_by_code("complaint", "bill").pk)
    # What is typed and not chosen is no choice: the one before stands.
    plain.keyboard.press("Control+a")
    plain.keyboard.type("没有这种")
    expect(plain.locator("#id_category_list")).to_contain_text("没有叫“没有这种”的分类")
    plain.keyboard.press("Escape")
    expect(plain.locator("#id_category_list")).to_be_hidden()
    plain.keyboard.press("Tab")
    expect(box(plain)).to_have_value("营业投诉 / 电费电价 / 电费")
    assert answer(plain) == bill
    # Emptied, it stays so, also when the list has come meanwhile.
    box(plain).fill("")
    expect(options(plain).first).to_be_visible()
    expect(plain.locator("#id_category_list [aria-selected=true]")).to_have_count(0)
    plain.keyboard.press("Tab")
    expect(box(plain)).to_have_value("")
    assert answer(plain) == ""


def test_where_it_was_forgotten_a_press_opens_the_list(seat, town):
    rings(town)
    page = seat("agent", "/desk/", **WIDE)
    answered(page)
    page.keyboard.press("Control+Enter")
    expect(box(page)).to_have_attribute("aria-invalid", "true")
    expect(options(page)).to_have_count(0)
    box(page).click()
    expect(options(page).first).to_be_visible()


def test_what_was_added_after_the_page_was_drawn_can_be_chosen(plain, monkeypatch):
    plain.evaluate("document.querySelectorAll('select[name=category] option').forEach((each) => each.remove())")
    box(plain).click()
    plain.keyboard.type("窗口")
    options(plain).filter(has_text="窗口营业时间").first.click()  # not what was listed before the letters were read
    expect(box(plain)).to_have_value("服务投诉 / 窗口营业时间")
    assert answer(plain) == str(leaf_by_code("complaint", "opening_hours").pk)


def test_without_scripts_it_is_a_plain_list(seat, town, new_context):
    page = seat("agent", "/orders/new/repair/", java_script_enabled=False, **WIDE)
    expect(page.locator("#id_category")).to_be_hidden()
    page.get_by_label("投诉分类").locator("visible=true").select_option(label="可靠性 / 频繁停电")
    assert answer(page) == str(leaf_by_code("complaint", "outage_frequent").pk)
