"""Customers who could call: for the simulator."""

from __future__ import annotations

from customers.models import Phone, Premises


def some_callers(count: int) -> list[tuple[str, str, str, str]]:
    """Number, name, address and line of so many customers, spread over the whole district; the same ones each time."""
    premises = Premises.objects.order_by("pk")
    step = max(1, premises.count() // count)
    rows = premises.values_list("customer_id", "customer__name", "address", "transformer__feeder__name")[::step]
    numbers = dict(Phone.objects.order_by("-pk").values_list("customer_id", "number"))
    return [(numbers[pk], name, address, feeder) for pk, name, address, feeder in rows[:count] if pk in numbers]
