"""The HTTP gateway against a real HTTP server on this machine."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from workorders.sms import GatewayError, HttpGateway


@pytest.fixture
def provider(settings):
    taken = []

    class Provider(BaseHTTPRequestHandler):
        status = 202

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            taken.append((self.headers["Idempotency-Key"], self.headers["Authorization"], body))
            self.send_response(self.status)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/send"
    settings.SMS_TOKEN = "secret"
    yield taken, Provider
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_text_goes_out_with_its_key(provider):
    HttpGateway().send(key="zd-7", phone="13812345678", text="已恢复供电")
    assert provider[0] == [("zd-7", "Bearer secret", {"to": "13812345678", "text": "已恢复供电"})]


@pytest.mark.parametrize("status", [400, 429, 500, 503])
def test_a_refusal_is_an_error_that_names_no_customer(provider, status):
    provider[1].status = status
    with pytest.raises(GatewayError) as error:
        HttpGateway().send(key="zd-7", phone="13812345678", text="已恢复供电")
    assert str(error.value) == f"http {status}"


def test_nobody_listening_is_an_error(provider, settings):
    settings.SMS_URL = "http://127.0.0.1:9/send"
    with pytest.raises(GatewayError, match="ConnectError"):
        HttpGateway().send(key="zd-7", phone="13812345678", text="x")
