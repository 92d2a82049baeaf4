"""One verb for many orders: which orders, which verbs all of them allow, and what became of a run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django import forms
from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Person
from schema.ready import Ready
from workorders.models import BulkItem, BulkRun, WorkOrder
from workorders.policies import may
from workorders.registry import Verb, registry
from workorders.selectors.orders import visible_to

MOST = 200  # orders in one run
FRESH = timedelta(hours=12)  # how long the queue reminds of a run whose end nobody has looked at
UNSEEN = Ready(
    lambda person, since: BulkRun.objects.filter(person=person, seen_at=None, started_at__gt=since).order_by(
        "-started_at"
    )[:1]
)


@dataclass(frozen=True)
class Picked:
    """An order somebody ticked, and the version their list showed."""

    order: WorkOrder
    version: int | None


def picked(actor: Person, values: Iterable[str]) -> list[Picked]:
    """The orders behind ticked boxes ("number.version") that ``actor`` may see, each once, in that order."""
    wanted: dict[str, int | None] = {}
    for value in values:
        number, _, version = value.partition(".")
        if number.isascii() and number.isdigit() and len(number) == 16:
            known = version.isascii() and version.isdigit() and len(version) < 10
            wanted[number] = int(version) if known else None
    found = {order.number: order for order in visible_to(actor).filter(number__in=wanted).select_related("unit")}
    return [Picked(found[number], version) for number, version in wanted.items() if number in found]


def verbs_for_all(actor: Person, orders: list[WorkOrder]) -> list[Verb]:
    """The verbs ``actor`` may use on every one of ``orders`` now, with the same form, in the order of declaration."""
    if not orders:
        return []
    kinds = {order.kind for order in orders}
    first, *others = (registry[kind] for kind in kinds)
    verbs = [
        verb
        for verb in first.verbs
        if for_many(verb) and all(_same(verb, other.by_name.get(verb.name)) for other in others)
    ]
    return [verb for verb in verbs if all(_allows(actor, order, verb) for order in orders)]


def for_many(verb: Verb) -> bool:
    """A verb whose form is about one customer, or brings a file, is done order by order."""
    return not verb.single and not any(isinstance(field, forms.FileField) for field in verb.form.base_fields.values())


def _same(verb: Verb, other: Verb | None) -> bool:
    return other is not None and other.form is verb.form and other.label == verb.label


def _allows(actor: Person, order: WorkOrder, verb: Verb) -> bool:
    business = registry[order.kind]
    own = business.by_name[verb.name]
    return (
        order.state in business.sources(own)
        and may(actor, order, own)
        and (own.offered is None or own.offered(order, actor))
    )


@dataclass
class Progress:
    """How far a run is. ``label``: its verb."""

    run: BulkRun
    label: str
    total: int
    done: int
    refused: list[BulkItem]

    @property
    def handled(self) -> int:
        return self.done + len(self.refused)

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What was filled in, to be sent again."""
        return [
            (name, part)
            for name, value in self.run.data.items()
            for part in (value if isinstance(value, list) else [value])
        ]

    @property
    def ended(self) -> bool:
        return self.run.ended_at is not None


def run_of(actor: Person, run_id: UUID) -> BulkRun | None:
    return BulkRun.objects.filter(person=actor, pk=run_id).first()


def progress_of(run: BulkRun) -> Progress:
    counts = run.items.aggregate(total=Count("pk"), done=Count("pk", filter=Q(outcome=BulkItem.Outcome.DONE)))
    refused = run.items.filter(outcome=BulkItem.Outcome.REFUSED).select_related("order__unit").order_by("place")
    label = registry[run.kind].by_name[run.verb].label
    return Progress(run, label, counts["total"], counts["done"], list(refused))


def unseen_run(actor: Person) -> BulkRun | None:
    """The newest run ``actor`` left before its end was shown."""
    return UNSEEN.one(actor.pk, timezone.now() - FRESH)
