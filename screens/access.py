"""What axe finds on the screens: light and dark, for the person each is for. A page wider than its screen counts too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import NamedTuple

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from screens.camera import show
from screens.catalogue import DARK, LIGHT, SCREENS, Screen, Theme
from screens.moment import Moment
from screens.stage import is_phone, seat

# Only what is grave is asked and comes over: a rule has one gravity, and everything that passes is many times as much. Without
# preload: the one rule that wants the style sheets once more is among the experimental ones, which do not run.
LOOK = """(only) => {
  const mild = axe._audit.rules.filter(({ impact }) => ["minor", "moderate"].includes(impact));
  const rules = Object.fromEntries(mild.map(({ id }) => [id, { enabled: false }]));
  return axe.run({ resultTypes: ["violations"], preload: false, ...(only ? { runOnly: only } : { rules }) }).then(({ violations }) => violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html }) => [id, html.slice(0, 160)])));
}"""

OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


class Finding(NamedTuple):
    screen: str
    size: tuple[int, int]
    theme: str
    rule: str
    where: str


def grave(page: Page, themes: Iterable[Theme] = (LIGHT, DARK)) -> list[tuple[str, str, str]]:
    """What axe finds serious or critical on the page as it is now, in each theme: the theme, the rule, and an element.
    Another theme is other colours and nothing else, so after the first only the rules about colours are asked."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    found: list[tuple[str, str, str]] = []
    for place, theme in enumerate(themes):
        page.emulate_media(color_scheme=theme)
        page.wait_for_function("wanted => document.documentElement.dataset.bsTheme === wanted", arg=theme)
        found += [(theme, rule, where) for rule, where in page.evaluate(LOOK, OF_COLOURS if place else None)]
    return found


def findings(moment: Moment, browser: Browser, address: str, screens: Iterable[Screen] = SCREENS) -> Iterator[Finding]:
    """Everything serious or critical, at every size of every screen."""
    with ExitStack() as stack:
        kept: dict[tuple[str, bool], Page] = {}

        def page_for(screen: Screen, size: tuple[int, int], once: ExitStack) -> Page:
            """Where nothing is done, a person's page serves for the next screen too; where something is, it is a new one
            and goes with ``once``: what stays open ticks and asks on."""
            of_whom = screen.person(moment), is_phone(size)
            # An address on the same page would be no new page.
            alone = screen.steps is not None or "#" in screen.where(moment)
            page = None if alone else kept.get(of_whom)
            if page is None:
                page = seat(browser, address, of_whom[0], size, LIGHT)
                (once if alone else stack).callback(page.context.close)
                if not alone:
                    kept[of_whom] = page
            page.set_viewport_size({"width": size[0], "height": size[1]})
            return page

        for screen in screens:
            if screen.media == "print":
                continue
            for size in screen.sizes:
                with ExitStack() as once:
                    page = page_for(screen, size, once)
                    page.emulate_media(color_scheme=LIGHT)
                    show(page, address, screen, moment)
                    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                        yield Finding(screen.name, size, LIGHT, "wider-than-the-screen", "")
                    themes = (LIGHT, DARK) if size == screen.sizes[0] else (LIGHT,)
                    for theme, rule, where in grave(page, themes):
                        yield Finding(screen.name, size, theme, rule, where)
