"""One picture: the page as it is when nothing moves any more, as a small PNG."""

from __future__ import annotations

import io

from PIL import Image
from playwright.sync_api import Page

from screens.catalogue import Screen

HEAVY = 250_000  # bytes
COLOURS = 256  # of a heavy picture


def show(page: Page, address: str, screen: Screen, where: str) -> None:
    """Bring ``screen`` onto the page. Raises AssertionError when it answers with another status than it should."""
    answer = page.goto(address + where)
    redirected = answer is not None and answer.request.redirected_from is not None
    status = 302 if redirected and screen.status == 302 else answer.status if answer else 0
    assert status == screen.status, f"{screen.name}: {where} answered {status}"
    settle(page)
    if screen.steps:
        screen.steps(page)
        settle(page)


def settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.evaluate("() => document.fonts.ready.then(() => true)")


def take(page: Page, screen: Screen) -> bytes:
    page.emulate_media(media="print" if screen.media == "print" else "screen")
    taken = page.screenshot(full_page=screen.whole, animations="disabled", caret="hide", scale="device")
    return shrink(taken)


def shrink(taken: bytes) -> bytes:
    """The same picture in fewer bytes; only what is still heavy gets a palette, which can show in a gradient."""
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    exact = _png(picture)
    if len(exact) <= HEAVY:
        return exact
    return _png(picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE))


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
