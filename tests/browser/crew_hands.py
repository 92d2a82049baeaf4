"""What a crew does with its phone, and what the phone says."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.services.sessions import hold_session
from tests import factories
from workorders.models import WorkOrder

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "geolocation": {"latitude": 41.1, "longitude": 122.05},
    "permissions": ["geolocation"],
}


def picture(width: int = 2400, height: int = 1800) -> bytes:
    """A large PNG with a note of where it was taken."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + bytes([line % 256, 120, 40]) * width for line in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    note = chunk(b"tEXt", b"GPS\x0041.10000,122.05000")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + note + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


def setting_out(phone, town) -> tuple[WorkOrder, Page]:
    """An order just given, and the phone of its crew."""
    return factories.lived_until(town, "assigned"), phone()


def forward(page: Page, name: str) -> None:
    page.locator(f'[data-next="{name}"]').first.click()


def confirm(page: Page) -> None:
    page.locator(".sheet [type=submit]").click()
    expect(page.locator(".sheet")).to_be_hidden()


def survey(page: Page) -> None:
    sheet = page.locator(".sheet")
    sheet.get_by_role("radio", name="低压故障", exact=True).check()
    sheet.get_by_label("故障原因").fill("表前熔断器烧损")
    sheet.get_by_role("radio", name="供电企业产权", exact=True).check()
    sheet.get_by_label("影响范围").fill("一户")
    sheet.get_by_role("button", name="1 小时后").click()


def reply(page: Page) -> None:
    sheet = page.locator(".sheet")
    sheet.get_by_label("处理结果").fill("更换表前熔断器，已恢复供电。")
    sheet.get_by_label("客户意见").fill("满意")
    sheet.get_by_role("radio", name="客户签字", exact=True).check()
    sheet.get_by_label("已留部门联系电话").check()
    paper = page.locator(".pad-paper")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(box["x"] + 40 + step * 18, box["y"] + 60 + (step % 3) * 25)
    page.mouse.up()


def all_sent(page: Page) -> None:
    """Raises AssertionError, with what the phone still holds."""
    try:
        says(page, "已同步")
    except AssertionError as problem:
        held = page.evaluate("""async () => JSON.stringify({
          now: Date.now(), online: Crew.state.online, ended: Crew.state.ended, drawn: Crew.state.items.length,
          locks: await navigator.locks.query(),
          items: (await Crew.store.items()).map(({ data, files, ...item }) => item),
        })""")
        raise AssertionError(f"{problem}\n{held}") from None


def says(page: Page, words: str | re.Pattern[str]) -> None:
    """What the phone says of its entries and the network."""
    expect(page.locator("[data-wire-words]")).to_have_text(words)


@contextmanager
def no_network(page: Page) -> Iterator[None]:
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)


def signed_in_again(page: Page, person) -> None:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    hold_session(person, client.session.session_key)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": re.sub(r"(//[^/]+).*", r"\1", page.url)}]
    )


def kept_by_worker(page: Page) -> None:
    """Wait until the shell is the phone's own."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("caches.keys().then((keys) => keys.some((key) => key.startsWith('crew-')))")
