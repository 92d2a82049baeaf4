"""The HTTP gateway against a real HTTP server on this machine."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from workorders.sms import FolderGateway, GatewayError, HttpGateway


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


def test_a_file_in_the_folders_place_is_an_error_and_no_repetition(settings, tmp_path):
    settings.SMS_FOLDER = str(tmp_path / "sms")
    (tmp_path / "sms").write_text("x")
    with pytest.raises(GatewayError, match="folder"):
        FolderGateway().send(key="zd-7", phone="13812345678", text="x")


def test_the_folder_takes_a_text_once(settings, tmp_path):
    settings.SMS_FOLDER = str(tmp_path / "sms")
    for text in ("x", "y"):
        FolderGateway().send(key="zd-7", phone="13812345678", text=text)
    assert [file.read_text() for file in (tmp_path / "sms").iterdir()] == ["13812345678\nx\n"]
