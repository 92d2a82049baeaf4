"""The queue: its filters keep to their row, and who chose in them goes on where they were."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from workorders.services.saved_views import keep

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


def test_a_phone_with_views_of_its_own_shows_where_the_next_is_saved(seat, town):
    for name in ("城东超时", "本周的急件", "等着回访的"):
        keep(town.lead, name, "urgent=1", [])
    factories.accepted(town)  # its row stands under the open menu
    lead = seat("lead", viewport={"width": 390, "height": 844})
    save = lead.locator(".view-new")
    box = save.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert lead.evaluate("document.documentElement.scrollWidth") <= 390
    save.click()
    lead.get_by_placeholder("比如：城东超时").fill("第四个")
    lead.get_by_role("button", name="保存").click()
    expect(lead.locator(".view[aria-current]")).to_contain_text("第四个")
    expect(lead.locator(".view[aria-current]")).to_be_in_viewport(ratio=1)
