"""axe finds nothing serious on any screen of the catalogue, light or dark; none is wider than what it is seen on."""

from collections.abc import Iterator

import pytest

from screens.access import findings
from screens.clock import Clock
from screens.moment import Moment
from screens.stage import serving

pytestmark = pytest.mark.browser


@pytest.fixture
def moment(transactional_db) -> Iterator[Moment]:
    with Clock() as clock:
        yield Moment(clock).build(a_year=False)


def test_every_screen_is_for_everybody(moment, browser):
    with serving() as address:
        assert list(findings(moment, browser, address)) == []
