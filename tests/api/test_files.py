"""Files go up as multipart and come down only to whoever sees the order."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from workorders.models import Attachment

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def photo(name: str = "现场.png", body: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body, content_type="image/png")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("现场.png", "现场.png"),
        ("图.PNG", "图.PNG"),
        ("x.html", "x.html.png"),
        ("a\u202egnp.exe", "agnp.exe.png"),
        ("无", "无.png"),
    ],
)
def test_a_name_ends_as_what_the_file_is(ask, upload, number, said, shown):
    assert upload("agent", f"orders/{number}/attach/", {"kind": "photo", "file": photo(said)}).status_code == 200
    [file] = ask("agent", "GET", f"orders/{number}/").json()["files"]
    assert file["name"] == shown


def test_up_and_down(ask, upload, number):
    up = upload("agent", f"orders/{number}/attach/", {"kind": "photo", "file": photo()})
    assert up.status_code == 200, up.content
    [shown] = ask("agent", "GET", f"orders/{number}/").json()["files"]
    assert (shown["name"], shown["content_type"], shown["size"]) == ("现场.png", "image/png", len(PNG))
    down = ask("agent", "GET", f"files/{shown['id']}/")
    assert b"".join(down.streaming_content) == PNG
    assert down["Content-Type"] == "image/png"
    assert down["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in down["Cache-Control"]


def test_not_for_whoever_does_not_see_the_order(ask, upload, number):
    upload("agent", f"orders/{number}/attach/", {"kind": "photo", "file": photo()})
    pk = Attachment.objects.get().pk
    assert ask("other_dispatcher", "GET", f"files/{pk}/").status_code == 404
    assert ask(None, "GET", f"files/{pk}/").status_code == 401
    assert ask("agent", "GET", "files/99999999999999999999/").status_code == 404


def test_a_purged_file_and_one_whose_body_is_lost(ask, upload, number, tmp_path):
    upload("agent", f"orders/{number}/attach/", {"kind": "photo", "file": photo()})
    kept = Attachment.objects.get()
    kept.file.storage.delete(kept.file.name)
    assert ask("agent", "GET", f"files/{kept.pk}/").status_code == 404
    Attachment.objects.update(purged_at=kept.uploaded_at)
    assert ask("agent", "GET", f"files/{kept.pk}/").status_code == 404
    assert ask("agent", "GET", f"orders/{number}/").json()["files"][0]["purged_at"]


def test_what_is_no_picture_whatever_it_is_called(upload, number):
    refused = upload("agent", f"orders/{number}/attach/", {"kind": "photo", "file": photo(body=b"<script>")})
    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (422, ["file"])


def test_a_file_cannot_be_text(ask, number):
    refused = ask("agent", "POST", f"orders/{number}/attach/", {"kind": "photo", "file": "text"})
    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (422, ["file"])


def test_a_request_too_large_is_refused_unread(upload, number):
    refused = upload("agent", f"orders/{number}/attach/", {"kind": "photo", "file": photo(body=PNG + b"0" * 7_000_000)})
    assert (refused.status_code, refused.json()["error"]["code"]) == (413, "too_large")
