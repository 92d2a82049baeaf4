"""Every message left the house, to each person and channel once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from workorders.books.rows import rows, told

LYING = "SELECT id, topic FROM workorders_message WHERE expanded_at IS NULL AND created_at <= %(late)s ORDER BY id"
UNSENT = """
SELECT id, state FROM workorders_delivery
 WHERE state IN ('pending', 'sending') AND next_try_at <= %(late)s ORDER BY id
"""
TWICE = """
SELECT message_id, channel, count(*) FROM workorders_delivery
 GROUP BY message_id, person_id, phone, channel HAVING count(*) > 1 ORDER BY 1
"""


def wrong(grace: timedelta) -> Iterator[str]:
    """Messages that lie about, and deliveries made more than once."""
    late = {"late": timezone.now() - grace}
    yield from told("消息 {0}（{1}）没有发出", rows(LYING, late))
    yield from told("送达 {0} 到时未发（{1}）", rows(UNSENT, late))
    yield from told("消息 {0} 经 {1} 向同一人送达 {2} 次", rows(TWICE))
