"""A real server in this process, where time stands, and browsers of the district's people."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import WSGIServer
from django.test import Client
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler
from django.test.utils import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from accounts.models import Person
from screens.clock import MOMENT

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += [
    "--disable-partial-raster",
    "--num-raster-threads=1",
    "--force-color-profile=srgb",
]  # the same pixels each time
FLAGS += ["--lang=zh-CN", "--disable-sync", "--hide-scrollbars", "--font-render-hinting=none", "--disable-lcd-text"]
STILL = 1e-9  # the pace of the pages' own clocks: less than their numbers can tell from none
SILENT = """ // the stream is there and says nothing
const fetched = window.fetch;
window.fetch = (what, options) => String(what?.url || what).includes("/events/")
  ? Promise.resolve(new Response(new ReadableStream({ start(to) { to.enqueue(new TextEncoder().encode(": still\\n\\n")); } }),
      { headers: { "Content-Type": "text/event-stream" } }))
  : fetched(what, options);
"""


class _Quiet(QuietWSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """What is asked for is known."""


class _Server(LiveServerThread):
    def _create_server(self, connections_override: Any = None) -> WSGIServer:
        return self.server_class(
            (self.host, self.port), _Quiet, allow_reuse_address=False, connections_override=connections_override
        )


@contextmanager
def serving() -> Iterator[str]:
    """The address of the whole product, static files included, until the block ends."""
    server = _Server("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    try:
        with override_settings(SPEED=STILL):
            yield f"http://127.0.0.1:{server.port}"
    finally:
        server.terminate()


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=FLAGS, env={**os.environ, "LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"}
        )
        try:
            yield browser
        finally:
            browser.close()


def is_phone(size: tuple[int, int]) -> bool:
    return size[0] < 600


def seat(browser: Browser, address: str, username: str, size: tuple[int, int], theme: str, still: bool = True) -> Page:
    """A page of ``username``, signed in; of nobody when it is empty. ``still``: for a picture, its seconds do not count."""
    phone = is_phone(size)
    context: BrowserContext = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=2 if phone else 1,
        is_mobile=phone,
        has_touch=phone,
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        service_workers="block",
    )
    context.set_default_timeout(15_000)
    context.add_init_script(SILENT)
    if username:
        client = Client()
        person = Person.objects.get(username=username)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    page = context.new_page()
    page.clock.set_fixed_time(MOMENT)
    return page
