"""A line that breaks: the same request with the same key until somebody answers."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from simulator.ledger import Ledger
from simulator.population import Staff
from simulator.wire import Answer, Wire
from tests.loops import run_apart

AGENT = Staff("agent01", "agent", 1, "centre", "/1/")


class Moody(BaseHTTPRequestHandler):
    """Signs everybody in; then breaks off, is unwell, forgets the token, and answers."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/api/v1/sign-in/":
            return self.say(200, {"token": f"t{len(self.server.heard)}"})
        self.server.heard.append((self.headers["Idempotency-Key"], json.loads(body), self.headers["Authorization"]))
        match len(self.server.heard):
            case 1:
                return self.connection.close()
            case 2:
                return self.say(503, {})
            case 3:
                return self.say(401, {"error": {"code": "token_expired"}})
        return self.say(201, {"number": "1"})

    def say(self, status: int, body: dict) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Moody)
    server.heard = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_nothing_is_lost_and_the_key_stays_the_same(server):
    async def main() -> Answer:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.server_port}", trust_env=False) as client:
            return await Wire(client, "secret", Ledger()).post(AGENT, "/api/v1/orders/repair/", {"a": 1}, key="k1")

    answer = run_apart(main())
    assert answer.status == 201
    assert [(key, body) for key, body, _ in server.heard] == [("k1", {"a": 1})] * 4
    assert server.heard[3][2] != server.heard[0][2], "signed in anew after 401"
