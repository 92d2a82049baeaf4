"""``/api/v1/orders/`` and what belongs to it; the verbs' addresses come from the registry."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from workorders.api import shapes
from workorders.api.callbacks import CallBacks
from workorders.api.files import Files
from workorders.api.messages import Messages, ReadMessages
from workorders.api.orders import Accept, Explanation, Order, Orders
from workorders.api.schema import ETAG, IDEMPOTENCY_KEY, IF_MATCH, REPLAYED, describe, refusals, request_of
from workorders.api.verbs import DoVerb
from workorders.registry import BusinessType, registry


class OrderNumber(StringConverter):
    """16 digits; anything else is no order and no address."""

    regex = "[0-9]{16}"


register_converter(OrderNumber, "order_number")


def accepting(business: BusinessType) -> type[Accept]:
    """The view that accepts orders of ``business``."""
    fields = business.accept.form.fields_for(business)

    @extend_schema(
        operation_id=f"orders_accept_{business.code}",
        summary=f"{business.accept.label}{business.label}",
        description=describe(business, business.accept),
        tags=["工单"],
        parameters=[IDEMPOTENCY_KEY, ETAG, REPLAYED],
        request=request_of([(business, fields)]),
        responses={201: shapes.Accepted, **refusals(400, 401, 403, 413, 422)},
    )
    def post(self: Accept, request: Request) -> Response:
        return Accept.post(self, request)

    return type("Accept", (Accept,), {"kind": business.code, "fields": fields, "post": post})


def doing(verb: str) -> type[DoVerb]:
    """The view of ``verb``, for every type that has it."""
    owners = [business for business in registry if verb in business.by_name]
    fields = {business.code: business.by_name[verb].form.fields_for(business) for business in owners}

    @extend_schema(
        operation_id=f"orders_{verb}",
        summary=" / ".join(dict.fromkeys(business.by_name[verb].label for business in owners)),
        description="\n\n".join(describe(business, business.by_name[verb]) for business in owners),
        tags=["工单操作"],
        parameters=[IDEMPOTENCY_KEY, IF_MATCH, ETAG, REPLAYED],
        request=request_of([(business, fields[business.code]) for business in owners]),
        responses={200: shapes.Done, **refusals(400, 401, 403, 404, 409, 413, 422)},
    )
    def post(self: DoVerb, request: Request, number: str) -> Response:
        return DoVerb.post(self, request, number)

    return type("DoVerb", (DoVerb,), {"verb": verb, "fields": fields, "post": post})


def _verbs() -> Iterator[URLPattern]:
    names = dict.fromkeys(verb.name for business in registry for verb in business.verbs if verb.roles)
    for name in names:
        yield path(f"orders/<order_number:number>/{name}/", doing(name).as_view(), name=f"api_order_{name}")


def api_urlpatterns() -> list[URLPattern]:
    """Called once the types are registered."""
    return [
        path("orders/", Orders.as_view(), name="api_orders"),
        *(path(f"orders/{each.code}/", accepting(each).as_view(), name=f"api_accept_{each.code}") for each in registry),
        path("orders/<order_number:number>/", Order.as_view(), name="api_order"),
        path("orders/<order_number:number>/clocks/", Explanation.as_view(), name="api_order_clocks"),
        *_verbs(),
        path("callbacks/", CallBacks.as_view(), name="api_callbacks"),
        path("files/<int:file_id>/", Files.as_view(), name="api_file"),
        path("messages/", Messages.as_view(), name="api_messages"),
        path("messages/read/", ReadMessages.as_view(), name="api_messages_read"),
    ]
