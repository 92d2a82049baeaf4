"""Call-backs to be made: those open now, and when the others open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Case, Count, DateTimeField, F, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.models import Person
from workorders.calendar import SHANGHAI
from workorders.clocks.book import book
from workorders.models import Attempt, CallBack, RuleProfile, WorkOrder
from workorders.registry import registry
from workorders.selectors.marks import read_mark, write_mark
from workorders.selectors.orders import visible_to

PAGE = 30
LATER = 30
CAP = 1000  # later ones are counted no further


@dataclass(frozen=True)
class CallBacks:
    """``due`` may be called now, the first to fall due first; ``later`` opens by itself, ``waiting`` of them in all
    (one beyond ``CAP`` when there are more). ``after`` continues ``due``. Each has ``callable_at``."""

    due: list[CallBack]
    later: list[CallBack]
    waiting: int
    after: str


def calls_back(actor: Person) -> bool:
    """Whether some type's call-backs are ``actor``'s to make."""
    verbs = (kind.by_name.get("call_back") for kind in registry if kind.callback)
    return any(verb is not None and actor.access.has(*verb.roles) for verb in verbs)


def callbacks_for(actor: Person, after: str = "") -> CallBacks:
    """The open rounds of the orders ``actor`` may see."""
    now = timezone.now()
    open_ = _open(actor)
    rows = list(_by_clock(_beyond(open_.filter(callable_at__lte=now), after))[: PAGE + 1])
    closed = open_.none() if after else open_.filter(callable_at__gt=now)
    later = list(_by_clock(closed, "callable_at")[:LATER])
    waiting = len(later) if len(later) < LATER else closed.order_by().values("pk")[: CAP + 1].count()
    due = rows[:PAGE]
    more = write_mark(due[-1].order.next_due, due[-1].order_id) if len(rows) > PAGE else ""
    return CallBacks(due, later, waiting, more)


def open_round_of(actor: Person, number: str) -> CallBack | None:
    """The round that waits on the order with this number, if ``actor`` may see it."""
    return _open(actor).filter(order__number=number).first() if number.isascii() and number.isdigit() else None


def following(actor: Person, order: WorkOrder, taken: set[int]) -> CallBack | None:
    """What to call about after ``order`` as it stood: the next by clock, from the start again behind the last;
    without those of ``taken``."""
    waiting = _open(actor).filter(callable_at__lte=timezone.now()).exclude(order_id__in={order.pk, *taken})
    onwards = _by_clock(_beyond(waiting, write_mark(order.next_due, order.pk))).first()
    return onwards or _by_clock(waiting).first()


def made_today(actor: Person) -> dict[str, int]:
    """How many attempts ``actor`` made today, and how many customers answered."""
    midnight = datetime.combine(timezone.localdate(), time(), SHANGHAI)
    today = Attempt.objects.filter(agent=actor, at__gte=midnight)
    return today.aggregate(made=Count("pk"), reached=Count("pk", filter=Q(outcome=Attempt.Outcome.REACHED)))


def calling_hours(order: WorkOrder) -> list[tuple[time, time]]:
    return _windows(order.profile)


def closed_until(order: WorkOrder) -> datetime | None:
    """When people may be called again about ``order``; None while they may."""
    return opening(calling_hours(order))


def opening(hours: list[tuple[time, time]]) -> datetime | None:
    """When ``hours`` begin; None inside them."""
    now = timezone.now()
    opens = book().calendar.next_open(now, hours)
    return opens if opens > now else None


def hours_of(actor: Person) -> list[tuple[time, time]]:
    """When orders accepted now where ``actor`` calls back may be called about."""
    roles = {role for kind in registry if kind.callback for role in kind.by_name["call_back"].roles}
    path = next(grant.path for grant in actor.access.grants if grant.role in roles)
    return _windows(book().profile_at(path))


def next_try(order: WorkOrder) -> datetime:
    """When the next attempt would open if this one fails now."""
    return book().calendar.next_open(timezone.now() + order.profile.attempt_spacing, calling_hours(order))


def rounds_of(order: WorkOrder) -> list[dict[str, Any]]:
    """The rounds that are over and the tries of this one, newest first, answers in words."""
    plan = registry[order.kind].callback
    why = dict(plan.dissatisfied) if plan else {}
    rounds = order.callbacks.prefetch_related("attempts__agent").order_by("-round")
    return [
        {
            "round": each,
            "attempts": [
                {"attempt": attempt, "why": "、".join(why.get(code, code) for code in attempt.dissatisfied)}
                for attempt in sorted(each.attempts.all(), key=lambda attempt: -attempt.number)
            ],
        }
        for each in rounds
    ]


def _windows(profile: RuleProfile) -> list[tuple[time, time]]:
    return [(time.fromisoformat(start), time.fromisoformat(end)) for start, end in profile.calling_hours]


def _open(actor: Person) -> QuerySet[Any]:
    """The rounds that wait, each with ``callable_at``."""
    waiting: QuerySet[Any] = CallBack.objects.filter(
        state=CallBack.State.OPEN, order__in=visible_to(actor).filter(phase="waiting")
    )
    waiting = waiting.select_related("order__unit", "order__profile").prefetch_related("attempts__agent")
    return waiting.annotate(callable_at=_callable_at())


def _callable_at() -> Case:
    """When a round may be called about: once it has opened, and in the calling hours of its order's company."""
    closed = {profile.pk: opening(_windows(profile)) for profile in RuleProfile.objects.all()}
    hours = [
        When(order__profile=profile, opens_at__lt=until, then=Value(until))
        for profile, until in closed.items()
        if until is not None
    ]
    return Case(*hours, default=F("opens_at"), output_field=DateTimeField())


def _by_clock(rows: QuerySet[CallBack], *first: str) -> QuerySet[CallBack]:
    return rows.order_by(*first, F("order__next_due").asc(nulls_last=True), "order_id")


def _beyond(rows: QuerySet[CallBack], after: str) -> QuerySet[CallBack]:
    found = read_mark(after)
    if found is None:
        return rows
    due, pk = found
    if due is None:
        return rows.filter(order__next_due__isnull=True, order_id__gt=pk)
    later = Q(order__next_due__gt=due) | Q(order__next_due=due, order_id__gt=pk) | Q(order__next_due__isnull=True)
    return rows.filter(later)
