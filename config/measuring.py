"""What is counted of requests, and how finely."""

from __future__ import annotations

from typing import Any

from django_prometheus.middleware import PrometheusAfterMiddleware

TOGETHER = ("api_accept_", "api_order_")  # an address a type and verb: apart they would count reports of misconduct


class RequestsByView(PrometheusAfterMiddleware):
    """As django-prometheus has it, but what programs accept is one figure, and so is what they do."""

    def label_metric(self, metric: Any, request: Any, response: Any = None, **labels: Any) -> Any:
        view = str(labels.get("view", ""))
        together = next((f"{each}*" for each in TOGETHER if view.startswith(each)), view)
        return super().label_metric(metric, request, response, **({**labels, "view": together} if view else labels))
