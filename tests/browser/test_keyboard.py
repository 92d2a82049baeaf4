"""Everything that can be pressed can be pressed from the keyboard, and nothing happens by a letter while someone types."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import factories

pytestmark = pytest.mark.browser


def compose(page: Page, key: str) -> None:
    """A key on its way through an input method."""
    page.evaluate(
        "key => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, isComposing: true, bubbles: true}))", key
    )


def test_the_list_of_keys_tells_of_this_page_and_of_all(seat, town):
    page = seat("agent")
    page.keyboard.press("?")
    keys = page.locator("#keys")
    expect(keys).to_be_visible()
    expect(keys).to_contain_text("提交正在填写的表单")
    expect(keys.locator(".keys-here")).to_be_visible()
    page.keyboard.press("n")  # an open list is not a page: no letter leads away from it
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()


def test_every_place_of_the_side_bar_has_its_keys(seat, town):
    page = seat("lead")
    links = page.locator(".side a[data-keys]")
    places = [(link.get_attribute("data-keys"), link.get_attribute("href")) for link in links.all()]
    assert len(places) >= 4
    assert len({keys for keys, _ in places}) == len(places)
    for keys, address in places:
        page.goto("/orders/")
        for key in keys.split():
            page.keyboard.press(key)
        page.wait_for_url(re.compile(re.escape(address) + r"($|\?)"))


def test_letters_typed_are_letters(seat, town):
    page = seat("agent")
    page.keyboard.press("/")
    expect(page.locator("#finder")).to_be_focused()
    page.keyboard.type("ng?j/")
    expect(page.locator("#finder")).to_have_value("ng?j/")
    expect(page.locator("#keys")).to_be_hidden()
    assert page.url.endswith("/orders/")
    page.keyboard.press("Escape")
    expect(page.locator("#finder")).not_to_be_focused()


def test_nothing_happens_while_an_input_method_composes(seat, town):
    page = seat("agent")
    for key in ("n", "?", "/", "j"):
        compose(page, key)
    expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator("#finder")).not_to_be_focused()
    assert page.url.endswith("/orders/")


def test_with_control_or_command_a_letter_is_the_browsers(seat, town):
    page = seat("agent")
    page.evaluate(
        """() => ["ctrlKey", "metaKey", "altKey"].forEach((held) =>
          document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "n", [held]: true, bubbles: true})))"""
    )
    assert page.url.endswith("/orders/")


def test_through_the_list_into_an_order_and_to_what_can_be_done(seat, town):
    order = factories.accepted(town)
    factories.accepted(town)
    page = seat("agent")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.textContent.trim()")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent.trim()") != first
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent.trim()") == first
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/orders/\d+/"))
    assert order.number in page.content()
    page.keyboard.press(".")
    assert page.evaluate("document.activeElement.closest('#panel, [data-verbs]') !== null")


def test_the_side_bar_stays_folded(seat, town):
    page = seat("agent")
    wide = page.locator(".side").bounding_box()["width"]
    page.get_by_role("button", name="收起").click()
    assert page.locator(".side").bounding_box()["width"] < wide / 2
    page.reload()
    assert page.locator(".side").bounding_box()["width"] < wide / 2
    page.get_by_role("button", name="展开").press("Enter")
    assert page.locator(".side").bounding_box()["width"] == wide


def test_the_first_tab_stop_skips_to_the_content(seat, town):
    page = seat("agent")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到内容")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
