"""Who may listen: whoever may open a page, for as long as they may, and from our pages only."""

from __future__ import annotations

import http.client

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import Role, RoleAt
from accounts.services.sessions import end_everywhere, hold_session
from live import hub
from live.notes import note
from tests.browsing import at_desk
from tests.factories import accepted
from tests.streaming import Ear
from tests.waiting import until


@pytest.fixture
def rechecking(monkeypatch):
    monkeypatch.setattr(hub, "RECHECK", 0.1)


def cookie_of(person) -> str:
    return at_desk(person).cookies[settings.SESSION_COOKIE_NAME].value


def test_nobody_listens_without_a_session(stream):
    assert Ear(stream.port).status == 401
    assert Ear(stream.port, "no-such-session").status == 401
    assert Ear(stream.port, '"' + r"\000" * 8 + '"').status == 401


def test_a_page_of_somebody_else_is_not_told(stream, town):
    cookie = cookie_of(town.agent)
    assert Ear(stream.port, cookie, f"?who={town.lead.pk}").status == 401
    ear = Ear(stream.port, cookie, f"?who={town.agent.pk}")
    assert ear.status == 200
    ear.close()


@pytest.mark.parametrize(
    "path, method, status", [("/", "GET", 404), ("/events", "GET", 404), ("/events/", "POST", 405)]
)
def test_there_is_nothing_else(stream, path, method, status):
    asked = http.client.HTTPConnection("127.0.0.1", stream.port, timeout=5)
    asked.request(method, path)
    assert asked.getresponse().status == status
    asked.close()


@pytest.mark.parametrize(
    "headers, status",
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),  # no port of its own: pages and stream have one address
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Origin": "http://["}, 403),
        ({"Host": "127.0.0.1:1", "Origin": "http://127.0.0.1:1"}, 200),
        ({}, 200),
    ],
)
def test_only_our_pages_may_listen(stream, town, headers, status):
    ear = Ear(stream.port, cookie_of(town.agent), **headers)
    assert ear.status == status
    ear.close()


def test_pages_on_another_port_of_the_host_may_where_that_is_meant(stream, town, settings):
    settings.EVENTS_PORT = stream.port
    ear = Ear(stream.port, cookie_of(town.agent), Origin="http://127.0.0.1:8000")
    assert ear.status == 200
    assert ear.answer.headers["Access-Control-Allow-Origin"] == "http://127.0.0.1:8000"
    assert ear.answer.headers["Access-Control-Allow-Credentials"] == "true"
    ear.close()
    assert Ear(stream.port, cookie_of(town.agent), Origin="http://localhost:8000").status == 403


def test_a_strange_host_is_refused(stream, town, settings):
    settings.ALLOWED_HOSTS = ["95598.example.cn"]
    assert Ear(stream.port, cookie_of(town.agent)).status == 403


def _elsewhere(person):
    hold_session(person, "another")


def _deactivated(person):
    person.is_active = False
    person.save()


def _password(person):
    person.set_password("Another-lamp-2026")
    person.save()


def _must_change(person):
    person.must_change_password = True
    person.save()


@pytest.mark.parametrize("ending", [_elsewhere, _deactivated, _password, _must_change, end_everywhere])
def test_a_session_that_ended_hears_no_more(rechecking, town, listen, ending):
    ear = listen(town.agent)

    ending(town.agent)

    assert ear.hear() == {"topic": "ended"}
    assert list(ear.blocks()) == []


def test_idle_for_too_long_ends_it_and_listening_is_no_activity(rechecking, town, stream):
    with time_machine.travel(timezone.now(), tick=True) as traveller:
        client = at_desk(town.agent)
        client.get("/orders/")
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        before = Session.objects.get(pk=key).session_data
        ear = Ear(stream.port, key)
        ear.settle()
        accepted(town)
        assert ear.hear("order")
        assert Session.objects.get(pk=key).session_data == before

        traveller.shift(settings.SESSION_IDLE.total_seconds() + 1)

        assert ear.hear() == {"topic": "ended"}
        ear.close()


def test_rights_that_change_change_what_is_heard(rechecking, town, listen):
    ear = listen(town.other_dispatcher)
    RoleAt.objects.create(person=town.other_dispatcher, role=Role.DISPATCHER, unit=town.centre)

    assert ear.hear() == {"topic": "resync"}
    order = accepted(town)
    assert ear.hear("order")["number"] == order.number

    RoleAt.objects.filter(person=town.other_dispatcher).delete()
    assert ear.hear() == {"topic": "resync"}
    accepted(town)
    note("inbox", person=town.other_dispatcher.pk)
    assert ear.hear()["topic"] == "inbox"


def test_a_person_has_so_many_streams_and_no_more(stream, town):
    cookie = cookie_of(town.agent)
    ears = [Ear(stream.port, cookie) for _ in range(hub.A_PERSON + 2)]

    for gone in ears[:2]:
        assert len(list(gone.blocks())) < 5
    ears[-1].settle()
    until(lambda: len(stream.application.hub.listeners) == hub.A_PERSON, "the two are forgotten")
    for ear in ears:
        ear.close()


def test_the_keeper_is_told_whether_it_reads(stream):
    asked = http.client.HTTPConnection("127.0.0.1", stream.port, timeout=5)
    asked.request("GET", "/events/health")
    answer = asked.getresponse()
    assert (answer.status, answer.read()) == (200, b'{"ok": true, "streams": 0}')
    asked.close()


def test_a_page_may_reach_the_stream_and_nothing_else(client, town, settings):
    assert "connect-src 'self';" in client.get("/sign-in/")["Content-Security-Policy"]
    settings.EVENTS_PORT = 8123
    policy = client.get("/sign-in/", headers={"Host": "localhost:8000"})["Content-Security-Policy"]
    assert "connect-src 'self' http://localhost:8123;" in policy
    assert b'data-events=":8123/events/"' in at_desk(town.agent).get("/orders/").content
