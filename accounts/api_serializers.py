"""Shapes of the account part of the API."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Person, Role, RoleAt
from accounts.selectors import roles_of


class ErrorDetailSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="给程序看的代码")
    message = serializers.CharField(help_text="给人看的一句话")
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), help_text="按字段的错误")
    detail = serializers.DictField(required=False, help_text="供处理用的细节，如 changes、opens_at、late")


class ErrorSerializer(serializers.Serializer):
    error = ErrorDetailSerializer()


class SignInSerializer(serializers.Serializer):
    username = serializers.CharField(max_length=40, help_text="工号")
    password = serializers.CharField(max_length=128, trim_whitespace=False, help_text="密码")
    code = serializers.CharField(max_length=7, required=False, default="", allow_blank=True, help_text="动态口令")


class RoleUnitSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class RoleAtSerializer(serializers.Serializer):
    role = serializers.ChoiceField(Role.choices)
    label = serializers.CharField(source="get_role_display")
    unit = RoleUnitSerializer()


class PersonSerializer(serializers.Serializer):
    username = serializers.CharField()
    name = serializers.CharField()
    roles = serializers.SerializerMethodField()

    @extend_schema_field(RoleAtSerializer(many=True))
    def get_roles(self, person: Person) -> list[dict[str, object]]:
        held: QuerySet[RoleAt] = roles_of(person)
        return RoleAtSerializer(held, many=True).data


class SignedInSerializer(serializers.Serializer):
    token = serializers.CharField(help_text="放入请求头 Authorization: Token …；只显示这一次")
    expires_at = serializers.DateTimeField()
    person = PersonSerializer()
