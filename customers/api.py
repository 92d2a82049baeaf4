"""Customers and calls for programs. The same selectors and services as the pages."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Role
from customers.api_cards import call_card, lookup_card, premises_card
from customers.api_events import tell
from customers.api_serializers import CallCard, CallEventTold, LookUpShown, PremisesCard
from customers.policies import LOOKERS
from customers.selectors import hints_for, look_up, open_call_of, premises_visible_to
from customers.selectors.premises import DETAILS


class LooksUp(BasePermission):
    message = "只有座席、值班长和调度可以查询客户"

    def has_permission(self, request: Request, view: APIView) -> bool:
        return bool(request.user.access.has(*LOOKERS))


class TakesCalls(BasePermission):
    message = "只有座席和值班长可以处理话务"

    def has_permission(self, request: Request, view: APIView) -> bool:
        return bool(request.user.access.has(Role.AGENT, Role.LEAD))


class TellsOfCalls(BasePermission):
    message = "只有话务平台可以报送话务事件，座席和值班长可以处置通话"

    def has_permission(self, request: Request, view: APIView) -> bool:
        return bool(request.user.access.has(Role.TELEPHONY, Role.AGENT, Role.LEAD))


class Customers(APIView):
    permission_classes = [IsAuthenticated, LooksUp]

    @extend_schema(
        operation_id="customers_look_up",
        tags=["客户与话务"],
        summary="查询客户：电话、户号、户名、地址、拼音",
        parameters=[OpenApiParameter("q", str, required=True, description="电话、户号、户名、地址或拼音")],
        responses=LookUpShown,
    )
    def get(self, request: Request) -> Response:
        found = look_up(request.user, request.query_params.get("q", ""))
        return Response(LookUpShown(lookup_card(request.user, found)).data)


class PremisesDetail(APIView):
    permission_classes = [IsAuthenticated, LooksUp]

    @extend_schema(
        operation_id="premises_read", summary="用电地址与停电提示", tags=["客户与话务"], responses=PremisesCard
    )
    def get(self, request: Request, premises_id: int) -> Response:
        rows = premises_visible_to(request.user).select_related(*DETAILS).prefetch_related("customer__phones")
        premises = get_object_or_404(rows, pk=premises_id)
        hints = hints_for(premises, timezone.now())
        return Response(PremisesCard(premises_card(request.user, premises, hints)).data)


class CallEvents(APIView):
    permission_classes = [IsAuthenticated, TellsOfCalls]

    @extend_schema(
        operation_id="calls_tell",
        tags=["客户与话务"],
        summary="话务事件：可重复发送，先后不限",
        description="dispose 由接听的座席或值班长发送，其余事件只能由话务平台账号发送。",
        request=CallEventTold,
        responses=CallCard,
    )
    def post(self, request: Request) -> Response:
        told = CallEventTold(data=request.data)
        told.is_valid(raise_exception=True)
        call = tell(request.user, told.validated_data)
        return Response(CallCard(call_card(request.user, call)).data)


class CurrentCall(APIView):
    permission_classes = [IsAuthenticated, TakesCalls]

    @extend_schema(
        operation_id="calls_current", summary="本人正在接听或整理的通话", tags=["客户与话务"], responses=CallCard
    )
    def get(self, request: Request) -> Response:
        return Response(CallCard(call_card(request.user, open_call_of(request.user))).data)
