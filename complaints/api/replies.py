"""回复校验 for programs: what a reply would be returned for, before it is sent."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView

from complaints.api.reply_shapes import ReplyChecked, ReplyToCheck
from complaints.replies.reply import File
from complaints.selectors.checking import check_alone, check_for, may_check
from workorders.api.errors import flat
from workorders.api.schema import refusals
from workorders.errors import Invalid


class Often(UserRateThrottle):
    rate = "240/min"
    scope = "replies_check"


class CheckReply(APIView):
    throttle_classes = [Often]

    @extend_schema(
        operation_id="replies_check",
        summary="回复校验：会因什么被退回",
        description=(
            "与提交回复时同一套规则，什么也不保存。带 order 时诉求、分类、联系记录、附件都取自工单；"
            "不带 order 时由 kind、demand 等给出，没有给的不猜。blocked 为 true 的回复提交会被拒绝。"
            "处理、派单、审核、值班长、主管可用；每人每分钟 240 次。"
        ),
        tags=["工单"],
        request=ReplyToCheck,
        responses={200: ReplyChecked, **refusals(400, 401, 403, 404, 413, 422, 429)},
    )
    def post(self, request: Request) -> Response:
        may_check(request.user)
        data = _read(request.data)
        data["files"] = None if data.get("attachments") is None else [File(**each) for each in data["attachments"]]
        order = data.pop("order", "")
        return Response(check_for(request.user, order, data) if order else check_alone(request.user, data))

    def throttled(self, request: Request, wait: float | None) -> None:
        seconds = max(1, round(wait or 1))
        raise exceptions.Throttled(wait, f"校验太频繁，请 {seconds} 秒后再试")


def _read(sent: Any) -> dict[str, Any]:
    if not isinstance(sent, dict):
        raise Invalid("请求体应为一个 JSON 对象")
    told = ReplyToCheck(data=sent)
    if not told.is_valid():
        fields = flat(told.errors)
        name, said = next(iter(fields.items()))
        raise Invalid(f"{name}：{said[0]}", fields=fields)
    return dict(told.validated_data)
