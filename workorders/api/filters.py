"""What a list of orders can be narrowed to. Scope comes first: a filter never widens."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from workorders.api.paging import Cursor
from workorders.errors import Invalid
from workorders.models import Phase, WorkOrder
from workorders.registry import registry
from workorders.selectors.narrowing import held_within, with_number

PAGING = {parameter.name for parameter in Cursor.parameters()}
TYPES = {filters.BooleanFilter: bool, filters.NumberFilter: int}


class OrderFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(label="业务类型", choices=lambda: [(each.code, each.label) for each in registry])
    state = filters.CharFilter(label="状态，如 dispatched", max_length=16)
    phase = filters.ChoiceFilter(label="阶段", choices=Phase.choices)
    unit = filters.NumberFilter(label="当前单位的 id，含下级单位", method="within", min_value=1, max_value=2**62)
    urgent = filters.BooleanFilter(label="true：只要紧急的；false：只要一般的", method="by_urgency")
    breached = filters.BooleanFilter(label="曾否超时")
    accepted_after = filters.IsoDateTimeFilter("accepted_at", "gte", label="受理时间不早于（ISO 8601）")
    accepted_before = filters.IsoDateTimeFilter("accepted_at", "lt", label="受理时间早于（ISO 8601）")
    phone = filters.CharFilter(label="联系电话", method="by_phone", max_length=40)
    number = filters.CharFilter(label="工单编号", max_length=16)

    class Meta:
        model = WorkOrder
        fields: list[str] = []

    def within(self, orders: QuerySet[WorkOrder], name: str, value: Any) -> QuerySet[WorkOrder]:
        return held_within(orders, int(value))

    def by_urgency(self, orders: QuerySet[WorkOrder], name: str, value: bool) -> QuerySet[WorkOrder]:
        return orders.filter(urgency="urgent" if value else "ordinary")

    def by_phone(self, orders: QuerySet[WorkOrder], name: str, value: str) -> QuerySet[WorkOrder]:
        return orders.filter(with_number(self.request.user, value))

    @classmethod
    def apply(cls, orders: QuerySet[WorkOrder], request: Request) -> QuerySet[WorkOrder]:
        """Raises ``Invalid`` for a filter that does not exist (a mistyped one would show too much) or a bad value."""
        asked = request.query_params
        fields = {name: ["没有这个筛选条件"] for name in asked if name not in cls.base_filters and name not in PAGING}
        narrowed = cls(asked, queryset=orders, request=request)
        if not fields and not narrowed.form.is_valid():
            fields = {name: [str(error) for error in found] for name, found in narrowed.form.errors.items()}
        if fields:
            name, said = next(iter(fields.items()))
            raise Invalid(f"{name[:40]}：{said[0]}", fields=fields)
        return narrowed.qs

    @classmethod
    def parameters(cls) -> list[OpenApiParameter]:
        return [
            OpenApiParameter(
                name,
                TYPES.get(type(each), str),
                description=str(each.label),
                enum=[value for value, _ in Phase.choices] if name == "phase" else None,
            )
            for name, each in cls.base_filters.items()
        ]
