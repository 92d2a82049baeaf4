"""A person's messages."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Person
from schema.ready import answer
from workorders.models import Delivery

PAGE = 50
UNREAD_CAP = 99
UNREAD = """
    SELECT count(*) FROM (
        SELECT FROM workorders_delivery WHERE channel = %s AND person_id = %s AND read_at IS NULL LIMIT %s
    ) unread
"""


def inbox_of(person: Person) -> QuerySet[Delivery]:
    mine = Delivery.objects.filter(person=person, channel=Delivery.Channel.INBOX)
    return mine.select_related("message__order")


def inbox_page(person: Person, before: int | None = None) -> tuple[list[Delivery], list[Delivery], int | None]:
    """Unread (all of the newest hundred) and read messages, newest first, and the mark of the next page of read ones."""
    unread = list(inbox_of(person).filter(read_at__isnull=True).order_by("-pk")[:100]) if before is None else []
    read = inbox_of(person).filter(read_at__isnull=False)
    if before is not None:
        read = read.filter(pk__lt=before)
    rows = list(read.order_by("-pk")[: PAGE + 1])
    return unread, rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None


def unread_count(person: Person) -> int:
    """How many wait to be read, counted to one beyond ``UNREAD_CAP``."""
    return int(answer(UNREAD, Delivery.Channel.INBOX, person.pk, UNREAD_CAP + 1)[0])
