"""The system dispatches what nobody did: an agent's browser may die, a lamp stays out all the same."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from workorders.errors import GateError
from workorders.models import Deadline
from workorders.services import perform

log = structlog.get_logger()


def dispatch_waiting(limit: int = 100) -> int:
    """Dispatch faults whose dispatch clock has given its last warning, where the address resolves, nothing is known
    that would explain the outage, and no call is on the line. Returns how many. (派单: 座席，或地址可定位时由系统)"""
    now = timezone.now()
    waiting = Deadline.objects.filter(
        Q(order__call=None) | Q(order__call__ended_at__isnull=False),
        fire_at__lte=now + timedelta(minutes=1),
        clock="dispatched_by",
        state=Deadline.State.RUNNING,
        level__gte=2,
        order__kind="repair",
        order__state="accepted",
        order__premises__isnull=False,
        order__repair__hints=[],
    )
    system = Person.objects.system()
    done = 0
    for order_id in list(waiting.order_by("fire_at").values_list("order_id", flat=True)[:limit]):
        try:
            perform(order_id, "dispatch", system, {})
            done += 1
        except GateError as refused:  # somebody was faster, or the address has no desk: the agent's clock runs on
            log.info("dispatch.unattended_refused", order=order_id, code=refused.code)
    return done
