"""The queue: its filters keep to their row, and who chose in them goes on where they were."""

import re

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


def test_after_a_unit_is_chosen_one_goes_on_from_its_menu(seat, town):
    factories.lived_until(town, "assigned")
    supervisor = seat("supervisor")
    supervisor.keyboard.type("fcdqx")
    supervisor.keyboard.press("Enter")
    supervisor.wait_for_url(re.compile(r"unit=\d"))
    expect(supervisor.locator("[data-unit-menu] > summary")).to_be_focused()
    supervisor.keyboard.press("j")
    expect(supervisor.locator("[data-row]").first).to_be_focused()
    supervisor.reload()
    expect(supervisor.locator("[data-unit-menu] > summary")).not_to_be_focused()
