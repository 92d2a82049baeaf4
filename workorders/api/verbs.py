"""Every verb of every type: one address each, one view class each, made by ``urls`` from the registry."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.core.exceptions import SuspiciousOperation
from django.http.multipartparser import MultiPartParserError
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from workorders.api.body import form_data
from workorders.api.cards import done_card
from workorders.api.conditions import key_of, marked, version_of
from workorders.api.parsers import FormParser, JsonParser
from workorders.errors import Invalid, NotVisible
from workorders.selectors.by_number import kind_by_number
from workorders.selectors.page import order_by_number
from workorders.services import perform

NOT_FOUND = "没有找到这张工单，或者它不在您的管辖范围内"


class DoVerb(APIView):
    """``fields`` are the verb's form fields by type."""

    parser_classes = [JsonParser, FormParser]
    verb: ClassVar[str]
    fields: ClassVar[dict[str, dict[str, forms.Field]]]

    def post(self, request: Request, number: str) -> Response:
        try:
            return self._done(request, number)
        except (Invalid, exceptions.APIException, SuspiciousOperation, MultiPartParserError):
            # What is wrong with a request, headers or body, says that there is such an order, and of which type.
            if order_by_number(request.user, number) is None:
                raise NotVisible(NOT_FOUND) from None
            raise

    def _done(self, request: Request, number: str) -> Response:
        key, version = key_of(request), version_of(request)
        order_id, kind = kind_by_number(number)
        if order_id is None or kind not in self.fields:
            raise NotVisible(NOT_FOUND)
        data = form_data(self.fields[kind], request.data)
        outcome = perform(order_id, self.verb, request.user, data, key=key, version=version, files=request.FILES)
        return marked(Response(done_card(outcome, request.user)), outcome)
