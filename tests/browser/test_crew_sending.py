"""When the crew's phone sends: as soon as it may, once, and never from what it knew before."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import APIResponse, Route

from tests import factories
from tests.browser.crew_hands import (
    all_sent,
    forward,
    kept_by_worker,
    no_network,
    says,
    setting_out,
)
from tests.waiting import until
from workorders.models import WorkOrder

pytestmark = pytest.mark.browser


def test_a_server_that_is_away_costs_nothing(phone, town):
    order = factories.lived_until(town, "assigned")
    page = phone()
    page.route("**/crew/send/", lambda route: route.fulfill(status=502, body="<html>"))
    forward(page, "take")
    says(page, re.compile("待上传 1"))
    page.wait_for_function("Crew.store.items().then(([item]) => item.tries > 0)", timeout=15_000)
    page.unroute("**/crew/send/")
    page.evaluate("Crew.hurry()")
    all_sent(page)
    assert order.steps.filter(verb="take").count() == 1
    assert WorkOrder.objects.get(pk=order.pk).state == "assigned"


def often_tried(page, town, order) -> None:
    """An entry of the phone that waits two minutes before it is tried again."""
    page.evaluate(
        """async (item) => {
          const times = { occurred_at: Crew.clock.now(), device_at: Date.now(), retry: Date.now() + 120_000 };
          await Crew.store.put({ ...item, ...times, state: "waiting", data: [], files: [] });
          Crew.queue.say("");
        }""",
        {"key": "1", "person": town.crew.pk, "order": order.number, "verb": "take", "tries": 6, "after": 0},
    )


def test_a_network_nobody_announces_is_found_soon(phone, town):
    order, page = setting_out(phone, town)
    kept_by_worker(page)
    page.add_init_script("addEventListener('online', (event) => event.stopImmediatePropagation())")
    with no_network(page):
        often_tried(page, town, order)
        page.reload()
        says(page, "无网络 · 待上传 1")
    all_sent(page)
    assert order.steps.filter(verb="take").count() == 1


def test_who_asks_to_send_at_once_is_heard_while_something_is_being_sent(phone, town):
    order, page = setting_out(phone, town)
    often_tried(page, town, order)
    page.evaluate("async () => { Crew.send(); await Crew.send(true); }")
    all_sent(page)
    assert order.steps.filter(verb="take").count() == 1


def test_who_opens_the_page_waits_out_no_pause_of_the_page_before(phone, town):
    order, page = setting_out(phone, town)
    often_tried(page, town, order)
    page.reload()
    all_sent(page)
    assert order.steps.filter(verb="take").count() == 1


def test_a_step_entered_the_moment_an_answer_comes_is_no_conflict(phone, town):
    order, page = setting_out(phone, town)
    page.evaluate("drawn = structuredClone(Crew.state.data)")
    forward(page, "take")
    all_sent(page)
    page.evaluate(
        """(number) => {
          Crew.state.data = drawn; // the page has not yet looked at what came
          return Crew.enter({ order: number, verb: "depart", label: "出发" }).then(() => Crew.send());
        }""",
        order.number,
    )
    all_sent(page)
    assert WorkOrder.objects.get(pk=order.pk).state == "en_route"


def test_an_act_that_is_done_moves_those_behind_it_and_not_itself(phone, town):
    page = phone()
    versions = page.evaluate("""async () => {
      const item = (version) => ({ order: "1", person: Crew.state.person.id, version });
      await Crew.store.put(item(4));
      await Crew.store.put(item(4));
      const [done] = await Crew.store.items();
      await Crew.queue.moved(done, 5);
      return (await Crew.store.items()).map((each) => each.version);
    }""")
    assert versions == [4, 5]


def test_what_was_asked_before_an_answer_and_comes_after_it_takes_nothing_back(phone, town):
    order, page = setting_out(phone, town)
    feed = "**" + page.evaluate("document.body.dataset.feed")
    held: list[tuple[Route, APIResponse]] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.abort()
        else:
            held.append((route, route.fetch()))

    page.route(feed, hold_the_first)
    page.evaluate("localStorage.removeItem('crew-etag'); Crew.refresh(); 0")
    until(lambda: page.evaluate("1") and held, "the feed is asked")
    with page.expect_response("**/crew/send/"):
        forward(page, "take")
    says(page, re.compile("已同步"))
    route, answer = held[0]
    with page.expect_response(feed):
        route.fulfill(response=answer)
    with page.expect_response("**/crew/send/"):
        forward(page, "depart")
    assert WorkOrder.objects.get(pk=order.pk).state == "en_route"


def test_with_the_page_closed_the_worker_sends(phone, town):
    order = factories.lived_until(town, "assigned")
    page = phone()
    kept_by_worker(page)
    page.reload()
    with no_network(page):
        forward(page, "take")
        says(page, "无网络 · 待上传 1")
        page.evaluate("Crew.store.items().then(([item]) => Crew.store.change(item.place, { after: 0 }))")
        page.goto("about:blank")
    worker = page.context.service_workers[0]
    assert worker.evaluate("Crew.send(true).then(() => Crew.store.items())") == []
    assert order.steps.get(verb="take").actor == town.crew
    assert worker.evaluate("Crew.store.told('data').then((data) => data.orders[0].offers)") == []
