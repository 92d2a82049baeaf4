"""What axe finds on the screens: light and dark, for the person each is for. A page wider than its screen counts too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from screens.camera import show
from screens.catalogue import DARK, LIGHT, SCREENS, Screen
from screens.moment import Moment
from screens.stage import seat

GRAVE = ("serious", "critical")


class Finding(NamedTuple):
    screen: str
    size: tuple[int, int]
    theme: str
    rule: str
    where: str


def findings(moment: Moment, browser: Browser, address: str, screens: Iterable[Screen] = SCREENS) -> Iterator[Finding]:
    """Everything serious or critical, at every size of every screen."""
    for screen in screens:
        if screen.media == "print":
            continue
        for size in screen.sizes:
            page = seat(browser, address, screen.person(moment), size, LIGHT)
            try:
                show(page, address, screen, moment)
                if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                    yield Finding(screen.name, size, LIGHT, "wider-than-the-screen", "")
                for theme in (LIGHT, DARK) if size == screen.sizes[0] else (LIGHT,):
                    page.emulate_media(color_scheme="dark" if theme == DARK else "light")
                    page.wait_for_function("wanted => document.documentElement.dataset.bsTheme === wanted", arg=theme)
                    yield from _of(page, screen, size, theme)
            finally:
                page.context.close()


def _of(page: Page, screen: Screen, size: tuple[int, int], theme: str) -> Iterator[Finding]:
    for wrong in Axe().run(page).response["violations"]:
        if wrong["impact"] in GRAVE:
            for node in wrong["nodes"][:3]:
                yield Finding(screen.name, size, theme, wrong["id"], node["html"][:160])
