"""A fault report from ring to archive, as a stranger's program would play it."""

from __future__ import annotations

from tests import factories


def test_from_ring_to_archive(morning, district, ask):
    accepted = ask("agent", "POST", "orders/repair/", factories.report(district))
    assert accepted.status_code == 201, accepted.content
    number = accepted.json()["number"]
    assert accepted["Location"] == f"/api/v1/orders/{number}/"
    for verb, post, data in factories.LIFE:
        offered = ask(post, "GET", f"orders/{number}/").json()["verbs"]
        assert verb in [each["name"] for each in offered if each["next"] or verb == "survey" or verb == "restore"]
        done = ask(post, "POST", f"orders/{number}/{verb}/", factories.verb_data(district, data))
        assert done.status_code == 200, (verb, done.content)
    due = ask("agent", "GET", "callbacks/").json()["due"]
    assert [row["order"]["number"] for row in due] == [number]
    done = ask("agent", "POST", f"orders/{number}/call_back/", {**factories.ANSWERS, "satisfaction": 1})
    assert done.status_code == 200, done.content
    assert done.json()["state"] == "archived"
    whole = ask("agent", "GET", f"orders/{number}/").json()
    assert [step["verb"] for step in whole["steps"]] == ["accept", *(v for v, _, _ in factories.LIFE), "call_back"]
    assert whole["callbacks"][0]["attempts"][0]["satisfaction"] == 1
    assert whole["detail"]["crew"] == {"id": district.crew_unit.pk, "name": district.crew_unit.name}
    assert all(clock["done_at"] for clock in whole["deadlines"])
