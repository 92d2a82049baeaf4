"""Clocks as people see them: a chip for each promise, and how its due time came about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from schema.ready import Ready
from workorders.calendar import Due, Unit, explain
from workorders.clocks.book import book
from workorders.models import OWED, Deadline, WorkOrder
from workorders.registry import BusinessType, registry
from workorders.selectors.orders import Among, literal

State = Deadline.State
ICONS = {"ok": "clock", "warn": "alert-triangle", "late": "clock-exclamation", "paused": "player-pause", "met": "check"}
WORDS = {"ok": "剩", "warn": "临期", "late": "超时", "paused": "已暂停", "met": "按时"}


@dataclass(frozen=True)
class Chip:
    """``tone``: ok, warn, late, paused, met or off. ``counts``: it is still owed and runs."""

    deadline: Deadline
    label: str
    tone: str
    counts: bool
    warn_at: datetime | None
    text: str

    @property
    def icon(self) -> str:
        return ICONS.get(self.tone, "circle-dashed")

    @property
    def word(self) -> str:
        if self.deadline.done_at is not None and self.tone == "late":
            return "超时完成"
        return WORDS.get(self.tone) or self.deadline.get_state_display()


def owed(deadline: Deadline) -> bool:
    return deadline.done_at is None and deadline.state in OWED


def chip(business: BusinessType, deadline: Deadline, now: datetime) -> Chip:
    """``deadline`` at ``now``. Late is told from the timestamps; the sweep only announces it."""
    warn_at = next(iter(deadline.marks[: deadline.breach_mark - 1]), None)
    late = deadline.state == State.BREACHED or (deadline.done_at or now) > deadline.due_at
    if deadline.state == State.CANCELLED:
        tone = "off"
    elif deadline.state == State.PAUSED:
        tone = "paused"
    elif late:
        tone = "late"
    elif deadline.done_at is not None:
        tone = "met"
    else:
        tone = "warn" if warn_at is not None and now >= warn_at else "ok"
    counts = owed(deadline) and deadline.state != State.PAUSED
    label = business.clock_labels.get(deadline.clock, deadline.clock)
    return Chip(deadline, label, tone, counts, warn_at, lasting(abs(deadline.due_at - now)) if counts else "")


def lasting(span: timedelta) -> str:
    """02:13 · 3:02:13 · 2天03:10, the same as the page's script writes it."""
    seconds = int(span.total_seconds())
    days, rest = divmod(seconds, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    if days:
        return f"{days}天{hours:02}:{minutes:02}"
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


OWING = Ready(
    lambda orders: Deadline.objects.filter(Among(F("order_id"), orders), done_at__isnull=True, state__in=OWED).order_by(
        "due_at", "pk"
    )
)
ALL = Ready(lambda pk: Deadline.objects.filter(order_id=pk).order_by("pk"))
EXPLAINED = Ready(
    lambda pk: Deadline.objects.filter(order_id=pk).select_related("rule").prefetch_related("pauses__by").order_by("pk")
)


def chips_of(order: WorkOrder, explained: bool = True) -> list[Chip]:
    """All clocks of ``order``: what is owed first, by time; then what is done. ``explained``: with what ``explanation``
    reads."""
    now, business = timezone.now(), registry[order.kind]
    rows = EXPLAINED(order.pk) if explained else ALL(order.pk)
    found = [chip(business, deadline, now) for deadline in rows]
    return sorted(found, key=lambda each: (not owed(each.deadline), each.deadline.due_at, each.deadline.pk))


def owed_of(orders: Iterable[WorkOrder]) -> dict[int, list[Chip]]:
    """The owed clocks of each of ``orders`` by its id, soonest first. One query."""
    now = timezone.now()
    kinds = {order.pk: order.kind for order in orders}
    found: dict[int, list[Chip]] = {pk: [] for pk in kinds}
    for deadline in OWING(literal(kinds)):
        found[deadline.order_id].append(chip(registry[kinds[deadline.order_id]], deadline, now))
    return found


def explanation(each: Chip) -> list[str]:
    """How the due time came about, line by line: start and limit, days skipped, pauses, what became of it."""
    deadline, local = each.deadline, timezone.localtime
    lines = [_reckoning(each)]
    for pause in sorted(deadline.pauses.all(), key=lambda line: line.paused_at):
        until = f"至 {local(pause.resumed_at):%m-%d %H:%M:%S}" if pause.resumed_at else "至今"
        lines.append(f"暂停 {local(pause.paused_at):%m-%d %H:%M:%S} {until}：{pause.reason}（{pause.by.name}）")
    lines.append(f"到期 {local(deadline.due_at):%m-%d %H:%M:%S}{'（暂定）' if deadline.provisional else ''}")
    if deadline.breached_at:
        lines.append(f"{local(deadline.breached_at):%m-%d %H:%M:%S} 超时")
    if deadline.done_at:
        lines.append(f"{local(deadline.done_at):%m-%d %H:%M:%S} 完成")
    if deadline.late_cause:
        lines.append(f"超时原因：{deadline.get_late_cause_display()}，{deadline.late_text}")
    if deadline.note:
        lines.append(deadline.note)
    return lines


def _reckoning(each: Chip) -> str:
    deadline, rule = each.deadline, each.deadline.rule
    start = timezone.localtime(deadline.started_at)
    if rule is None:
        return f"{start:%m-%d %H:%M:%S} 起，按约定的时间到期"
    due = book().calendar.add(deadline.started_at, rule.amount, Unit(rule.measure))
    if deadline.provisional and not due.provisional:
        due = Due(due.at, True, due.skipped, due.makeup, due.unpublished)
    basis = f"（依据 {rule.basis}）" if rule.basis else ""
    return explain(due, deadline.started_at, rule.amount, Unit(rule.measure), each.label) + basis
