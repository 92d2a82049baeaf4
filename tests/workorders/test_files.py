"""Files: 5 MB, told by their content, served to whom the order is visible; recordings purged by rule."""

import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.factories import lived_until
from workorders import errors
from workorders.models import Attachment
from workorders.services import perform
from workorders.services.housekeeping import purge_recordings

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x80\x3e\x00\x00\x02\x00\x10\x00data\x00\x00\x00\x00"


def upload(district, order, body, name="照片.png", kind="photo", key=None):
    return perform(
        order.pk, "attach", district.agent, {"kind": kind}, files={"file": SimpleUploadedFile(name, body)}, key=key
    )


def test_a_photo_is_kept_with_what_its_bytes_say(district, order):
    step = upload(district, order, PNG, name="回执.exe.png").step
    kept = Attachment.objects.get()
    with kept.file.open() as file:
        assert (kept.content_type, kept.size, file.read()) == ("image/png", len(PNG), PNG)
    assert step.data["sha256"] == kept.sha256 and kept.name == "回执.exe.png"
    assert kept.file.name.endswith(".jpg") is False and kept.file.name.endswith(".png") and "回执" not in kept.file.name


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.png", b"<html><script>alert(1)</script></html>"),
        ("a.png", b"MZ\x90\x00" + b"\0" * 200),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.pdf", b""),
        ("a.png", PNG + b"\0" * (5 * 1024 * 1024)),
    ],
    ids=["page", "program", "drawing with script", "empty", "over 5 MB"],
)
def test_anything_else_is_refused_and_nothing_kept(district, order, name, body):
    with pytest.raises(errors.Invalid) as refused:
        upload(district, order, body, name=name)
    assert "file" in refused.value.fields and not Attachment.objects.exists()


def test_the_same_upload_again_keeps_one(district, order):
    assert not upload(district, order, PNG, key="photo-1").replayed
    assert upload(district, order, PNG, key="photo-1").replayed
    assert Attachment.objects.count() == 1


@pytest.mark.clause("B4.5")
def test_recordings_are_kept_three_months_and_then_purged_by_rule(district, django_capture_on_commit_callbacks):
    order = lived_until(district, "accepted")
    upload(district, order, WAV, name="通话.wav", kind="recording")
    upload(district, order, PNG)
    name = Attachment.objects.get(kind="recording").file.name
    now = timezone.now()
    with time_machine.travel(now + timedelta(days=99)):
        assert purge_recordings() == 0
    with time_machine.travel(now + timedelta(days=101)), django_capture_on_commit_callbacks(execute=True):
        assert purge_recordings() == 1 and purge_recordings() == 0
    assert Attachment.objects.get(kind="recording").purged_at and not Attachment.objects.get(kind="photo").purged_at
    assert order.steps.get(verb="purge").data["days"] == order.profile.recording_days
    assert not default_storage.exists(name)


@pytest.mark.clause("B4.5")
def test_no_profile_keeps_recordings_for_less_than_three_months(district, order):
    from django.core.exceptions import ValidationError

    order.profile.recording_days = 30
    with pytest.raises(ValidationError, match="3 个月"):
        order.profile.full_clean()


def test_a_key_that_came_with_another_file_is_refused_and_not_taken_for_a_repetition(district, order):
    first = upload(district, order, PNG, key="k")
    assert upload(district, order, PNG, key="k").step == first.step
    with pytest.raises(errors.KeyReused):
        upload(district, order, WAV, name="录音.wav", key="k")
    assert Attachment.objects.count() == 1


def test_recordings_go_when_their_own_profile_says(district, order):
    kept = [upload(district, order, WAV, name=f"{n}.wav", kind="recording", key=f"r{n}").order for n in range(2)]
    assert kept[0] == kept[1]
    profile = kept[0].profile
    profile.recording_days = 365
    profile.save()
    with time_machine.travel(timezone.now() + timedelta(days=100), tick=False):
        assert purge_recordings() == 0
    with time_machine.travel(timezone.now() + timedelta(days=366), tick=False):
        assert purge_recordings() == 2


def archive(*names):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as made:
        for name in names:
            made.writestr(name, "<x/>")
    return body.getvalue()


def test_a_document_is_an_archive_with_a_document_in_it(district, order):
    upload(district, order, archive("[Content_Types].xml", "word/document.xml"), name="说明.docx", kind="document")
    for body in (archive("evil.exe"), b"PK\x03\x04" + b"\0" * 60):
        with pytest.raises(errors.Invalid):
            upload(district, order, body, name="说明.docx", kind="document")
