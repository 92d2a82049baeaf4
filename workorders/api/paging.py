"""Pages by position, never by counting: the hundredth page costs what the first does."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination

MAX_PAGE = 100


class Cursor(CursorPagination):
    """``ordering`` ends with the primary key, so that a position is one row."""

    page_size = 30
    page_size_query_param = "page_size"
    max_page_size = MAX_PAGE
    invalid_cursor_message = "游标无效，请从第一页重新开始"

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any] | None:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValidationError, ValueError, OverflowError):  # a made-up position
            raise NotFound(self.invalid_cursor_message) from None

    @staticmethod
    def parameters() -> list[OpenApiParameter]:
        return [
            OpenApiParameter("cursor", str, description="上一页应答中 next 里的游标"),
            OpenApiParameter("page_size", int, description=f"每页条数，最多 {MAX_PAGE}，默认 {Cursor.page_size}"),
        ]


class NewestFirst(Cursor):
    ordering = ("-accepted_at", "-id")


class LatestMessages(Cursor):
    ordering = ("-id",)
