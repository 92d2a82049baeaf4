"""Sending: a message becomes one delivery for each person and channel, each delivery happens at most once.

What is told is written with the change it tells of; here it only leaves the house. A delivery is claimed and
committed before the gateway is called, and the gateway is given its key: a worker killed in between makes the
call again with the same key, and the gateway drops the second.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Person
from live.doorbell import ring
from live.notes import note
from workorders import circles, sms
from workorders.models import Delivery, Message
from workorders.registry import registry

BACK_OFF = [timedelta(seconds=s) for s in (5, 30, 120, 600, 1800)]
STALE = timedelta(seconds=60)  # a claim whose worker is taken for dead
BATCH = 200
Told = set[tuple[int | None, str, int]]  # leaders, by order and topic: each is told once, whatever unit it goes on to
Known = dict[tuple[str, int, str, int | None], list[Person]]
BY_AGENT = frozenset({Message.Circle.AGENT, Message.Circle.HANDLER})  # circles that may depend on the order's agent
log = structlog.get_logger()


def expand(limit: int = BATCH) -> int:
    """Look up who each new message is for and lay out the deliveries; in-app ones are delivered with that."""
    with transaction.atomic():
        pending = list(
            Message.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(expanded_at__isnull=True)
            .order_by("pk")
            .select_related("unit", "order__first_agent")[:limit]
        )
        now = timezone.now()
        known: Known = {}
        told: Told = set()
        Delivery.objects.bulk_create(
            [delivery for message in pending for delivery in _deliveries(message, known, told)], ignore_conflicts=True
        )
        Message.objects.filter(pk__in=[message.pk for message in pending]).update(expanded_at=now)
        if pending:
            ring("inbox")
    return len(pending)


def _people(message: Message, known: Known) -> list[Person]:
    """Who ``message`` is for; looked up once for all of a batch that go to the same circle of the same unit."""
    order = message.order
    closed = order is not None and bool(registry[order.kind].clearance)
    kind = order.kind if order is not None and closed else ""
    agent = order.first_agent_id if order is not None and (closed or message.circle in BY_AGENT) else None
    if message.circle == Message.Circle.WATCHERS:
        return list(circles.people(message))  # depends on who has been told of this order
    asked = (message.circle, message.unit_id, kind, agent)
    if asked not in known:
        known[asked] = list(circles.people(message))
    return known[asked]


def _deliveries(message: Message, known: Known, told: Told) -> Iterable[Delivery]:
    now = timezone.now()
    if message.circle == Message.Circle.CUSTOMER:
        if message.order is not None and message.order.phone:
            yield Delivery(message=message, phone=message.order.phone, channel=Delivery.Channel.SMS, next_try_at=now)
        return
    for person in _people(message, known):
        if message.circle == Message.Circle.WATCHERS:
            once = (message.order_id, message.topic, person.pk)
            if once in told:
                continue
            told.add(once)
        yield Delivery(
            message=message, person=person, channel=Delivery.Channel.INBOX, state=Delivery.State.SENT, sent_at=now
        )
        if message.sms and person.phone:
            yield Delivery(
                message=message,
                person=person,
                phone=person.phone,
                channel=Delivery.Channel.SMS,
                next_try_at=now,
            )


def send(limit: int = BATCH) -> int:
    """Hand due text messages to the gateway; returns how many were accepted."""
    sent = 0
    for delivery in _claim(limit):
        try:
            sms.gateway().send(key=f"zd-{delivery.pk}", phone=delivery.phone, text=delivery.message.text)
        except sms.GatewayError as error:
            _postpone(delivery, str(error))
        else:
            Delivery.objects.filter(pk=delivery.pk).update(
                state=Delivery.State.SENT, sent_at=timezone.now(), next_try_at=None
            )
            sent += 1
    return sent


def _claim(limit: int) -> list[Delivery]:
    now = timezone.now()
    with transaction.atomic():
        due = list(
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(
                Q(state=Delivery.State.PENDING, next_try_at__lte=now)
                | Q(state=Delivery.State.SENDING, next_try_at__lte=now)
            )
            .order_by("next_try_at")
            .select_related("message")[:limit]
        )
        Delivery.objects.filter(pk__in=[d.pk for d in due]).update(
            state=Delivery.State.SENDING, tries=F("tries") + 1, next_try_at=now + STALE
        )
    return due


def _postpone(delivery: Delivery, why: str) -> None:
    """Try again later, or give up after the last step of the back-off."""
    last = delivery.tries >= len(BACK_OFF)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.FAILED if last else Delivery.State.PENDING,
        next_try_at=None if last else timezone.now() + BACK_OFF[delivery.tries],
        errors=[*delivery.errors, why[:120]],
    )
    log.warning("sms.refused", delivery=delivery.pk, tries=delivery.tries + 1, gave_up=last)


def mark_read(person: Person, delivery_ids: Iterable[int] | None = None) -> int:
    """Mark ``person``'s inbox messages read: those named, or all. Returns how many."""
    mine = Delivery.objects.filter(person=person, channel=Delivery.Channel.INBOX, read_at__isnull=True)
    if delivery_ids is not None:
        mine = mine.filter(pk__in=list(delivery_ids))
    with transaction.atomic():
        read = mine.update(read_at=timezone.now())
        if read:
            note("inbox", person=person.pk)  # the counters on their other pages
    return read
