"""表扬: to the unit that earned it, known there, done. Nobody asks anything of the customer."""

from __future__ import annotations

from workorders.acts import Act
from workorders.models import Message


def dispatch(act: Act) -> None:
    act.detail.dispatched_to = act.order.unit = act.data["unit"]
    act.detail.dispatched_at = act.at
    act.tell(Message.Circle.LEAD, "praise.dispatched", f"客户表扬 {act.order.number}，请知悉并转达")


def acknowledge(act: Act) -> None:
    act.detail.acknowledged_at = act.at
    act.detail.passed_on = act.data["passed_on"]
