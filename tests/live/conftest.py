"""A running stream, and people who listen to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as configured

from accounts.models import Person
from tests import factories
from tests.browsing import at_desk
from tests.streaming import Ear, Streaming


@pytest.fixture
def town(transactional_db) -> factories.District:
    return factories.build_district()


@pytest.fixture
def stream(town) -> Iterator[Streaming]:
    running = Streaming()
    running.start()
    yield running
    running.stop()


@pytest.fixture
def listen(stream) -> Iterator[Callable[..., Ear]]:
    """``listen(person)``: their open stream, past its beginning."""
    opened: list[Ear] = []

    def begin(person: Person, query: str = "", settled: bool = True) -> Ear:
        cookie = at_desk(person).cookies[configured.SESSION_COOKIE_NAME].value
        ear = Ear(stream.port, cookie, query)
        opened.append(ear)
        assert ear.status == 200
        if settled:
            ear.settle()
        return ear

    yield begin
    for ear in opened:
        ear.close()
