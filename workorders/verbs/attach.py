"""Files: at most 5 MB, of the kinds a work order needs, told by their content and not by their name."""

from __future__ import annotations

import hashlib
import unicodedata
import zipfile
from typing import Any
from uuid import uuid4

import puremagic
from django import forms
from django.core.files.uploadedfile import UploadedFile

from workorders.acts import Act
from workorders.forms import VerbForm
from workorders.models import Attachment, WorkOrder
from workorders.registry import Verb
from workorders.verbs.notes import EVERYBODY

OFFICE = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
MAX_BYTES = 5 * 1024 * 1024
TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jfif": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".amr": "audio/amr",
}
EXTENSIONS = {kind: extension for extension, kind in reversed(TYPES.items())}


def content_type(file: UploadedFile) -> str | None:
    """The type its bytes say, if it is one we keep; None otherwise."""
    file.seek(0)
    head = file.read(MAX_BYTES + 1)
    file.seek(0)
    try:
        guesses = puremagic.magic_string(head, filename=file.name)
    except (puremagic.PureError, ValueError):
        return None
    kind = next((guess.extension for guess in guesses if guess.extension in TYPES), None)
    if kind in OFFICE and not _holds(file, OFFICE[kind]):
        return None
    return TYPES[kind] if kind else None


def _holds(file: UploadedFile, part: str) -> bool:
    """Whether the file is an archive with ``part`` in it, as an Office document is and any other ZIP is not."""
    try:
        with zipfile.ZipFile(file) as archive:
            return {part, "[Content_Types].xml"} <= set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    finally:
        file.seek(0)


class OrderFile(forms.FileField):
    """A file of an order, as ``keep`` takes it: small enough, and of a kind its bytes tell."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "图片、PDF、Word、Excel 或录音，最大 5 MB")
        super().__init__(**{"max_length": 120, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not file:
            return file
        if file.size > MAX_BYTES:
            raise forms.ValidationError(f"文件 {file.size / 1024 / 1024:.1f} MB，超过 5 MB，请压缩后再上传")
        file.content_type = content_type(file)
        if file.content_type is None:
            raise forms.ValidationError("只能上传 JPG、PNG、WebP、PDF、Word、Excel 或录音；按内容识别，改扩展名没有用")
        return file


class AttachForm(VerbForm):
    kind = forms.ChoiceField(label="类别", choices=Attachment.Kind.choices, initial=Attachment.Kind.DOCUMENT)
    file = OrderFile(label="文件")


def attach(order: WorkOrder, act: Act) -> None:
    keep(order, act, act.data.pop("file"), act.data["kind"])


def keep(order: WorkOrder, act: Act, file: UploadedFile, kind: str) -> Attachment:
    """Keep ``file`` (as ``OrderFile`` cleaned it) with ``order``, and note it in the act's step."""
    body = file.read()
    file.seek(0)
    said, file.name = file.name, f"{uuid4().hex}{EXTENSIONS[file.content_type or '']}"  # on disk nothing is the user's
    kept = Attachment.objects.create(
        order=order,
        kind=kind,
        name=_named(said or "", file.content_type or ""),
        file=file,
        size=len(body),
        content_type=file.content_type or "",
        sha256=hashlib.sha256(body).hexdigest(),
        uploaded_by=act.actor,
        uploaded_at=act.at,
    )
    act.note |= {"attachment": kept.pk, "name": kept.name, "sha256": kept.sha256, "size": kept.size}
    return kept


def _named(said: str, kind: str) -> str:
    """What people see: nothing in it that turns the line round, and an ending that says what the file is."""
    name = "".join(each for each in said if unicodedata.category(each)[0] != "C").strip() or "附件"
    _, dot, ending = name.rpartition(".")
    if TYPES.get(f".{ending.lower()}" if dot else "") == kind:
        return name
    ending = EXTENSIONS.get(kind, "")
    return f"{name[: 120 - len(ending)]}{ending}"


ATTACH = Verb("attach", "上传附件", EVERYBODY, AttachForm, run=attach, core=True, involved=True, always=True)
