"""The return rate for programs."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Unit
from supervision import asking
from supervision.selectors.returns import Analysis, Line, analysis
from workorders.api.schema import refusals
from workorders.errors import Invalid
from workorders.models import Return
from workorders.selectors.returns import COUNTED, Rate

PARAMETERS = ("from", "to", "unit", "kind", "level")


class RateUnit(s.Serializer):
    id = s.IntegerField()
    name = s.CharField()


class Figures(s.Serializer):
    archived = s.IntegerField(help_text="归档工单数（张），申诉成立的不计")
    returned = s.IntegerField(help_text="其中有退单的工单数（件）")
    times = s.IntegerField(help_text="退单次数（次）：一张工单退两次计两次")
    rate = s.FloatField(allow_null=True, help_text="退单率 = returned ÷ archived，0 到 1；没有归档工单时为 null")
    levels = s.DictField(child=s.IntegerField(), help_text="各级别的工单数（件）；一张工单可以既有省退市又有国退")


class UnitFigures(Figures):
    unit = RateUnit()
    own = s.BooleanField(help_text="true：unit 本级，不含下级；false：含 unit 的全部下级")


class KindFigures(Figures):
    kind = s.CharField()
    label = s.CharField()


class MonthFigures(Figures):
    month = s.CharField(help_text="如 2026-11")


class ReasonFigures(s.Serializer):
    code = s.CharField()
    label = s.CharField()
    returned = s.IntegerField(help_text="有这一原因的工单数（件）")
    times = s.IntegerField(help_text="有这一原因的退单次数（次）；一次退单可以有几个原因")


class ReturnRates(s.Serializer):
    first = s.DateField(help_text="统计的第一天")
    last = s.DateField(help_text="统计的最后一天，含当天")
    unit = RateUnit()
    kind = s.CharField(help_text="空为全部业务")
    level = s.ListField(child=s.ChoiceField(Return.Level.choices))
    total = Figures()
    again = s.IntegerField(help_text="退过两次以上的工单数（件）")
    units = UnitFigures(many=True, help_text="直接下级单位，以及本级；相加等于 total")
    kinds = KindFigures(many=True, help_text="相加等于 total")
    reasons = ReasonFigures(many=True, help_text="次数多的在前")
    months = MonthFigures(many=True, help_text="到统计最后一天所在月份为止的 12 个月")


class ReturnRate(APIView):
    @extend_schema(
        operation_id="returns_rate",
        summary="退单率",
        description=(
            "退单率 = 统计期内归档工单中有退单的（件）÷ 统计期内归档的工单（张），按单位、业务、原因和月份。"
            "一天从上海时间零点起算。工单属于归档时持有它的单位。只统计有权查看的工单；举报只计入有举报专责权限的人的数字。"
        ),
        tags=["统计"],
        parameters=[
            OpenApiParameter("from", str, description="第一天，如 2026-11-01；不带 from 和 to 为本月到今天"),
            OpenApiParameter("to", str, description="最后一天，含当天；最多 400 天"),
            OpenApiParameter("unit", int, description="单位的 id，含其全部下级；不带为自己最上级的单位"),
            OpenApiParameter("kind", str, description="业务；不带为全部"),
            OpenApiParameter(
                "level",
                str,
                description=f"退单级别，几种用逗号隔开；不带为 {','.join(COUNTED)}。"
                + "；".join(f"{value} {label}" for value, label in Return.Level.choices),
            ),
        ],
        responses={200: ReturnRates, **refusals(401, 403, 404, 422)},
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params.dict()
        unknown = {name: ["没有这个参数"] for name in asked if name not in PARAMETERS}
        if unknown:
            raise Invalid(f"{next(iter(unknown))[:40]}：没有这个参数", fields=unknown)
        return Response(_card(analysis(request.user, asking.read(request.user, asked, timezone.localdate()))))


def _card(found: Analysis) -> dict[str, Any]:
    asked = found.asked
    return {
        "first": asked.period.first,
        "last": asked.period.last,
        "unit": _unit(asked.unit),
        "kind": asked.kind,
        "level": list(asked.levels),
        "total": _figures(asked.levels, found.total.rate),
        "again": found.again.n,
        "units": [
            {"unit": _unit(line.unit or asked.unit), "own": line.unit is None, **_of(found, line)}
            for line in found.units
        ],
        "kinds": [{"kind": line.kind, "label": line.label, **_of(found, line)} for line in found.kinds],
        "reasons": [
            {"code": line.code, "label": line.label, "returned": line.orders.n, "times": line.times}
            for line in found.reasons
        ],
        "months": [{"month": line.label, **_of(found, line)} for line in found.months],
    }


def _of(found: Analysis, line: Line) -> dict[str, Any]:
    return _figures(found.asked.levels, line.rate)


def _figures(levels: tuple[str, ...], rate: Rate) -> dict[str, Any]:
    return {
        "archived": rate.archived,
        "returned": rate.orders,
        "times": rate.times,
        "rate": round(rate.share, 6) if rate.archived else None,
        "levels": {level: rate.by_level.get(level, 0) for level in levels},
    }


def _unit(unit: Unit) -> dict[str, Any]:
    return {"id": unit.pk, "name": unit.name}
