"""Who called and from where: for whoever must reach them, and for others only with a step that says so."""

from __future__ import annotations

import pytest

from tests import factories

SECRETS = ("13812345678", "张伟", "18号3单元")


@pytest.mark.parametrize("path", ["orders/", "orders/{}/"])
@pytest.mark.parametrize(("post", "open_"), [("agent", True), ("dispatcher", True), ("supervisor", False)])
def test_contacts_are_masked_for_whoever_does_not_need_them(district, ask, path, post, open_):
    order = factories.lived_until(district, "dispatched")
    shown = ask(post, "GET", path.format(order.number)).content.decode()
    assert [secret in shown for secret in SECRETS] == [open_] * 3


def test_the_steps_of_a_done_order_are_masked_too(district, ask):
    order = factories.lived_until(district, "replied")
    whole = ask("crew", "GET", f"orders/{order.number}/")
    assert whole.json()["contact"]["masked"]
    assert not any(secret in whole.content.decode() for secret in SECRETS)


def test_a_reveal_shows_them_once_and_leaves_a_step(district, ask):
    order = factories.lived_until(district, "dispatched")
    path = f"orders/{order.number}/reveal/"
    shown = ask("supervisor", "POST", path, {"reason": "客户投诉，核实地址"}, Idempotency_Key="r").json()
    assert shown["contact"]["phones"][0] == "13812345678"
    assert not shown["contact"]["masked"]
    again = ask("supervisor", "POST", path, {"reason": "客户投诉，核实地址"}, Idempotency_Key="r").json()
    assert again["contact"]["masked"]
    assert order.steps.filter(verb="reveal").count() == 1
    assert ask("supervisor", "GET", f"orders/{order.number}/").json()["contact"]["masked"]
