"""Files of orders, streamed to whoever may see the order."""

from __future__ import annotations

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from workorders.api.schema import refusals
from workorders.downloads import as_response
from workorders.errors import NotVisible
from workorders.selectors.page import file_visible_to


class Files(APIView):
    @extend_schema(
        operation_id="files_read",
        summary="下载附件",
        description="看得到工单的人才能下载；类型按内容识别后保存，原样返回。",
        tags=["附件"],
        responses={(200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY), **refusals(401, 404)},
    )
    def get(self, request: Request, file_id: int) -> FileResponse:
        attachment = file_visible_to(request.user, file_id)
        if attachment is None:
            raise NotVisible("没有找到这个附件，或者它不在您的管辖范围内")
        try:
            return as_response(attachment)
        except FileNotFoundError:
            raise NotVisible("这个附件的文件已不在服务器上，请联系系统管理员") from None
