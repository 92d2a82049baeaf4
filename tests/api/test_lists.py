"""Lists: scoped, filtered, paged by position, masked."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine

from tests import factories
from workorders.calendar import SHANGHAI


def numbers(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [row["number"] for row in response.json()["results"]]


def test_everybody_sees_their_own(district, ask):
    mine = factories.accepted(district)
    theirs = factories.lived_until(district, "dispatched")
    assert set(numbers(ask("agent", "GET", "orders/"))) == {mine.number, theirs.number}
    assert numbers(ask("second_agent", "GET", "orders/")) == []
    assert numbers(ask("dispatcher", "GET", "orders/")) == [theirs.number]
    assert numbers(ask("other_dispatcher", "GET", "orders/")) == []
    assert numbers(ask("crew", "GET", "orders/")) == []


def test_page_after_page_nothing_twice_nothing_lost(district, ask):
    made = [factories.accepted(district).number for _ in range(5)]
    found, path = [], "orders/?page_size=2"
    while path:
        page = ask("agent", "GET", path).json()
        assert len(page["results"]) <= 2
        found += [row["number"] for row in page["results"]]
        path = page["next"] and page["next"].partition("/api/v1/")[2]
    assert found == made[::-1]


@pytest.mark.parametrize("cursor", ["nonsense", "cD1ub25zZW5zZQ==", "bz0xJnA9MjAyNg==", "cD05OTk5OTktMDEtMDE="])
def test_a_made_up_cursor(ask, order, cursor):
    refused = ask("agent", "GET", f"orders/?cursor={cursor}")
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "not_found")


def test_filters(district, ask):
    plain = factories.accepted(district).number
    urgent = factories.accepted(district, urgency="urgent", contact_phones="13700000009").number
    gone = factories.lived_until(district, "dispatched").number
    every = {plain, urgent, gone}
    cases = {
        "kind=repair": every,
        "state=dispatched": {gone},
        "phase=open": every,
        "phase=done": set(),
        "urgent=true": {urgent},
        "urgent=false": every - {urgent},
        "breached=true": set(),
        f"unit={district.city.pk}": {gone},
        f"unit={district.crew_unit.pk}": set(),
        "unit=999999999": set(),
        "phone=137 0000 0009": {urgent},
        "phone=nobody": set(),
        f"number={plain}": {plain},
        "accepted_after=2026-01-01T00:00:00%2B08:00": every,
        "accepted_before=2026-01-01T00:00:00%2B08:00": set(),
        "state=dispatched&urgent=true": set(),
    }
    for query, expected in cases.items():
        assert set(numbers(ask("agent", "GET", f"orders/?{query}"))) == expected, query


@pytest.mark.parametrize(
    "query",
    [
        "kind=poetry",
        "phase=new",
        "unit=x",
        "unit=99999999999999999999999",
        "accepted_after=yesterday",
        "accepted_after=0001-01-01T00:00:00%2B14:00",
        "state=%00",
        "colour=red",
        "stat=dispatched",
    ],
)
def test_a_filter_that_is_none(ask, order, query):
    refused = ask("agent", "GET", f"orders/?{query}")
    assert refused.status_code in (200, 422), refused.content
    if refused.status_code == 422:
        assert list(refused.json()["error"]["fields"]) == [query.partition("=")[0]]


def test_call_backs_now_and_later(morning, district, ask):
    now = factories.lived_until(district, "replied")
    later = factories.lived_until(district, "replied")
    later.callbacks.update(opens_at="2026-11-24T19:00:00+08:00")
    queue = ask("agent", "GET", "callbacks/").json()
    assert [row["order"]["number"] for row in queue["due"]] == [now.number]
    assert [row["order"]["number"] for row in queue["later"]] == [later.number]
    assert ask("crew", "GET", "callbacks/").status_code == 403


@pytest.mark.clause("A2.6")
def test_outside_calling_hours_every_call_back_is_later(morning, district, ask):
    factories.lived_until(district, "replied")
    with time_machine.travel(datetime(2026, 11, 24, 21, tzinfo=SHANGHAI)):
        queue = ask("agent", "GET", "callbacks/").json()
    assert not queue["due"]
    assert [row["opens_at"] for row in queue["later"]] == ["2026-11-25T08:00:00+08:00"]
