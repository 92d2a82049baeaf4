"""What happened to an order since somebody looked."""

from typing import Any

from accounts.models import Person
from workorders.models import WorkOrder
from workorders.registry import registry
from workorders.selectors.masking import needs_contact, step_data


def changes_since(order: WorkOrder, version: int, actor: Person) -> list[dict[str, Any]]:
    """The steps after the order's ``version`` (the last twenty at most), newest last: who did what when, and what
    they entered as far as ``actor`` may see it.

    Each act that moves the version writes its step last, so the number of such steps tells them apart.
    """
    labels = registry[order.kind].by_name
    steps = list(
        order.steps.exclude(verb__in=["accept", "warn", "breach"])
        .select_related("actor")
        .order_by("-seq")[: min(max(order.version - version, 1), 20)]
    )
    open_ = needs_contact(actor, order)
    return [
        {
            "verb": step.verb,
            "label": labels[step.verb].label if step.verb in labels else step.verb,
            "by": step.actor.name,
            "at": step.recorded_at.isoformat(),
            "data": step_data(step.data, open_),
        }
        for step in reversed(steps)
    ]
