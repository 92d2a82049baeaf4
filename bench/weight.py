"""Bytes over the wire: the first visit of a desk, the queue and a crew, and the second with what the browser has kept."""

from __future__ import annotations

import os
import tempfile
from typing import Any

from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext

from bench import system
from bench.report import say
from bench.wire import Wire

KILO = 1000
# page → (address, who, bytes at first, bytes after). Asked as localhost, which counts as a secure address: brotli and
# service workers work as they do under TLS.
PAGES = {
    "desk": ("/desk/", "agent01", 450 * KILO, 40 * KILO),
    "queue": ("/orders/", "agent01", 450 * KILO, 40 * KILO),
    "crew": ("/crew/", "crew011", 250 * KILO, 40 * KILO),
}
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # 400 kbit/s
USABLE_WITHIN = 3.0  # seconds until the crew's page is drawn and its scripts have run, with nothing kept
AFTERWARDS = 6000  # milliseconds after the page is complete: it asks for more, a service worker fetches what it keeps
PREMISES = 3_000
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def run(arguments: list[str]) -> dict[str, Any]:
    """The figures: bytes by page and visit, and what weighs most."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with tempfile.TemporaryDirectory(prefix="zhangdeng-static-") as folder:
        os.environ |= {"HASHED_STATIC": "1", "STATIC_ROOT": folder, "ZHANGDENG_ENV": "demo"}
        system.prepare(PREMISES)
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["redoc", "swagger-ui-dist"])
        _live_a_little()
        port = system.free_port()
        events = system.free_port()
        with system.running("web", "events", WEB_PORT=str(port), EVENTS_HOST="127.0.0.1", EVENTS_PORT=str(events)):
            system.wait_for_port(port)
            system.wait_for_port(events)  # without a stream pages would poll
            return _measure(port)


def _live_a_little() -> None:
    """Some orders in every list, or the pages would be lighter than they are."""
    from accounts.models import Person
    from bench import mass
    from customers.models import Premises
    from workorders.services import accept, perform

    dispatcher, crew = (Person.objects.get(username=name) for name in ("dispatcher01", "crew011"))
    from repair.selectors.crews import current_crew

    own = current_crew(crew)
    assert own is not None
    near = Premises.objects.filter(unit=own.parent).select_related("customer").order_by("pk")[:60]
    for number, premises in enumerate(near):
        order = accept("repair", mass.agent(), mass.report(premises)).order
        if number % 3:
            perform(order.pk, "dispatch", mass.agent(), {})
        if number % 6 == 5:
            perform(order.pk, "receive", dispatcher, {})
            perform(order.pk, "assign", dispatcher, {"crew": own.pk})


def _measure(server_port: int) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    from launch.browser import find

    figures: dict[str, Any] = {}
    with sync_playwright() as playwright, Wire(server_port) as wire:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        for name, (path, who, first_limit, second_limit) in PAGES.items():
            context = _signed_in(browser, wire.port, who)
            first, heaviest = _visit(context, wire, path)
            second, _ = _visit(context, wire, path)
            context.close()
            met = 0 < first <= first_limit and second <= second_limit
            figures[name] = {"first": first, "second": second, "met": met}
            say(
                f"{name:6} 第一次 {first / KILO:6.1f} kB（限 {first_limit // KILO}）"
                f"，第二次 {second / KILO:5.1f} kB（限 {second_limit // KILO}）"
            )
            for size, address in heaviest:
                say(f"         {size / KILO:6.1f} kB {address}")
        seconds = _slow_first_visit(browser, wire.port)
        browser.close()
    say(f"crew   慢速 3G、什么都没有缓存：{seconds:.2f} 秒可用（限 {USABLE_WITHIN:g}）")
    figures["crew"]["slow_3g_seconds"] = seconds
    ok = all(figures[name]["met"] for name in PAGES) and seconds <= USABLE_WITHIN
    return {"ok": ok, **figures}


def _signed_in(browser: Browser, port: int, username: str) -> BrowserContext:
    """A browser that has seen nothing yet but knows who it belongs to."""
    from django.conf import settings
    from django.test import Client

    from accounts.models import Person

    client = Client()
    person = Person.objects.get(username=username)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context = browser.new_context(locale="zh-CN", base_url=f"http://localhost:{port}")
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": f"http://localhost:{port}"}])
    return context


def _visit(context: BrowserContext, wire: Wire, path: str) -> tuple[int, list[tuple[int, str]]]:
    """Bytes from the server until the page is quiet, its service worker's included, and the heaviest parts."""
    before = wire.sent
    page = context.new_page()
    answer = page.goto(path)
    if answer is None or not answer.ok:
        say(f"{path} 没有打开：{answer and answer.status}")
        return 0, []
    page.wait_for_load_state("load")
    page.wait_for_timeout(AFTERWARDS)
    parts = page.evaluate(
        "() => performance.getEntriesByType('resource').map((each) => [each.transferSize, new URL(each.name).pathname])"
    )
    page.close()
    return wire.sent - before, sorted(((size, name) for size, name in parts if size), reverse=True)[:5]


def _slow_first_visit(browser: Browser, port: int) -> float:
    context = _signed_in(browser, port, PAGES["crew"][1])
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", SLOW_3G)
    page.goto(PAGES["crew"][0], wait_until="domcontentloaded")
    milliseconds = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    context.close()
    return round(float(milliseconds) / 1000, 2)
