"""Reading a request body that may hold anything."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

from rest_framework import parsers
from rest_framework.exceptions import ParseError

from workorders.api.errors import TooLarge

MAX_JSON = 1024 * 1024  # bytes
MAX_FORM = 6 * 1024 * 1024  # bytes: a file of 5 MB and what stands around it


def _refuse_large(context: Mapping[str, Any] | None, limit: int) -> None:
    request = context["request"] if context else None
    length = request.META.get("CONTENT_LENGTH", "") if request is not None else ""
    if str(length).isdigit() and int(length) > limit:
        raise TooLarge(f"请求超过 {limit // 1024 // 1024} MB，请减小后再发送")


class JsonParser(parsers.JSONParser):
    """JSON of at most ``MAX_JSON`` bytes, in UTF-8, not nested beyond reason."""

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:
        _refuse_large(parser_context, MAX_JSON)
        try:
            return json.loads(stream.read(MAX_JSON).decode(), parse_constant=_refuse_constant)
        except RecursionError as error:
            raise ParseError("JSON 嵌套太深") from error
        except ValueError as error:
            raise ParseError("请求体不是合法的 JSON（UTF-8 编码）") from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


class FormParser(parsers.MultiPartParser):
    """A form with a file."""

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:
        _refuse_large(parser_context, MAX_FORM)
        try:
            return super().parse(stream, media_type, parser_context)
        except ParseError as error:
            raise ParseError("multipart 请求体不完整或格式不对") from error
