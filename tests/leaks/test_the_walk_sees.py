"""The proof of the proof: one template made to print the reporter's number, and the walk fails."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from tests.leaks.planting import World
from tests.leaks.walk import Walker, everything
from tests.test_permission_matrix import EVERY

pytestmark = pytest.mark.clause("A3.5")
TEMPLATES = Path(__file__).parents[2] / "templates"
POSTS = ("handler", "dispatcher", "lead", "cleared_handler")
PRINTED = "{{ order|who_reported }}"


def with_a_leak_in(settings, folder: Path, name: str, printed: str = PRINTED) -> None:
    """As if somebody had changed the template ``name``."""
    leaking = folder / name
    leaking.parent.mkdir(parents=True, exist_ok=True)
    leaking.write_text("{% load leaky %}" + (TEMPLATES / name).read_text() + printed)
    changed = copy.deepcopy(settings.TEMPLATES)
    changed[0]["DIRS"] = [folder, *changed[0]["DIRS"]]
    changed[0]["OPTIONS"]["libraries"] = {"leaky": "tests.leaks.leaky"}
    settings.TEMPLATES = changed


@pytest.mark.parametrize(
    ("template", "where", "printed"),
    [
        ("workorders/_order_head.html", "workorders:order", PRINTED),
        ("workorders/sheet.html", "workorders:print", PRINTED),
        ("workorders/_list.html", "workorders:queue", "{% for order in listing.rest %}" + PRINTED + "{% endfor %}"),
    ],
)
def test_it_fails_where_a_template_prints_the_reporters_phone(
    world: World, settings, tmp_path, template, where, printed
):
    """``test_walk`` finds nothing at these addresses as they are."""
    asked = [ask for ask in everything(world) if ask.where in ("workorders:order", where)]
    with_a_leak_in(settings, tmp_path, template, printed)
    seen = Walker(world, POSTS).walk(asked)
    found = {(leak.post, leak.where, leak.case, leak.what) for leak in seen.leaks}
    assert ("dispatcher", where, "confidential", "phone") in found
    assert ("lead", where, "confidential", "phone") in found
    assert ("cleared_handler", where, "misconduct", "phone") in found
    assert "13930026602" in seen.report() and where in seen.report()


def test_every_address_is_asked(world: World):
    asked = {ask.where for ask in everything(world)} | {"workorders:callback_hold", "api_order_look"}
    left = {address.name for address in EVERY} - asked
    assert {name for name in left if not name.startswith(("admin:", "api_order_"))} == {"workorders:bulk_run"}
