"""The HTTP telephone against a real HTTP server on this machine."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from customers.models import Call
from customers.services import calls, line
from customers.services.calls import CallError
from customers.telephone import TelephoneError


@pytest.fixture
def platform(settings):
    asked = []

    class Platform(BaseHTTPRequestHandler):
        status = 202

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((self.headers["Authorization"], body))
            self.send_response(self.status)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Platform)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.TELEPHONE = "customers.telephone.HttpTelephone"
    settings.TELEPHONE_URL = f"http://127.0.0.1:{server.server_port}/calls"
    settings.TELEPHONE_TOKEN = "secret"
    yield asked, Platform
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def ringing(units, people):
    return calls.ring("c1", "13812345678", units.centre, 1, timezone.now(), by=people.telephony)


def test_the_platform_is_asked_and_its_events_are_waited_for(platform, people, ringing):
    line.answer(people.agent, "c1")
    assert platform[0] == [("Bearer secret", {"call_id": "c1", "command": "answer", "agent": "agent"})]
    assert Call.objects.get().agent is None  # until the platform tells that it happened
    calls.answer("c1", people.agent, timezone.now(), by=people.telephony)
    line.hold(people.agent, "c1")
    line.transfer(people.agent, "c1", "colleague")
    line.hang_up(people.agent, "c1")
    told = [(body["command"], body["agent"]) for _, body in platform[0][1:]]
    assert told == [("hold", ""), ("transfer", "colleague"), ("hang_up", "")]
    assert Call.objects.get().ended_at is None


@pytest.mark.parametrize("status", [400, 429, 500, 503])
def test_a_refusal_says_what_to_do_and_names_nobody(platform, people, ringing, status):
    platform[1].status = status
    with pytest.raises(TelephoneError) as error:
        line.answer(people.agent, "c1")
    assert "请改用话机操作" in error.value.message
    assert "138" not in error.value.message


def test_nobody_listening_is_a_refusal_too(platform, people, ringing, settings):
    settings.TELEPHONE_URL = "http://127.0.0.1:9/calls"
    with pytest.raises(TelephoneError, match="话务平台没有应答"):
        line.answer(people.agent, "c1")


def test_only_who_answers_calls_asks_the_telephone(platform, people, ringing):
    for person in (people.dispatcher, people.telephony, people.supervisor):
        with pytest.raises(CallError):
            line.answer(person, "c1")
    with pytest.raises(CallError):
        line.answer(people.stranger, "c1")  # of another centre
    assert platform[0] == []
