"""How a file leaves the house: its kept type, never guessed by the browser, pictures and PDF shown in place."""

from __future__ import annotations

from django.http import FileResponse

from workorders.models import Attachment

SHOWN_IN_PLACE = ("image/", "audio/", "application/pdf")


def as_response(attachment: Attachment) -> FileResponse:
    """The file as an answer. Ask ``selectors.files.file_for`` first: nothing is checked here.

    Raises FileNotFoundError when the body is gone from the disk.
    """
    response = FileResponse(
        attachment.file.open("rb"),
        as_attachment=not attachment.content_type.startswith(SHOWN_IN_PLACE),
        filename=attachment.name,
        content_type=attachment.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    # Whatever a document carries, nothing in it runs as this site.
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'"
    )
    return response
