"""Orders: found, accepted, read."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from workorders.api import shapes
from workorders.api.body import form_data
from workorders.api.cards import accepted_card, row_card
from workorders.api.conditions import etag, key_of, marked
from workorders.api.filters import OrderFilter
from workorders.api.order_card import explanation_card, order_card
from workorders.api.paging import NewestFirst
from workorders.api.parsers import JsonParser
from workorders.api.schema import ETAG, refusals
from workorders.errors import NotVisible
from workorders.models import WorkOrder
from workorders.selectors.orders import visible_to
from workorders.selectors.page import order_by_number
from workorders.services import accept


def visible(request: Request, number: str) -> WorkOrder:
    """Raises ``NotVisible``, also for an order out of reach."""
    order = order_by_number(request.user, number)
    if order is None:
        raise NotVisible("没有找到这张工单，或者它不在您的管辖范围内")
    return order


class Orders(APIView):
    @extend_schema(
        operation_id="orders_list",
        summary="工单列表",
        description="管辖范围内的工单，新的在前，按游标翻页。",
        tags=["工单"],
        parameters=[*OrderFilter.parameters(), *NewestFirst.parameters()],
        responses={200: shapes.OrderPage, **refusals(400, 401, 422)},
    )
    def get(self, request: Request) -> Response:
        orders = OrderFilter.apply(visible_to(request.user).select_related("unit"), request)
        pages = NewestFirst()
        rows = pages.paginate_queryset(orders, request, view=self) or []
        return pages.get_paginated_response([row_card(order, request.user) for order in rows])


class Accept(APIView):
    """One class a type, made by ``urls``; ``fields`` are those of its accept form."""

    parser_classes = [JsonParser]
    kind: ClassVar[str]
    fields: ClassVar[dict[str, forms.Field]]

    def post(self, request: Request) -> Response:
        outcome = accept(self.kind, request.user, form_data(self.fields, request.data), key=key_of(request))
        response = Response(accepted_card(outcome), status=201)
        response["Location"] = reverse("api_order", args=[outcome.order.number])
        return marked(response, outcome)


class Order(APIView):
    @extend_schema(
        operation_id="orders_read",
        summary="一张工单的全部",
        description="抬头、明细、时限、过程、回访、退单、子单、附件，以及您现在可以做的操作。",
        tags=["工单"],
        parameters=[ETAG],
        responses={200: shapes.Order, **refusals(401, 404)},
    )
    def get(self, request: Request, number: str) -> Response:
        order = visible(request, number)
        return Response(order_card(order, request.user), headers={"ETag": etag(order)})


class Explanation(APIView):
    @extend_schema(
        operation_id="orders_clocks",
        summary="每个时限是怎么算出来的",
        tags=["工单"],
        responses={200: shapes.Explanation, **refusals(401, 404)},
    )
    def get(self, request: Request, number: str) -> Response:
        return Response(explanation_card(visible(request, number)))
