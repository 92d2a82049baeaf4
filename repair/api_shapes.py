"""The shapes of the crews' part of the API."""

from __future__ import annotations

from rest_framework import serializers as s

from repair.models import DailyCheck
from workorders.api.shapes import PersonNamed, UnitNamed

ITEMS = DailyCheck.ITEMS


class CrewAsked(s.Serializer):
    crew = s.IntegerField(required=False, min_value=1, max_value=2**62, help_text="班组 id；不填为本人所在班组")


class CheckAsked(CrewAsked):
    missing = s.ListField(
        child=s.ChoiceField(ITEMS),
        required=False,
        default=list,
        max_length=len(ITEMS),
        help_text="缺的项目；都齐则为空",
    )
    remark = s.CharField(required=False, default="", allow_blank=True, max_length=200, help_text="有缺项时必填")


class OnDuty(s.Serializer):
    crew = UnitNamed()
    since = s.DateTimeField()


class Checked(s.Serializer):
    crew = UnitNamed()
    day = s.DateField()
    at = s.DateTimeField()
    missing = s.ListField(child=s.CharField())
    remark = s.CharField()


class CrewState(UnitNamed):
    fit = s.BooleanField(help_text="现在能否派工")
    lacking = s.CharField(help_text="不能派工的原因")
    on_duty = PersonNamed(many=True)
    missing = s.ListField(child=s.CharField(), help_text="每日检查缺的项目")
