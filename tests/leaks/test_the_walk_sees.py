"""The proof of the proof: one template made to print the reporter's number, and the walk fails."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from tests.leaks.asking import everything
from tests.leaks.planting import World
from tests.leaks.walk import Walker
from tests.test_permission_matrix import EVERY

pytestmark = pytest.mark.clause("A3.5")
TEMPLATES = Path(__file__).parents[2] / "templates"
PRINTED = "{{ order|who_reported }}"
READERS = (("dispatcher", "confidential"), ("lead", "confidential"), ("cleared_handler", "misconduct"))
WRITERS = (("handler", "confidential handling"), ("cleared_handler", "misconduct extended"))
DECIDERS = tuple(
    (post, f"{kind}{waits}")
    for post, kind in (("auditor", "confidential"), ("cleared_auditor", "misconduct"))
    for waits in (" replied", " dispatched", " extended", "")  # a case in each pile
)


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
    ("template", "printed", "where", "shown"),
    [
        ("workorders/_order_head.html", PRINTED, ("workorders:order",), READERS),
        (
            "workorders/_list.html",
            "{% for order in listing.rest %}" + PRINTED + "{% endfor %}",
            ("workorders:queue",),
            READERS,
        ),
        (
            "complaints/audit/_case.html",
            "{% if order %}" + PRINTED + "{% endif %}",
            ("complaints:audit", "complaints:audit_decide"),
            DECIDERS,
        ),
        ("complaints/_reply.html", PRINTED.replace("order", "panel.order"), ("workorders:verb",), WRITERS),
    ],
    ids=["head", "list", "audit", "reply"],
)
def test_it_fails_where_a_template_prints_the_reporters_phone(
    world: World, settings, tmp_path, template, printed, where, shown
):
    """``test_walk`` finds nothing at these addresses as they are."""
    asked = [ask for ask in everything(world) if ask.where in ("workorders:order", *where)]
    with_a_leak_in(settings, tmp_path, template, printed)
    seen = Walker(world, {post for post, _ in shown}).walk(asked)
    for at in where:
        found = {(leak.post, leak.case) for leak in seen.leaks if (leak.where, leak.what) == (at, "phone")}
        assert set(shown) <= found, f"{at}: {set(shown) - found}"
        assert at in seen.report()
    assert world.case(shown[0][1]).who.phone in seen.report()


def test_every_address_is_asked(world: World):
    asked = {ask.where for ask in everything(world)}
    asked |= {"workorders:callback_hold", "complaints:audit_hold", "api_order_look"}
    left = {address.name for address in EVERY} - asked
    assert {name for name in left if not name.startswith(("admin:", "api_order_"))} == {"workorders:bulk_run"}
