"""A real Chromium against a real server. The district's time stands at a working morning, so that calls may be made."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Person
from launch import browser
from tests import factories
from tests.browser.crew_hands import PHONE
from tests.streaming import Streaming

# Playwright's own loop runs in this thread; the ORM calls of these tests are ordinary ones all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
CHROMIUM = browser.find()
expect.set_options(timeout=20_000)  # milliseconds: what is waited for comes at once, but on a busy machine
MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("browser") and not CHROMIUM:
            item.add_marker(pytest.mark.skip(reason="没有找到 Chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-gpu", *quiet],
    }


@pytest.fixture(scope="session")
def base_url() -> None:
    """Every test has its own server's address; the plugin's fixture of this name is declared in a way pytest retires."""


@pytest.fixture(scope="session", autouse=True)
def lines_are_cut(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A page that is closed says a last word; the server's thread that hears it must not keep the database from going."""
    yield
    with django_db_blocker.unblock():
        connection.close()  # it may be dead by now
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def morning() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=True) as traveller:
        yield traveller


@pytest.fixture
def town(morning, transactional_db) -> factories.District:
    return factories.build_district()


@pytest.fixture
def stream(town, settings: Any) -> Iterator[Streaming]:
    """The stream of events, running: pages follow what happens. Name it before ``seat``."""
    running = Streaming()
    settings.EVENTS_PORT = running.port
    running.start()
    yield running
    running.stop()


@pytest.fixture
def seat(live_server, town, new_context) -> Callable[..., Page]:
    """A browser of its own for one person, signed in, and a page of it: ``seat("agent", "/desk/")``. Its pages may go to
    paths."""

    def sit(post: str, at: str = "/orders/", **options: Any) -> Page:
        person: Person = getattr(town, post)
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        shanghai = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
        context: BrowserContext = new_context(base_url=live_server.url, **shanghai, **options)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        context.set_default_timeout(10_000)
        page = context.new_page()
        if at:
            page.goto(at)
        return page

    return sit


@pytest.fixture
def phone(seat) -> Callable[..., Page]:
    """``phone("crew")``: the page of somebody's crew, drawn. ``undo``: the milliseconds in which a step can be taken back."""

    def pick_up(post: str = "crew", undo: int = 300, **options) -> Page:
        page = seat(post, "", **{**PHONE, **options})
        page.add_init_script(f"self.Crew = {{ undo: {undo} }}")
        page.goto("/crew/")
        expect(page.locator("#main[data-ready]")).to_be_visible()
        return page

    return pick_up
