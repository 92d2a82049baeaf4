"""Shapes of the customers' API, in and out."""

from datetime import UTC, datetime
from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from customers.models import AreaClass, Call, CallEvent, Customer


class PhoneShown(serializers.Serializer):
    number = serializers.CharField()
    label = serializers.CharField()


class PremisesShown(serializers.Serializer):
    """``masked``: something is hidden from this person."""

    id = serializers.IntegerField()
    customer_id = serializers.IntegerField()
    account_no = serializers.CharField(help_text="户号")
    name = serializers.CharField(help_text="户名")
    kind = serializers.ChoiceField(choices=Customer.Kind.choices)
    importance = serializers.ChoiceField(choices=Customer.Importance.choices)
    importance_label = serializers.CharField()
    phones = PhoneShown(many=True)
    address = serializers.CharField()
    area_class = serializers.ChoiceField(choices=AreaClass.choices)
    area_class_label = serializers.CharField()
    unit_id = serializers.IntegerField()
    unit = serializers.CharField(help_text="供电所")
    transformer = serializers.CharField(help_text="台区")
    feeder = serializers.CharField(help_text="线路")
    substation = serializers.CharField(help_text="变电站")
    arrears = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True, help_text="欠费（元）")
    cut_off = serializers.BooleanField(help_text="欠费停电")
    masked = serializers.BooleanField()


class FoundShown(serializers.Serializer):
    by = serializers.CharField(help_text="phone, account, name, address; otherwise what it looks like")
    why = serializers.CharField()
    premises = PremisesShown()


class LookUpShown(serializers.Serializer):
    """What agrees with the text, and apart from it what only looks like it."""

    text = serializers.CharField()
    matches = FoundShown(many=True)
    guesses = FoundShown(many=True)
    more = serializers.BooleanField(help_text="还有更多，请输入得更完整")


class HintShown(serializers.Serializer):
    kind = serializers.ChoiceField(choices=[("planned", "计划停电"), ("fault", "已知故障"), ("arrears", "欠费停电")])
    text = serializers.CharField(help_text="可直接向客户解释的话")
    outage_id = serializers.IntegerField(allow_null=True)
    until = serializers.DateTimeField(allow_null=True, help_text="预计送电时间")


class PremisesCard(serializers.Serializer):
    premises = PremisesShown()
    hints = HintShown(many=True)


class CallShown(serializers.ModelSerializer):
    agent = serializers.CharField(source="agent.username", allow_null=True, default=None, read_only=True)
    centre = serializers.CharField(source="centre.name", read_only=True)

    class Meta:
        model = Call
        fields = [
            "call_id",
            "centre",
            "caller",
            "agent",
            "customer_id",
            "rang_at",
            "rings",
            "answered_at",
            "held_at",
            "held_seconds",
            "ended_at",
            "disposal",
        ]


class CallerShown(serializers.Serializer):
    """``sure``: the number leads to one customer only."""

    number = serializers.CharField()
    sure = serializers.BooleanField()
    found = FoundShown(many=True)
    recent = CallShown(many=True)


class CallCard(serializers.Serializer):
    call = CallShown(allow_null=True)
    caller = CallerShown(allow_null=True)


class EventTime(serializers.DateTimeField):
    """When something was heard of; no clock is wrong by decades, and the database counts no years before Christ."""

    EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)

    def to_internal_value(self, value: Any) -> datetime:
        try:
            at: datetime = super().to_internal_value(value)
        except OverflowError:
            self.fail("overflow")
        if at < self.EARLIEST:
            self.fail("overflow")
        return at


@extend_schema_serializer(component_name="CallEvent")
class CallEventTold(serializers.Serializer):
    call_id = serializers.CharField(max_length=64, help_text="话务平台的通话编号")
    event = serializers.ChoiceField(choices=CallEvent.Kind.choices)
    at = EventTime(required=False, help_text="事件时间；不填为现在")
    caller = serializers.CharField(required=False, allow_blank=True, max_length=40, help_text="ring：来电号码")
    rings = serializers.IntegerField(
        required=False, min_value=0, max_value=100, default=0, help_text="ring、answer：第几声"
    )
    agent = serializers.CharField(required=False, max_length=40, help_text="answer、transfer：座席工号，必填")
    disposal = serializers.ChoiceField(
        required=False, choices=[choice for choice in Call.Disposal.choices if choice[0]], help_text="dispose：处置"
    )
