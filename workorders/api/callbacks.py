"""Call-backs to be made."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Person
from workorders.api import shapes
from workorders.api.cards import Card, moment, row_card
from workorders.api.order_card import callback_card
from workorders.api.schema import refusals
from workorders.errors import NotAllowed
from workorders.models import CallBack
from workorders.selectors.callbacks_due import callbacks_for, calls_back


class CallBacks(APIView):
    @extend_schema(
        operation_id="callbacks_list",
        summary="待回访：现在可以打的和稍后才到时间的",
        tags=["回访"],
        parameters=[OpenApiParameter("after", str, description="上一页应答中的 after")],
        responses={200: shapes.CallBackQueue, **refusals(401, 403)},
    )
    def get(self, request: Request) -> Response:
        if not calls_back(request.user):
            raise NotAllowed("您的角色不做回访")
        found = callbacks_for(request.user, request.query_params.get("after", ""))
        return Response(
            {
                "due": [_row(callback, request.user) for callback in found.due],
                "later": [_row(callback, request.user) for callback in found.later],
                "after": found.after,
            }
        )


def _row(callback: CallBack, actor: Person) -> Card:
    # Outside calling hours a round that has opened still waits for them.
    return {
        "order": row_card(callback.order, actor),
        **callback_card(callback),
        "opens_at": moment(callback.callable_at),
    }
