"""What a crew has in hand, with all its phone shows of it. The same few queries for however many orders."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import Person, Role
from accounts.selectors import subtree_ids
from repair.models import Repair, RepairDetail
from workorders.models import Attachment, Deadline, Step, SupportTask, WorkOrder
from workorders.registry import registry
from workorders.selectors.orders import visible_to
from workorders.selectors.timeline import Told, told

S = Repair.States
IN_HAND = (S.ASSIGNED, S.EN_ROUTE, S.ON_SITE, S.RESTORED)
ANSWERED = (S.REPLIED, S.ARCHIVED)
OWED = ("running", "paused", "breached", "stuck")
LIMIT = 60  # more than a crew can have in hand; beyond it the phone shows the most urgent


@dataclass
class SiteOrder:
    """An order in a crew's hands. ``told``: what happened to it, newest first; ``done``: what may be repeated in the
    present state and was done in it."""

    order: WorkOrder
    detail: RepairDetail
    clocks: list[Deadline]
    steps: list[Step]
    told: list[Told]
    files: list[Attachment]
    support: list[SupportTask]
    children: int
    done: set[str] = field(default_factory=set)

    @property
    def owed(self) -> list[Deadline]:
        return [clock for clock in self.clocks if clock.done_at is None and clock.state in OWED]

    @property
    def owes_paperwork(self) -> bool:
        return any(clock.clock == "paperwork_by" and clock.state != "paused" for clock in self.owed)


def _crews(actor: Person) -> list[int]:
    return subtree_ids(actor.access.paths(Role.CREW))


def in_hand(actor: Person, number: str = "") -> list[SiteOrder]:
    """The orders ``actor``'s crew has to do, by clock; those answered whose paperwork is still to be handed over
    come with them. ``number``: that order alone."""
    paperwork = Deadline.objects.filter(
        order=OuterRef("pk"), clock="paperwork_by", done_at__isnull=True, state__in=["running", "breached"]
    )
    mine = visible_to(actor).filter(Q(state__in=IN_HAND) | Exists(paperwork), kind="repair", unit_id__in=_crews(actor))
    if number:
        mine = mine.filter(number=number)
    ids = list(mine.order_by("next_due", "pk").values_list("pk", flat=True)[:LIMIT])
    return [_as_seen(order) for order in _with_everything(ids)]


def _with_everything(ids: list[int]) -> list[Repair]:
    found = (
        Repair.objects.filter(pk__in=ids)
        .select_related(
            "unit",
            "repair__crew",
            "repair__dispatched_to",
            "first_agent",
            "centre",
            "premises__transformer__feeder__substation",
        )
        .annotate(merged=Count("children", filter=Q(children__state=S.MERGED)))
        .prefetch_related(
            Prefetch("deadlines", Deadline.objects.order_by("due_at", "pk")),
            Prefetch("steps", Step.objects.select_related("actor").order_by("seq")),
            Prefetch("attachments", Attachment.objects.select_related("uploaded_by").order_by("pk")),
            Prefetch("support_tasks", SupportTask.objects.select_related("unit").order_by("asked_at")),
        )
    )
    by_id = {order.pk: order for order in found}
    return [by_id[pk] for pk in ids if pk in by_id]


def _as_seen(order: Repair) -> SiteOrder:
    steps = list(order.steps.all())
    seen = SiteOrder(
        order,
        order.repair,
        list(order.deadlines.all()),
        steps,
        told(order, steps),
        list(order.attachments.all()),
        list(order.support_tasks.all()),
        order.merged,  # type: ignore[attr-defined]  # annotated
    )
    for step in steps:
        seen.done = seen.done | {step.verb} if step.from_state == step.to_state else set()
    return seen


def late_from(seen: SiteOrder, now: datetime) -> dict[str, datetime]:
    """For each verb that must come with a reason when a clock was missed: from when on (B4.5)."""
    found: dict[str, datetime] = defaultdict(lambda: datetime.max.replace(tzinfo=now.tzinfo))
    for verb in registry["repair"].verbs:
        for clock in seen.clocks:
            if clock.late_cause:
                continue
            breached = clock.state == Deadline.State.BREACHED
            ended_here = clock.clock in verb.meets and clock in seen.owed
            if ended_here or (breached and verb.settles):
                found[verb.name] = min(found[verb.name], clock.due_at)
    return dict(found)


def answered_today(actor: Person) -> QuerySet[WorkOrder]:
    """What ``actor``'s crew has answered since midnight, newest first."""
    midnight = datetime.combine(timezone.localdate(), time(), timezone.get_current_timezone())
    mine = visible_to(actor).filter(kind="repair", state__in=ANSWERED, unit_id__in=_crews(actor))
    return mine.filter(repair__replied_at__gte=midnight).select_related("repair").order_by("-repair__replied_at")[:30]
