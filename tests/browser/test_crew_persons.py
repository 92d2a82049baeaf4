"""Whose phone it is: signing out, somebody else on the same phone, signed out from elsewhere."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from accounts.services.sessions import end_everywhere
from tests import factories
from tests.browser.crew_hands import (
    all_sent,
    forward,
    no_network,
    signed_in_again,
)

pytestmark = pytest.mark.browser


def test_signing_out_leaves_nobodys_orders_on_the_phone(phone, town):
    factories.lived_until(town, "assigned")
    page = phone(undo=60_000)
    forward(page, "take")
    page.locator("[data-more]").click()
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("button", name="留着，退出登录").click()
    page.wait_for_url("**/sign-in/**")
    left = page.evaluate("""async () => {
      const names = (await indexedDB.databases()).map((each) => each.name);
      const read = (name, store) => new Promise((done) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => { const all = opening.result.transaction(store).objectStore(store).getAll(); all.onsuccess = () => done(all.result); };
      });
      return [names.includes("zhangdeng-crew") ? await read("zhangdeng-crew", "kept") : [], await read("zhangdeng-crew-entered", "items")];
    }""")
    assert left[0] == []
    assert [item["verb"] for item in left[1]] == ["take"], "what was not uploaded stays for its author"
    assert "13812345678" not in json.dumps(left)


def test_another_person_on_the_same_phone_never_sends_the_formers_entries(phone, town):
    order = factories.lived_until(town, "assigned")
    page = phone()
    with no_network(page):
        forward(page, "take")
        end_everywhere(town.crew)
        signed_in_again(page, town.crew_mate)
    page.reload()
    expect(page.locator(f'[data-order="{order.number}"]')).to_be_visible()
    page.locator("[data-wire]").click()
    expect(page.locator("#main")).to_contain_text(f"{town.crew.name}在这部手机上还有 1 项没有上传")
    page.evaluate("Crew.send(true)")
    assert not order.steps.filter(verb="take").exists()
    signed_in_again(page, town.crew)
    page.reload()
    all_sent(page)
    assert order.steps.get(verb="take").actor == town.crew


def test_who_is_signed_out_elsewhere_leaves_nothing_behind_either(phone, town):
    factories.lived_until(town, "assigned")
    page = phone()
    end_everywhere(town.crew)
    page.evaluate("Crew.refresh()")
    page.locator("[data-banner]").get_by_role("link", name="登录").click()
    page.wait_for_url("**/sign-in/**")
    page.wait_for_function("indexedDB.databases().then((all) => !all.some((each) => each.name === 'zhangdeng-crew'))")
    assert page.evaluate("localStorage.getItem('crew-etag')") is None
