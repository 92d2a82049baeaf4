"""What happened to an order since somebody looked."""

from typing import Any

from workorders.models import WorkOrder
from workorders.registry import registry


def changes_since(order: WorkOrder, version: int) -> list[dict[str, Any]]:
    """The steps after the order's ``version``, newest last: who did what when, and what they entered.

    Each act that moves the version writes its step last, so the number of such steps tells them apart.
    """
    labels = registry[order.kind].by_name
    steps = list(
        order.steps.exclude(verb__in=["accept", "warn", "breach"])
        .select_related("actor")
        .order_by("-seq")[: max(order.version - version, 1)]
    )
    return [
        {
            "verb": step.verb,
            "label": labels[step.verb].label if step.verb in labels else step.verb,
            "by": step.actor.name,
            "at": step.recorded_at.isoformat(),
            "data": step.data,
        }
        for step in reversed(steps)
    ]
