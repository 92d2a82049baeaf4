"""axe finds nothing serious on any page, light or dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import factories

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious(seat, town, theme):
    fresh = factories.accepted(town)
    waiting = factories.lived_until(town, "replied")
    received = factories.lived_until(town, "received")
    factories.act(town, waiting, "note", "agent", kind="more", text="客户补充")
    seats = {post: seat(post, color_scheme=theme) for post in ("agent", "dispatcher", "crew", "supervisor")}
    pages = [
        ("agent", "/orders/"),
        ("agent", "/orders/?phase=done"),
        ("agent", "/orders/new/repair/"),
        ("agent", f"/orders/{fresh.number}/"),
        ("agent", f"/orders/{fresh.number}/cancel/"),
        ("agent", f"/orders/{waiting.number}/"),
        ("agent", "/callbacks/"),
        ("agent", "/inbox/"),
        ("agent", "/search/?q=13812345678"),
        ("agent", "/nowhere/"),
        ("dispatcher", f"/orders/{received.number}/"),
        ("dispatcher", f"/orders/{received.number}/merge/"),
        ("crew", "/duty/"),
        ("supervisor", "/duty/"),
        ("supervisor", f"/orders/{waiting.number}/reveal/"),
    ]
    found = []
    for post, path in pages:
        page = seats[post]
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)
        for wrong in Axe().run(page).response["violations"]:
            if wrong["impact"] in ("serious", "critical"):
                nodes = [node["html"][:160] for node in wrong["nodes"][:3]]
                found.append((post, path, wrong["id"], nodes))
    assert not found
