"""A person's own messages."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from workorders.api import shapes
from workorders.api.cards import Card, moment
from workorders.api.paging import LatestMessages
from workorders.api.schema import refusals
from workorders.models import Delivery
from workorders.selectors.inbox import inbox_of
from workorders.services.outbox import mark_read

UNREAD = OpenApiParameter("unread", bool, description="true：只要未读的")


class Messages(APIView):
    @extend_schema(
        operation_id="messages_list",
        summary="我的消息，新的在前",
        tags=["消息"],
        parameters=[UNREAD, *LatestMessages.parameters()],
        responses={200: shapes.MessagePage, **refusals(401, 404)},
    )
    def get(self, request: Request) -> Response:
        messages = inbox_of(request.user)
        if request.query_params.get("unread") == "true":
            messages = messages.filter(read_at__isnull=True)
        pages = LatestMessages()
        rows = pages.paginate_queryset(messages, request, view=self) or []
        return pages.get_paginated_response([_row(delivery) for delivery in rows])


class ReadMessages(APIView):
    @extend_schema(
        operation_id="messages_mark_read",
        summary="标为已读",
        tags=["消息"],
        request=shapes.ReadAsked,
        responses={200: shapes.ReadCount, **refusals(400, 401)},
    )
    def post(self, request: Request) -> Response:
        asked = shapes.ReadAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        return Response({"read": mark_read(request.user, asked.validated_data.get("ids"))})


def _row(delivery: Delivery) -> Card:
    message = delivery.message
    return {
        "id": delivery.pk,
        "topic": message.topic,
        "text": message.text,
        "order": message.order.number if message.order else None,
        "created_at": moment(message.created_at),
        "read_at": moment(delivery.read_at),
    }
