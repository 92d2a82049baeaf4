"""An order's files: uploaded on its page, served to whoever may see the order and to nobody else."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.browsing import at_desk, text_of
from workorders.models import Attachment

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def upload(district, order, body: bytes = PNG, name: str = "现场.png"):
    return at_desk(district.agent).post(
        f"/orders/{order.number}/attach/", {"kind": "photo", "file": SimpleUploadedFile(name, body)}
    )


def test_a_picture_is_shown_in_the_browser(district, order):
    assert upload(district, order).status_code == 302
    kept = Attachment.objects.get()
    client = at_desk(district.agent)
    assert "现场.png" in text_of(client.get(f"/orders/{order.number}/"))
    answer = client.get(f"/files/{kept.pk}/")
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == PNG


def test_not_before_the_order_is_visible(district, order, client):
    upload(district, order)
    kept = Attachment.objects.get()
    assert client.get(f"/files/{kept.pk}/").status_code == 302
    for post in ("other_dispatcher", "dispatcher", "crew", "audit_admin"):
        assert at_desk(getattr(district, post)).get(f"/files/{kept.pk}/").status_code == 404
    factories.act(district, order, "dispatch", "agent")
    served = at_desk(district.dispatcher).get(f"/files/{kept.pk}/")
    assert served.status_code == 200
    assert b"".join(served.streaming_content) == PNG
    assert at_desk(district.agent).get(f"/files/{kept.pk + 1}/").status_code == 404


def test_what_is_no_picture_is_refused_in_place(district, order):
    answer = upload(district, order, b"<script>alert(1)</script>", "现场.png")
    assert answer.status_code == 422
    assert "按内容识别" in text_of(answer)


def test_a_purged_recording_is_gone(district, order):
    upload(district, order)
    kept = Attachment.objects.get()
    Attachment.objects.update(purged_at=order.accepted_at)
    assert at_desk(district.agent).get(f"/files/{kept.pk}/").status_code == 404
    assert "录音已按规定清除" in text_of(at_desk(district.agent).get(f"/orders/{order.number}/"))
