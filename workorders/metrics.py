"""Figures for Prometheus beside those of django-prometheus; read when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import DatabaseError
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from workorders.selectors.health import live_orders, oldest_unfired, pending_messages


class House(Collector):
    """The clocks' lateness, what waits in the outbox, and the orders in hand."""

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing is asked of the database at registration."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        late = GaugeMetricFamily("zhangdeng_oldest_unfired_seconds", "Lateness of the most overdue announcement")
        waiting = GaugeMetricFamily("zhangdeng_pending_messages", "Messages not yet laid out to people")
        orders = GaugeMetricFamily("zhangdeng_live_orders", "Orders in hand", labels=["kind", "state"])
        try:
            late.add_metric([], oldest_unfired())
            waiting.add_metric([], pending_messages())
            for kind, state, count in live_orders():
                orders.add_metric([kind, state], count)
        except DatabaseError:
            return
        yield from (late, waiting, orders)
