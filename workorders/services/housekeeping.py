"""What is done by rule and by the calendar, never by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F
from django.utils import timezone

from accounts.models import Person
from accounts.services.sessions import forget_expired
from live.notes import forget_notes
from workorders.calendar import SHANGHAI, Unit
from workorders.clocks.book import book
from workorders.models import Attachment, Deadline, Step, WorkOrder
from workorders.services.clocks import next_due, said, set_marks
from workorders.services.seal import seal_until

log = structlog.get_logger()


def run() -> None:
    """Everything that is due; called each minute and cheap when nothing is."""
    now = timezone.now()
    seal_until((timezone.localtime(now) - timedelta(minutes=30)).date())
    recompute_provisional()
    purge_recordings()
    forget_expired()
    forget_notes()


def recompute_provisional() -> int:
    """Count open provisional due times again once the year's arrangement is in the table; each change is a step."""
    calendar = book().calendar
    changed = 0
    waiting = Deadline.objects.filter(
        provisional=True, state=Deadline.State.RUNNING, done_at__isnull=True, pauses__isnull=True
    ).select_related("rule")
    known_until = datetime(max(calendar.published, default=2000) + 1, 1, 1, tzinfo=SHANGHAI)
    for found in waiting.exclude(rule=None).filter(due_at__lt=known_until).order_by("due_at", "pk")[:1000]:
        assert found.rule is not None
        due = calendar.add(found.started_at, found.rule.amount, Unit(found.rule.measure))
        if due.provisional and due.at == found.due_at:
            continue
        with transaction.atomic():
            order = WorkOrder.objects.select_for_update().get(pk=found.order_id)
            deadline = Deadline.objects.select_related("rule").get(pk=found.pk)
            if deadline.state != Deadline.State.RUNNING or deadline.done_at:
                continue
            before, deadline.due_at, deadline.provisional = deadline.due_at, due.at, due.provisional
            set_marks(deadline)
            deadline.save()
            order.next_due = next_due(order.deadlines.all())
            order.save(update_fields=["next_due"])
            if before != deadline.due_at:
                now = timezone.now()
                Step.objects.create(
                    order=order,
                    verb="recompute",
                    from_state=order.state,
                    to_state=order.state,
                    actor=Person.objects.system(),
                    occurred_at=now,
                    recorded_at=now,
                    data={
                        "clock": deadline.clock,
                        "was": before.isoformat(),
                        "is": deadline.due_at.isoformat(),
                        "promises": [said(deadline)],
                    },
                )
            changed += 1
    return changed


def purge_recordings() -> int:
    """B4.5: recordings are kept as long as the order's profile says (at least three months), then purged by rule."""
    now = timezone.now()
    purged = 0
    old = Attachment.objects.filter(kind=Attachment.Kind.RECORDING, purged_at__isnull=True).select_related(
        "order", "order__profile"
    )
    kept = ExpressionWrapper(F("order__profile__recording_days") * timedelta(days=1), DurationField())
    for file in old.filter(uploaded_at__lt=now - kept).order_by("pk")[:500]:
        with transaction.atomic():
            order = WorkOrder.objects.select_for_update().get(pk=file.order_id)
            Step.objects.create(
                order=order,
                verb="purge",
                from_state=order.state,
                to_state=order.state,
                actor=Person.objects.system(),
                occurred_at=now,
                recorded_at=now,
                data={"file": file.name, "sha256": file.sha256, "days": order.profile.recording_days},
            )
            Attachment.objects.filter(pk=file.pk).update(purged_at=now)
            transaction.on_commit(lambda file=file: file.file.delete(save=False))  # type: ignore[misc]
        purged += 1
    if purged:
        log.info("recordings.purged", count=purged)
    return purged
