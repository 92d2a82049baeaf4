"""What a request costs the database. A number that grows is a decision, not an accident."""

from __future__ import annotations

import pytest

from tests import factories

ACCEPT = 15  # of them 2 for the token and the rights, 3 for the idempotency key, savepoints included
LIST = 4
ORDER = 30


@pytest.fixture
def warm(ask, report):
    """Rules read, content types known: what a process does once."""
    ask("agent", "POST", "orders/repair/", report)
    ask("agent", "GET", "orders/")


def test_accepting(warm, ask, report, django_assert_max_num_queries):
    with django_assert_max_num_queries(ACCEPT):
        assert ask("agent", "POST", "orders/repair/", report, Idempotency_Key="budget").status_code == 201


def test_a_list_does_not_cost_by_the_row(warm, district, ask, django_assert_num_queries):
    for _ in range(4):
        factories.accepted(district)
    with django_assert_num_queries(LIST):
        assert len(ask("agent", "GET", "orders/").json()["results"]) == 5


def test_one_order(district, ask, django_assert_max_num_queries):
    order = factories.lived_until(district, "replied")
    ask("agent", "GET", f"orders/{order.number}/")
    with django_assert_max_num_queries(ORDER):
        assert ask("agent", "GET", f"orders/{order.number}/").status_code == 200
