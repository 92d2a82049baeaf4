"""What is open beside a case's state, asked for once however many verbs and sections want to know."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from complaints.models import Appeal, CaseDetail, ContactAttempt, Extension, Relay, Reporter
from complaints.selectors.limits import PROLONGED
from workorders.models import Deadline, WorkOrder

OF_ORDER = {"order": OuterRef("pk")}
ASKED: dict[str, QuerySet] = {
    "contacts": ContactAttempt.objects.filter(**OF_ORDER),
    "relays": Relay.objects.filter(**OF_ORDER),
    "extensions": Extension.objects.filter(**OF_ORDER),
    "appeals": Appeal.objects.filter(**OF_ORDER),
    "relay_waits": Relay.objects.filter(**OF_ORDER, answered_at=None),
    "extension_waits": Extension.objects.filter(**OF_ORDER, decided_at=None),
    "appeal_waits": Appeal.objects.filter(**OF_ORDER, decided_at=None),
    "appealed": CaseDetail.objects.filter(**OF_ORDER, appealed=True),
    "kept_apart": Reporter.objects.filter(**OF_ORDER),
}


@dataclass(frozen=True)
class Standing:
    """The first four: whether there are any at all. ``kept_apart``: who reported is closed away. ``prolongable``: a clock
    an extension would move still runs."""

    contacts: bool
    relays: bool
    extensions: bool
    appeals: bool
    relay_waits: bool
    extension_waits: bool
    appeal_waits: bool
    appealed: bool
    kept_apart: bool
    prolongable: bool


def standing(order: WorkOrder) -> Standing:
    """As it was when first asked of this instance: for showing it. Who changes something looks at the rows."""
    known: Standing | None = order.__dict__.get("_standing")
    if known is None:
        running = Deadline.objects.filter(
            **OF_ORDER, clock__in=PROLONGED, state=Deadline.State.RUNNING, due_at__gt=timezone.now()
        )
        asked = {f"found_{name}": Exists(rows) for name, rows in {**ASKED, "prolongable": running}.items()}
        found = WorkOrder.objects.filter(pk=order.pk).annotate(**asked).values(*asked).get()
        known = Standing(**{name.removeprefix("found_"): there for name, there in found.items()})
        order.__dict__["_standing"] = known
    return known
