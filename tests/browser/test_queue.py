"""The queue: its filters keep to their row, and who chose in them goes on where they were."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories

pytestmark = pytest.mark.browser


def tops(page: Page) -> set[float]:
    """How high the middle of each filter stands."""
    return set(
        page.locator(".filters > *:visible").evaluate_all(
            "all => all.map(each => each.getBoundingClientRect()).map(({ top, bottom }) => Math.round((top + bottom) / 2))"
        )
    )


@pytest.mark.parametrize(
    "query",
    ["", "urgent=1&breached=1", "state=dispatched&urgent=1", "phase=waiting&clock=arrived_by", "unit={}&sort=newest"],
)
def test_the_filters_stand_in_one_row(seat, town, query):
    factories.accepted(town)
    lead = seat("lead", "", viewport={"width": 1440, "height": 900})
    lead.goto(f"/orders/?view=0&{query.format(town.second_crew_unit.pk)}")
    expect(lead.get_by_label("排序")).to_be_visible()
    assert len(tops(lead)) == 1
