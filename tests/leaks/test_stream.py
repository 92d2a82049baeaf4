"""C9: what the open pages hear. Of misconduct nothing, unless they may know; of who called nobody hears anything."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.conf import settings as configured

from live.notes import note
from tests import factories
from tests.browsing import at_desk
from tests.leaks.planting import EVERYBODY, cases, live, settle_callers, settle_down, settle_people
from tests.leaks.walk import Walker, World
from tests.streaming import Ear, Streaming

pytestmark = [pytest.mark.clause("A3.5", "C9"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stream(transactional_db) -> Iterator[Streaming]:
    running = Streaming()
    running.start()
    yield running
    running.stop()


def test_nobody_hears_of_misconduct_but_whoever_may_know(stream, logged):
    district = factories.build_district()
    settle_people(district)
    planted = [case for case in cases() if case.secrecy == "confidential"]
    world = World(district, planted)
    settle_callers(district, planted)
    ears = {}
    for post in EVERYBODY:
        cookie = at_desk(world.person(post)).cookies[configured.SESSION_COOKIE_NAME].value
        ears[post] = Ear(stream.port, cookie)
        ears[post].settle()
    for case in planted:
        live(district, case)
    settle_down()
    for post in EVERYBODY:
        note("last", person=world.person(post).pk)
    walker = Walker(world, posts=())
    for post, ear in ears.items():
        walker.scan(post, "stream", "\n".join(until_last(ear)))
        ear.close()
    assert not walker.seen.leaks, walker.seen.report()
    heard = {post for post, where, case, what in walker.seen.rightly if case == "misconduct"}
    assert {"agent", "cleared_auditor", "cleared_dispatcher", "cleared_handler"} <= heard


def until_last(ear: Ear) -> Iterator[str]:
    for fields in ear.blocks():
        told = json.loads(fields.get("data", "") or "{}")
        if told.get("topic") == "last":
            return
        if told.get("topic") != "call":  # the desk's telephones ring for whomever; they know no orders
            yield json.dumps(told, ensure_ascii=False)
    raise AssertionError("the stream ended")
