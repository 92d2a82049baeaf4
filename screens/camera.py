"""One picture: the page as it is when nothing moves any more, as a small PNG."""

from __future__ import annotations

import oxipng
from playwright.sync_api import Page

from screens.catalogue import Screen
from screens.moment import Moment

SETTLING = 800  # milliseconds for what a step has set in motion


def show(page: Page, address: str, screen: Screen, moment: Moment) -> None:
    """Bring ``screen`` onto the page. Raises AssertionError when it answers with another status than it should."""
    moment.forget_drafts()
    where = screen.where(moment)
    answer = page.goto(address + where)
    redirected = answer is not None and answer.request.redirected_from is not None
    status = 302 if redirected and screen.status == 302 else answer.status if answer else 0
    assert status == screen.status, f"{screen.name}: {where} answered {status}"
    settle(page)
    if screen.steps:
        screen.steps(page, moment)
        page.wait_for_timeout(SETTLING)
        settle(page)


def settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_function("() => !document.querySelector('.htmx-request')")
    page.evaluate(
        "() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => done(true))))"
    )


def take(page: Page, screen: Screen) -> bytes:
    page.emulate_media(media="print" if screen.media == "print" else "screen")
    taken = page.screenshot(full_page=screen.whole, animations="disabled", caret="hide", scale="device")
    return shrink(taken)


def shrink(taken: bytes) -> bytes:
    """The same pixels in fewer bytes."""
    return bytes(oxipng.optimize_from_memory(taken, level=2, strip=oxipng.StripChunks.safe()))
