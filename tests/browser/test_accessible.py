"""axe finds nothing serious on any screen of the catalogue, at any size, light or dark; nothing is wider than its screen."""

from collections.abc import Iterator

import pytest

from screens.access import findings
from screens.camera import show
from screens.catalogue import LIGHT, SCREENS
from screens.clock import Clock
from screens.moment import Moment
from screens.stage import seat, serving

pytestmark = pytest.mark.browser


@pytest.fixture
def moment(transactional_db) -> Iterator[Moment]:
    with Clock() as clock:
        yield Moment(clock).build()


def test_every_screen_is_for_everybody(moment, browser):
    with serving() as address:
        assert list(findings(moment, browser, address)) == []

        too_wide = []
        for screen in SCREENS:
            for size in screen.sizes:
                page = seat(browser, address, screen.person(moment), size, LIGHT)
                show(page, address, screen, moment)
                if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                    too_wide.append((screen.name, size))
                page.context.close()
        assert too_wide == []
