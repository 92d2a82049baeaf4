"""The orders behind a figure: narrowings that reports and overviews link to, each with its words for the queue's chip.

A figure is counted with the same conditions as stand here, so that it equals the length of the list it opens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from workorders.models import Attempt, CallBack, Deadline, Return, WorkOrder
from workorders.periods import Period
from workorders.registry import registry
from workorders.selectors.orders import LIVE
from workorders.selectors.return_codes import words_at

State = Deadline.State
Behind = tuple[tuple[str, str], ...]  # (narrowing, value) as links carry them
OUTCOMES = {"judged": "应完成", "met": "按时", "late": "未按时"}
CALLED = {
    "closed": "回访结束",
    "reached": "回访成功",
    "solved": "回访归档",
    "returned": "回访退回",
    "failed": "回访失败",
    "rated": "有评价",
    "satisfied": "满意",
    "dissatisfied": "一般或不满意",
}
RATINGS = {str(value): str(label) for value, label in Attempt.Satisfaction.choices}


def late(now: datetime) -> Q:
    """Of a deadline: the deed was late, or is due and still to be done. Whether it was announced is another matter."""
    owed = Q(done_at__isnull=True, due_at__lte=now, state__in=[State.RUNNING, State.BREACHED, State.STUCK])
    return owed | (Q(done_at__gt=F("due_at")) & ~Q(state=State.CANCELLED))


def kept(now: datetime) -> Q:
    """Of a deadline: the deed was done in time."""
    return Q(done_at__lte=F("due_at")) & ~Q(state=State.CANCELLED)


def rated(*levels: int) -> Q:
    """Of a round: what the customer said it was worth."""
    reached = Q(attempts__outcome=Attempt.Outcome.REACHED)
    return reached & (Q(attempts__satisfaction__in=levels) if levels else Q(attempts__satisfaction__isnull=False))


def result(what: str) -> Q:
    """Of a closed round: ``what`` came of it, by the names of ``CALLED`` and the levels of satisfaction."""
    closed = CallBack.State
    conditions = {
        "closed": Q(state__in=[closed.REACHED, closed.RETURNED, closed.FAILED]),
        "reached": Q(state__in=[closed.REACHED, closed.RETURNED]),
        "solved": Q(state=closed.REACHED),
        "returned": Q(state=closed.RETURNED),
        "failed": Q(state=closed.FAILED),
        "rated": rated(),
        "satisfied": rated(1, 2),
        "dissatisfied": rated(3, 4, 5),
    }
    return conditions[what] if what in conditions else rated(int(what))


def last_rounds(period: Period) -> QuerySet[CallBack]:
    """Of each order called back in ``period`` the round closed last: an order counts once, however often it came back."""
    closed = CallBack.objects.filter(result("closed"), closed_at__gte=period.begin, closed_at__lt=period.end)
    return closed.order_by("order_id", "-round").distinct("order_id")


@dataclass(frozen=True)
class Narrowing:
    """``read`` gives None for what no link of ours carries; then nothing is narrowed."""

    read: Callable[[str], Any]
    narrow: Callable[[QuerySet[WorkOrder], Any], QuerySet[WorkOrder]]
    words: Callable[[Any], str]


def _in(orders: QuerySet[WorkOrder], period: Period, column: str) -> QuerySet[WorkOrder]:
    return orders.filter(**{f"{column}__gte": period.begin, f"{column}__lt": period.end})


def _breached(orders: QuerySet[WorkOrder], period: Period) -> QuerySet[WorkOrder]:
    of = Deadline.objects.filter(breached_at__gte=period.begin, breached_at__lt=period.end)
    return orders.filter(pk__in=of.values("order_id"))


def sent_back_in(period: Period, levels: tuple[str, ...] = ()) -> QuerySet[Return]:
    """The returns of these days, at these levels; of every level when none is named."""
    found = Return.objects.filter(at__gte=period.begin, at__lt=period.end)
    return found.filter(level__in=levels) if levels else found


def _returned(orders: QuerySet[WorkOrder], asked: tuple[Period, tuple[str, ...]]) -> QuerySet[WorkOrder]:
    return orders.filter(pk__in=sent_back_in(*asked).values("order_id"))


def _read_returned(text: str) -> tuple[Period, tuple[str, ...]] | None:
    days, at, rest = text.partition("@")
    period, levels = Period.read(days), _read_levels(rest) if at else ()
    return None if period is None or levels is None else (period, levels)


def _returned_words(asked: tuple[Period, tuple[str, ...]]) -> str:
    period, levels = asked
    return f"{period.words(timezone.localdate())}{_level_words(levels) or '退单'}"


def _in_hand_after(orders: QuerySet[WorkOrder], day: Period) -> QuerySet[WorkOrder]:
    """Accepted by the end of ``day`` and not archived by then. What was called off (作废) since is business no more."""
    then = Q(phase__in=LIVE) | Q(archived_at__gte=day.end)
    return orders.filter(then, accepted_at__lt=day.end)


def _read_day(text: str) -> Period | None:
    period = Period.read(text)
    return period if period is not None and str(period) == f"{period.first}" else None


def _ever_returned(orders: QuerySet[WorkOrder], ever: str) -> QuerySet[WorkOrder]:
    back = Exists(Return.objects.filter(order=OuterRef("pk")))
    return orders.filter(back) if ever == "1" else orders.filter(~back)


def returned_at(levels: tuple[str, ...]) -> QuerySet[Return]:
    """Of one order: its returns at these levels."""
    return Return.objects.filter(order=OuterRef("pk"), level__in=levels)


def _read_levels(text: str) -> tuple[str, ...] | None:
    levels = tuple(text.split(","))
    return levels if set(levels) <= set(Return.Level.values) else None


def _level_words(levels: tuple[str, ...]) -> str:
    return "或".join(str(Return.Level(level).label) for level in levels)


def _read_code(text: str) -> tuple[str, tuple[str, ...]] | None:
    code, _, at = text.partition("@")
    levels = _read_levels(at)
    return (code, levels) if levels is not None and code in words_at(levels) else None


def _returned_for(orders: QuerySet[WorkOrder], asked: tuple[str, tuple[str, ...]]) -> QuerySet[WorkOrder]:
    code, levels = asked
    return orders.filter(Exists(returned_at(levels).filter(codes__contains=[code])))


def _returned_again(orders: QuerySet[WorkOrder], levels: tuple[str, ...]) -> QuerySet[WorkOrder]:
    often = returned_at(levels).order_by().values("order").annotate(n=Count("pk")).filter(n__gt=1)
    return orders.filter(Exists(often))


def _due(orders: QuerySet[WorkOrder], minutes: int) -> QuerySet[WorkOrder]:
    now = timezone.now()
    if minutes == 0:
        return orders.filter(next_due__lte=now)
    return orders.filter(next_due__gt=now, next_due__lte=now + timedelta(minutes=minutes))


def _read_due(text: str) -> int | None:
    if text == "late":
        return 0
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 5 and int(text) else None


def _timely(orders: QuerySet[WorkOrder], asked: tuple[str, str, str]) -> QuerySet[WorkOrder]:
    kind, clock, outcome = asked
    now = timezone.now()
    of = Deadline.objects.filter(order=OuterRef("pk"), clock=clock)
    orders = orders.filter(kind=kind)
    if outcome == "late":
        return orders.filter(Exists(of.filter(late(now))))
    orders = orders.filter(Exists(of.filter(kept(now) | late(now))))
    return orders.exclude(Exists(of.filter(late(now)))) if outcome == "met" else orders


def _read_timely(text: str) -> tuple[str, str, str] | None:
    kind, _, rest = text.partition(".")
    clock, _, outcome = rest.partition(".")
    business = registry.get(kind)
    known = business is not None and clock in business.clock_labels and outcome in OUTCOMES
    return (kind, clock, outcome) if known else None


def _called(orders: QuerySet[WorkOrder], asked: tuple[str, Period]) -> QuerySet[WorkOrder]:
    what, period = asked
    rounds = CallBack.objects.filter(result(what), pk__in=last_rounds(period).values("pk"))
    return orders.filter(pk__in=rounds.values("order_id"))


def _read_called(text: str) -> tuple[str, Period] | None:
    what, _, days = text.partition("@")
    period = Period.read(days)
    return (what, period) if period is not None and (what in CALLED or what in RATINGS) else None


def _words(suffix: str) -> Callable[[Period], str]:
    return lambda period: f"{period.words(timezone.localdate())}{suffix}"


NARROWINGS: Mapping[str, Narrowing] = {
    "accepted": Narrowing(Period.read, lambda orders, period: _in(orders, period, "accepted_at"), _words("受理")),
    "archived": Narrowing(Period.read, lambda orders, period: _in(orders, period, "archived_at"), _words("归档")),
    "assessed": Narrowing(
        Period.read,
        lambda orders, period: _in(orders.filter(counted=True), period, "archived_at"),
        _words("归档，计入统计"),
    ),
    "breached_in": Narrowing(Period.read, _breached, _words("发生超时")),
    "in_hand_after": Narrowing(_read_day, _in_hand_after, _words("末在途")),
    "returned_in": Narrowing(_read_returned, _returned, _returned_words),
    "returned": Narrowing(
        lambda text: text if text in ("1", "no") else None,
        _ever_returned,
        lambda ever: "有退单" if ever == "1" else "无退单",
    ),
    "returned_at": Narrowing(
        _read_levels,
        lambda orders, levels: orders.filter(Exists(returned_at(levels))),
        lambda levels: f"有{_level_words(levels)}",
    ),
    "returned_again": Narrowing(_read_levels, _returned_again, lambda levels: f"{_level_words(levels)}两次以上"),
    "return_code": Narrowing(
        _read_code, _returned_for, lambda asked: f"{_level_words(asked[1])}原因：{words_at(asked[1])[asked[0]]}"
    ),
    "held_by": Narrowing(
        lambda text: int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None,
        lambda orders, unit: orders.filter(unit_id=unit),
        lambda unit: "只看本级，不含下级",
    ),
    "due": Narrowing(_read_due, _due, lambda minutes: f"{minutes} 分钟内到期" if minutes else "已超时未办"),
    "timely": Narrowing(
        _read_timely,
        _timely,
        lambda asked: f"{registry.clock_name(registry[asked[0]], asked[1])}：{OUTCOMES[asked[2]]}",
    ),
    "called": Narrowing(
        _read_called,
        _called,
        lambda asked: f"{asked[1].words(timezone.localdate())}{CALLED.get(asked[0]) or RATINGS[asked[0]]}",
    ),
}


def read_behind(asked: Mapping[str, Any]) -> Behind:
    """What of a page's query narrows by more than the chips do; anything unknown is dropped."""
    found = []
    for name, narrowing in NARROWINGS.items():
        text = str(asked.get(name, ""))[:60]
        if text and narrowing.read(text) is not None:
            found.append((name, text))
    return tuple(found)


def narrowed(orders: QuerySet[WorkOrder], behind: Behind) -> QuerySet[WorkOrder]:
    """``orders`` cut to those behind the figure."""
    for name, text in behind:
        orders = NARROWINGS[name].narrow(orders, NARROWINGS[name].read(text))
    return orders


def in_words(behind: Behind) -> list[tuple[str, str, str]]:
    """Each narrowing as (name, value, words), for the chips."""
    return [(name, text, NARROWINGS[name].words(NARROWINGS[name].read(text))) for name, text in behind]
