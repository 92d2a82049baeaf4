"""What the crew's page weighs over the wire, and how soon it can be used on a slow network."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.crew_hands import PHONE, kept_by_worker

pytestmark = pytest.mark.browser
FIRST, SECOND = 250_000, 40_000  # bytes
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # slow 3G
USABLE = 3_000  # milliseconds


class Quiet(WSGIRequestHandler):
    timeout = 2  # seconds a browser may hold a connection it says nothing on

    def log_message(self, *said: object) -> None:
        """Nobody reads it."""


class Threads(ThreadingMixIn, WSGIServer):
    """Waits for its threads when it closes, so that none holds the database any more."""


def squeezed(application):
    """The application behind what compresses in production."""

    def answer(environ, start):
        said = []
        parts = application(environ, lambda status, headers, trouble=None: said.append((status, headers)))
        body = b"".join(parts)
        getattr(parts, "close", list)()
        connections.close_all()  # this thread ends with the request
        status, headers = said[0]
        named = {name.lower() for name, _ in headers}
        if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") and "content-encoding" not in named and len(body) > 200:
            body = gzip.compress(body)
            headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
            headers += [("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
        start(status, headers)
        return [body]

    return answer


@pytest.fixture
def squeezing(transactional_db) -> Iterator[str]:
    server = Threads(("localhost", 0), Quiet)
    server.set_app(squeezed(WSGIHandler()))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


class Scale:
    """Counts what a page, and its service worker, take from the network."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", self.weigh)

    def weigh(self, event) -> None:
        self.bytes += event["encodedDataLength"]


@pytest.fixture
def visit(seat, squeezing):
    def go() -> Page:
        page = seat("crew", "", **PHONE)
        cookies = [{**cookie, "url": squeezing} for cookie in page.context.cookies()]
        for cookie in cookies:
            cookie.pop("domain"), cookie.pop("path")
        page.context.add_cookies(cookies)
        return page

    return go


def test_light_at_first_and_lighter_later(visit, squeezing, town):
    for number in range(6):
        factories.lived_until(town, ("assigned", "en_route", "on_site")[number % 3])
    page = visit()
    first = Scale(page)
    page.goto(f"{squeezing}/crew/")
    expect(page.locator(".card")).to_have_count(6)
    kept_by_worker(page)
    page.wait_for_load_state("networkidle")
    assert 10_000 < first.bytes <= FIRST
    again = page.context.new_page()
    second = Scale(again)
    again.goto(f"{squeezing}/crew/")
    expect(again.locator(".card")).to_have_count(6)
    again.wait_for_load_state("networkidle")
    assert second.bytes <= SECOND


def test_usable_on_a_slow_network(visit, squeezing, town):
    factories.lived_until(town, "assigned")
    page = visit()
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW)
    page.add_init_script("""new MutationObserver(() => {
      if (!self.usable && document.querySelector("[data-next]")) self.usable = performance.now();
    }).observe(document, { childList: true, subtree: true });""")
    page.goto(f"{squeezing}/crew/", wait_until="commit")
    expect(page.locator('[data-next="take"]')).to_be_visible(timeout=20_000)
    took = page.evaluate("self.usable")
    assert took <= USABLE
