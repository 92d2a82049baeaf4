"""Screens follow what happens, take nothing away from whoever is typing, and find their way back."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.services.sessions import end_everywhere, hold_session
from live import hub
from live.notes import note
from tests.factories import accepted, act, lived_until
from workorders.models import Message
from workorders.services.outbox import expand

pytestmark = pytest.mark.browser
SOON = 2_000  # ms; a second is what is promised, the rest is a busy machine's


def follows(page: Page) -> None:
    expect(page.locator("body")).to_have_attribute("data-live", "on")


def test_a_list_follows_an_act(stream, seat, town):
    order = accepted(town)
    dispatcher = seat("dispatcher")
    follows(dispatcher)
    expect(dispatcher.locator(f"a[href*='{order.number}']")).to_have_count(0)

    act(town, order, "dispatch", "agent")
    expect(dispatcher.locator(f"a[href*='{order.number}']").first).to_be_visible(timeout=SOON)


def test_an_order_page_follows_and_keeps_what_is_typed_and_where(stream, seat, town, live_server):
    order = lived_until(town, "dispatched")
    dispatcher = seat("dispatcher", f"/orders/{order.number}/refuse/")
    follows(dispatcher)
    box = dispatcher.locator("#panel textarea").first
    box.fill("正在和客户核对")
    box.evaluate("each => each.setSelectionRange(2, 4)")

    act(town, order, "urge", "agent", content="客户催问")

    expect(dispatcher.locator("#order-steps")).to_contain_text("催办", timeout=SOON)
    assert box.input_value() == "正在和客户核对"
    assert dispatcher.evaluate("document.activeElement.value") == "正在和客户核对"
    assert box.evaluate("each => [each.selectionStart, each.selectionEnd]") == [2, 4]


def test_the_counter_in_the_bar_follows(stream, seat, town):
    lead = seat("lead")
    follows(lead)
    Message.objects.create(
        key="m", unit=town.centre, circle=Message.Circle.LEAD, topic="x", text="x", created_at=timezone.now()
    )
    expand()
    expect(lead.locator("#unread .count")).to_have_text(re.compile("^1"), timeout=SOON)


def test_a_cut_stream_is_said_and_mended_and_the_screen_is_right_at_once(stream, seat, town):
    dispatcher = seat("dispatcher")
    follows(dispatcher)
    order = accepted(town)
    dispatcher.context.set_offline(True)
    expect(dispatcher.locator("[data-live-pill]")).to_contain_text("与服务器断开，正在重连", timeout=5_000)
    act(town, order, "dispatch", "agent")
    rows = dispatcher.locator(f"a[href*='{order.number}']")
    expect(rows).to_have_count(0)

    dispatcher.context.set_offline(False)
    expect(rows.first).to_be_visible(timeout=SOON)
    follows(dispatcher)


def test_a_stream_that_died_is_replaced_by_looking_and_comes_back(stream, seat, town):
    dispatcher = seat("dispatcher")
    follows(dispatcher)
    stream.stop()
    order = act(town, accepted(town), "dispatch", "agent").order
    expect(dispatcher.locator("body")).to_have_attribute("data-live", "polling", timeout=10_000)
    expect(dispatcher.locator(f"a[href*='{order.number}']").first).to_be_visible(timeout=8_000)

    stream.start()

    expect(dispatcher.locator("body")).to_have_attribute("data-live", "on", timeout=15_000)
    act(town, order, "receive", "dispatcher")
    expect(dispatcher.locator("#list")).to_contain_text("已接单", timeout=SOON)


def test_tabs_share_one_stream_and_the_next_takes_over(stream, seat, town):
    first = seat("dispatcher")
    follows(first)
    second = first.context.new_page()
    second.goto(first.url)
    follows(second)
    assert len(stream.application.hub.listeners) == 1

    first.close()
    order = act(town, accepted(town), "dispatch", "agent").order

    expect(second.locator(f"a[href*='{order.number}']").first).to_be_visible(timeout=SOON)
    follows(second)


def test_a_session_that_is_ended_is_said(stream, seat, town, live_server, monkeypatch):
    monkeypatch.setattr(hub, "RECHECK", 0.2)
    first = seat("agent")
    follows(first)
    end_everywhere(town.agent)

    expect(first.locator("[data-live-pill]")).to_contain_text("已退出登录", timeout=15_000)

    anew = Client()  # the same person, in another tab of this browser
    anew.force_login(town.agent, backend="django.contrib.auth.backends.ModelBackend")
    hold_session(town.agent, anew.session.session_key)
    cookie = anew.cookies[settings.SESSION_COOKIE_NAME]
    first.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    second = first.context.new_page()
    second.goto(first.url)

    follows(second)
    follows(first)


# How often the page looked since it was hidden: what was under way by then is not meant.
LOOKS = """performance.getEntriesByType("resource").filter(
  (each) => each.name.includes("unread") && each.startTime >= window.since).length"""


def test_a_hidden_page_looks_once_when_it_is_looked_at(stream, seat, town):
    agent = seat("agent")
    follows(agent)
    agent.evaluate(
        "Object.defineProperty(document, 'hidden', { get: () => window.away, configurable: true });"
        " window.away = true; window.since = performance.now()"
    )
    for _ in range(3):
        note("inbox", person=town.agent.pk)
    agent.wait_for_timeout(600)
    assert agent.evaluate(LOOKS) == 0

    agent.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")

    agent.wait_for_timeout(600)
    assert agent.evaluate(LOOKS) == 1
