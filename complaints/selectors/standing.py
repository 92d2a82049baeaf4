"""What is open beside a case's state, asked for once however many verbs and sections want to know."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from complaints.models import Appeal, CaseDetail, ContactAttempt, Extension, Relay, Reporter
from workorders.models import WorkOrder

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
    """The first four: whether there are any at all. ``kept_apart``: who reported is closed away."""

    contacts: bool
    relays: bool
    extensions: bool
    appeals: bool
    relay_waits: bool
    extension_waits: bool
    appeal_waits: bool
    appealed: bool
    kept_apart: bool


def standing(order: WorkOrder) -> Standing:
    """As it was when first asked of this instance: for showing it. Who changes something looks at the rows."""
    known: Standing | None = order.__dict__.get("_standing")
    if known is None:
        asked = {f"found_{name}": Exists(rows) for name, rows in ASKED.items()}
        found = WorkOrder.objects.filter(pk=order.pk).annotate(**asked).values(*asked).get()
        known = order.__dict__["_standing"] = Standing(**{name: found[f"found_{name}"] for name in ASKED})
    return known
