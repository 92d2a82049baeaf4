"""Which of a case's clocks an extension moves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from workorders.models import Deadline, WorkOrder

ONE_AT_A_TIME = "审批以前不能再申请延期"
ASKED_ALREADY = f"已经申请过延期，还在等待审批，{ONE_AT_A_TIME}"
NOTHING_RUNS = "没有还在计时的回复时限，不能再申请延期"
PROLONGED = ("replied_by", "answered_by")


def prolongable(deadlines: Iterable[Deadline], now: datetime) -> list[Deadline]:
    """Those still running whose time is not up yet."""
    running = Deadline.State.RUNNING
    return [each for each in deadlines if each.clock in PROLONGED and each.state == running and each.due_at > now]


def prolongable_of(order: WorkOrder, now: datetime) -> list[Deadline]:
    """``prolongable`` of ``order``, the one an extension has to go beyond last."""
    return sorted(prolongable(order.deadlines.all(), now), key=lambda each: each.due_at)
