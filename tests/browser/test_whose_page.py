"""Two people, one browser: a window left open, and somebody else who signs in in another."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests import factories
from tests.waiting import until
from workorders.models import Draft, WorkOrder

pytestmark = pytest.mark.browser


def test_what_one_filled_in_is_neither_sent_nor_kept_as_the_other(seat, town, live_server):
    order = factories.accepted(town)
    page = seat("agent", f"/orders/{order.number}/urge/")
    page.get_by_label("催办内容").fill("第一位座席写的")
    until(lambda: Draft.objects.filter(person=town.agent).exists(), "the draft is kept")
    client = Client()
    client.force_login(town.lead, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.locator("#panel").get_by_role("button", name="催办", exact=True).click()
    expect(page.locator(".notices")).to_contain_text("另一位人员登录时打开的")
    expect(page.get_by_label("催办内容")).to_have_value("第一位座席写的")
    page.get_by_label("催办内容").fill("第一位座席接着写")
    expect(page.locator("[data-draft-state]").first).to_contain_text("没有保存上")
    assert not Draft.objects.filter(person=town.lead).exists()
    assert WorkOrder.objects.get().urges == 0
