"""The bell costs a request nothing, whatever state Valkey is in."""

from __future__ import annotations

import time

import pytest
from django.conf import settings as configured
from django.db import transaction
from redis import Redis

from live import doorbell
from live.doorbell import Carrier, channel, ring
from tests.browsing import at_desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bell():
    """What is heard of the bell."""
    with Redis.from_url(configured.REDIS_URL).pubsub() as heard:
        heard.subscribe(channel())
        heard.get_message(timeout=2)
        yield lambda: (heard.get_message(timeout=3) or {}).get("data")


def test_it_rings_after_the_commit_and_not_before(bell):
    with transaction.atomic():
        ring("quiet-test")
        assert bell() is None

    assert bell() == b"quiet-test"


def test_what_is_rolled_back_does_not_ring(bell):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ring("quiet-test")
        raise ZeroDivisionError

    assert bell() is None


def test_without_valkey_nobody_waits(settings, monkeypatch):
    settings.REDIS_URL = "redis://10.255.255.1:6379/0"  # answers nothing at all
    monkeypatch.setattr(doorbell, "_current", Carrier())

    began = time.perf_counter()
    for _ in range(100):
        ring("order")

    assert time.perf_counter() - began < 0.5


def test_the_counter_asks_little(district, django_assert_max_num_queries):
    client = at_desk(district.agent)
    client.get("/inbox/unread/")

    with django_assert_max_num_queries(3):
        answer = client.get("/inbox/unread/", headers={"HX-Request": "true", "X-Background": "1"})

    assert b'id="unread"' in answer.content
