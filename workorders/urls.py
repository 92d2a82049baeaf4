"""Pages of the core. ``/metrics`` and ``/healthz`` are for machines."""

from django.urls import path, register_converter
from prometheus_client import REGISTRY

from workorders.metrics import House
from workorders.views import (
    bulk,
    callbacks,
    drafts,
    exports,
    files,
    health,
    inbox,
    intake,
    order,
    presence,
    printing,
    queue,
    saved_views,
)


class Number:
    """An order's number: 16 digits."""

    regex = "[0-9]{16}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(Number, "number")
REGISTRY.register(House())

app_name = "workorders"
urlpatterns = [
    path("", queue.home, name="home"),
    path("orders/", queue.queue, name="queue"),
    path("orders/export/", exports.export, name="export"),
    path("orders/units/", queue.units, name="units"),
    path("orders/views/", saved_views.saved_views, name="saved_views"),
    path("orders/bulk/", bulk.bulk, name="bulk"),
    path("orders/bulk/<uuid:run_id>/", bulk.bulk_run, name="bulk_run"),
    path("orders/new/<slug:kind>/", intake.new, name="new"),
    path("orders/<number:number>/", order.order_page, name="order"),
    path("orders/<number:number>/print/", printing.sheet, name="print"),
    path("orders/<number:number>/changes/", presence.changes, name="changes"),
    path("orders/<number:number>/presence/", presence.presence, name="presence"),
    path("orders/<number:number>/<str:verb>/", order.verb_page, name="verb"),
    path("search/", queue.search, name="search"),
    path("callbacks/", callbacks.callbacks, name="callbacks"),
    path("callbacks/<number:number>/", callbacks.record, name="callback_record"),
    path("callbacks/<number:number>/hold/", callbacks.hold, name="callback_hold"),
    path("callbacks/<number:number>/look/", callbacks.look, name="callback_look"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/unread/", inbox.unread, name="unread"),
    path("inbox/read/", inbox.inbox_read, name="inbox_read"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("files/<int:file_id>/", files.file, name="file"),
    path("healthz", health.healthz, name="healthz"),
    path("metrics", health.metrics, name="metrics"),
]
