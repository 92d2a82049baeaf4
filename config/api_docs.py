"""The OpenAPI document of the whole API, and a page to read and try it."""

from __future__ import annotations

import json
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView


@cache
def document() -> bytes:
    """Made once a process: it depends on the code alone."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":"), default=str).encode()


@extend_schema(exclude=True)
class Document(APIView):
    authentication_classes: list[type] = []
    permission_classes = [AllowAny]

    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(document(), content_type="application/vnd.oai.openapi+json")


@login_not_required
@require_safe
def docs_page(request: HttpRequest) -> HttpResponse:
    return render(request, "api/docs.html")
