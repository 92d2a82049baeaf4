"""Every refusal of the API in its one body: ``{"error": {"code", "message", "fields", "detail"?}}``."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.views.defaults import server_error as server_error_page
from rest_framework import exceptions
from rest_framework.response import Response

from accounts.errors import error_body
from workorders.api.body import printable
from workorders.errors import GateError

log = structlog.get_logger()

# Where the library's words are of no use to whoever must act on them.
MESSAGES = {
    "not_authenticated": "请先登录：在请求头中带上 Authorization: Token …",
    "permission_denied": "您的角色不能这样做",
    "not_found": "没有找到，或者它不在您的管辖范围内",
    "not_acceptable": "只提供 application/json，请检查 Accept 请求头",
}


class TooLarge(exceptions.APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = "请求太大"


class BadCondition(exceptions.APIException):
    """An ``If-Match`` that names no version."""

    status_code = HTTPStatus.BAD_REQUEST
    default_code = "bad_if_match"
    default_detail = 'If-Match 应为读取工单时返回的 ETag，例如 "v3"'


def answer(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler. What it does not know is a fault of ours and stays an exception."""
    if isinstance(exc, GateError):
        return Response(_sayable(exc.body()), status=exc.status)
    if isinstance(exc, exceptions.APIException):
        return _refusal(exc)
    if isinstance(exc, Http404):
        return _plain(HTTPStatus.NOT_FOUND, "not_found", MESSAGES["not_found"])
    if isinstance(exc, PermissionDenied):
        return _plain(HTTPStatus.FORBIDDEN, "not_allowed", str(exc) or MESSAGES["permission_denied"])
    if isinstance(exc, SuspiciousOperation | UnreadablePostError | MultiPartParserError):
        return _plain(HTTPStatus.BAD_REQUEST, "bad_request", "请求不完整或格式不对，请检查后重新发送")
    if isinstance(exc, OperationalError | InterfaceError):
        log.error("api.database_unavailable", error=type(exc).__name__)
        response = _plain(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", "系统暂时不可用，请带同一个幂等键稍后重试")
        response["Retry-After"] = "1"
        return response
    return None


def _sayable(said: Any) -> Any:
    """A refusal repeats what was sent, which may be nothing UTF-8 can carry."""
    if isinstance(said, str):
        return printable(said)
    if isinstance(said, Mapping):
        return {_sayable(name): _sayable(each) for name, each in said.items()}
    return [_sayable(each) for each in said] if isinstance(said, list | tuple) else said


def _plain(status: int, code: str, message: str) -> Response:
    return Response(error_body(code, message), status=status)


def _refusal(exc: exceptions.APIException) -> Response:
    code, message, fields = _said(exc)
    response = Response(_sayable(error_body(code, message, fields)), status=exc.status_code)
    if scheme := getattr(exc, "auth_header", None):
        response["WWW-Authenticate"] = scheme
    if wait := getattr(exc, "wait", None):
        response["Retry-After"] = str(int(wait))
    return response


def _said(exc: exceptions.APIException) -> tuple[str, str, dict[str, list[str]]]:
    if isinstance(exc, exceptions.ValidationError):
        fields = flat(exc.detail)
        name, found = next(iter(fields.items()), ("", [str(exc.default_detail)]))
        whole = name in {"", "non_field_errors"}
        return "invalid", found[0] if whole else f"{name}：{found[0]}", fields
    code = str(exc.get_codes()) if isinstance(exc.get_codes(), str) else exc.default_code
    if isinstance(exc, exceptions.MethodNotAllowed):
        return code, "这个地址不支持这种请求方法", {}
    if isinstance(exc, exceptions.UnsupportedMediaType):
        return code, "不支持这种 Content-Type，请用 application/json（上传附件用 multipart/form-data）", {}
    said = str(exc.detail)
    return code, MESSAGES.get(code, said) if said == str(exc.default_detail) else said, {}


def flat(detail: Any, name: str = "") -> dict[str, list[str]]:
    """The library's nested errors as one level: ``{"a.0.b": [...]}``."""
    if isinstance(detail, Mapping):
        found: dict[str, list[str]] = {}
        for key, inner in detail.items():
            found |= flat(inner, f"{name}.{key}" if name else str(key))
        return found
    if isinstance(detail, list | tuple) and any(isinstance(part, Mapping) for part in detail):
        return flat({str(place): part for place, part in enumerate(detail) if part}, name)
    return {name: [str(part) for part in detail] if isinstance(detail, list | tuple) else [str(detail)]}


def server_error(request: HttpRequest) -> HttpResponse:
    """``handler500``: the API keeps its one body also when the fault is ours."""
    if not request.path.startswith("/api/"):
        return server_error_page(request)
    return JsonResponse(
        error_body("server_error", "系统出错，已记录；请带同一个幂等键稍后重试"),
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        json_dumps_params={"ensure_ascii": False},
    )
