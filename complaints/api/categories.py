"""Categories for programs: the entries that may be chosen now."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from complaints.models.categories import Category
from complaints.selectors.categories import MAY_ASK, find, path_of
from workorders.api.schema import refusals
from workorders.errors import Invalid, NotAllowed

SHOWN = 50


class CategoryFound(s.Serializer):
    id = s.IntegerField(help_text="这一版的 id；改名、移动后会换")
    code = s.CharField(help_text="编码，改名、移动后不变")
    kind = s.ChoiceField(Category.Kind.choices)
    label = s.CharField()
    path = s.ListField(child=s.CharField(), help_text="从一级到末级")


class Categories(APIView):
    @extend_schema(
        operation_id="categories_find",
        summary="业务分类：可以选的末级分类",
        description="不带 q 为全部，按分类次序；带 q 按汉字、拼音、首字母或编码查找，最像的在前。",
        tags=["工单"],
        parameters=[
            OpenApiParameter("kind", str, required=True, enum=Category.Kind.values, description="业务"),
            OpenApiParameter("q", str, description="汉字、拼音、首字母或编码，各级名称都找；几个词用空格隔开"),
        ],
        responses={200: CategoryFound(many=True), **refusals(401, 403, 422)},
    )
    def get(self, request: Request) -> Response:
        if not request.user.access.has(*MAY_ASK):
            raise NotAllowed("您的角色不选业务分类")
        kind = request.query_params.get("kind", "")
        if kind not in Category.Kind.values:
            raise Invalid("没有这种业务的分类", fields={"kind": [f"应为 {'、'.join(Category.Kind.values)}"]})
        return Response([_card(each) for each in find(kind, request.query_params.get("q", ""), limit=SHOWN)])


def _card(category: Category) -> dict[str, object]:
    return {
        "id": category.pk,
        "code": category.code,
        "kind": category.kind,
        "label": category.label,
        "path": list(path_of(category)),
    }
