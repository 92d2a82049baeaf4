"""A person's messages: their own, unread first, marked read."""

from __future__ import annotations

from workorders.services import outbox


def test_messages_are_ones_own(ask, number):
    ask("agent", "POST", f"orders/{number}/dispatch/", {})
    outbox.expand()
    [shown] = ask("dispatcher", "GET", "messages/?unread=true").json()["results"]
    assert shown["order"] == number
    assert shown["topic"] == "repair.dispatched"
    assert ask("other_dispatcher", "GET", "messages/").json()["results"] == []

    assert ask("other_dispatcher", "POST", "messages/read/", {"ids": [shown["id"]]}).json() == {"read": 0}
    assert ask("dispatcher", "POST", "messages/read/", {"ids": [shown["id"]]}).json() == {"read": 1}
    assert ask("dispatcher", "POST", "messages/read/").json() == {"read": 0}
    assert ask("dispatcher", "GET", "messages/?unread=true").json()["results"] == []
    assert ask("dispatcher", "GET", "messages/").json()["results"][0]["read_at"]


def test_rubbish_is_refused(ask):
    for body in ({"ids": "all"}, {"ids": [None]}, {"ids": [10**30]}, {"ids": [{}]}, [1]):
        assert ask("dispatcher", "POST", "messages/read/", body).status_code == 400, body
