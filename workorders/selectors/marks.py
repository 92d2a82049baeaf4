"""Where a page of a list ended: an instant and a key, as links carry them. What comes back may be anything."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.dateparse import parse_datetime

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC)  # the database knows fewer years


def write_mark(at: datetime | None, pk: int) -> str:
    return f"{at.isoformat() if at else ''}_{pk}"


def read_mark(text: str) -> tuple[datetime | None, int] | None:
    """The instant (None where the row had none) and the key; None for what ``write_mark`` never wrote."""
    at, _, pk = text.rpartition("_")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    try:
        moment = parse_datetime(at) if at else None
    except ValueError:
        return None
    if at and (moment is None or moment.tzinfo is None or not EARLIEST < moment < LATEST):
        return None
    return moment and moment.astimezone(UTC), int(pk)  # the database knows no offset of 23 hours
