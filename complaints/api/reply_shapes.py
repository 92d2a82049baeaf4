"""The shapes of the reply check, in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rest_framework import serializers as s

from complaints.forms.reply import YES_NO
from complaints.models import CaseDetail
from complaints.replies.reply import Field, Severity
from complaints.replies.rule import JUDGED
from complaints.selectors.checking import LONGEST
from workorders.api.body import EARLIEST, LATEST
from workorders.errors import Invalid

KINDS = ("complaint", "misconduct", "opinion", "suggestion", "inquiry")
assert set(KINDS) == JUDGED


class Instant(s.DateTimeField):
    """An instant says its offset, and lies in our time."""

    def to_internal_value(self, value: Any) -> datetime:
        found: datetime = super().to_internal_value(value)
        if not EARLIEST <= found <= LATEST:
            raise s.ValidationError("时间须在 2000 年到 2200 年之间")
        return found

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.utcoffset() is None:
            raise s.ValidationError("时间须带时区偏移，例如 2026-11-22T10:00:00+08:00")
        return value


class FileNamed(s.Serializer):
    name = s.CharField(max_length=255)
    size = s.IntegerField(min_value=0, max_value=2**40, help_text="字节")


class ContactTold(s.Serializer):
    at = Instant()
    reached = s.BooleanField(help_text="是否接通")


class ReplyToCheck(s.Serializer):
    text = s.CharField(max_length=LONGEST, allow_blank=True, trim_whitespace=False, help_text="处理情况")
    order = s.RegexField(r"^[0-9]{16}\Z", required=False, help_text="工单编号；不带则由下面的 kind 等给出")
    opinion = s.CharField(max_length=LONGEST, required=False, allow_blank=True, trim_whitespace=False)
    handled_by = s.CharField(max_length=200, required=False, allow_blank=True, help_text="处理人")
    handled_at = Instant(required=False, allow_null=True, help_text="处理时间")
    true = s.ChoiceField(YES_NO, required=False, allow_blank=True, help_text="是否属实")
    ours = s.ChoiceField(YES_NO, required=False, allow_blank=True, help_text="电力公司责任")
    adopted = s.ChoiceField(CaseDetail.Adopted.choices, required=False, allow_blank=True, help_text="采纳情况")
    attachments = FileNamed(many=True, required=False, max_length=50, help_text="附件；带 order 时为工单已有之外的")
    kind = s.ChoiceField(KINDS, required=False, help_text="业务，默认投诉")
    demand = s.CharField(max_length=LONGEST, required=False, allow_blank=True, help_text="受理内容")
    category = s.ListField(
        child=s.CharField(max_length=60), required=False, max_length=6, help_text="分类，从一级到末级"
    )
    accepted_at = Instant(required=False, allow_null=True, help_text="受理时间")
    contacts = ContactTold(many=True, required=False, max_length=200, help_text="联系记录；没有记录可查时不带")
    contact_until = Instant(required=False, allow_null=True, help_text="联系客户的时限")
    anonymous = s.BooleanField(required=False, help_text="匿名来电：没有客户意见和联系")

    OF_ORDER = ("kind", "demand", "category", "accepted_at", "contacts", "contact_until", "anonymous")

    def to_internal_value(self, data: Any) -> Any:
        unknown = [str(name)[:40] for name in data if name not in self.fields]
        if unknown:
            raise Invalid(f"{unknown[0]}：没有这个字段", fields={name: ["没有这个字段"] for name in unknown})
        return super().to_internal_value(data)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        twice = [name for name in self.OF_ORDER if name in attrs] if attrs.get("order") else []
        if twice:
            raise s.ValidationError({name: ["带 order 时取自工单，请去掉"] for name in twice})
        return attrs


class FindingShown(s.Serializer):
    rule = s.CharField()
    clause = s.CharField(help_text="依据的条款，见 docs/clauses.md")
    severity = s.ChoiceField([(each.value, each.label) for each in Severity])
    severity_label = s.CharField(help_text="阻断：提交会被拒绝；提醒：可能没错")
    field = s.ChoiceField([each.value for each in Field], help_text="handler 即 handled_by")
    start = s.IntegerField(help_text="在该字段中的位置，按字符（Unicode 码位）；与 end 都为 0 时指整个字段")
    end = s.IntegerField()
    message = s.CharField(help_text="问题")
    advice = s.CharField(help_text="怎样改")
    instead = s.CharField(allow_blank=True, help_text="可以直接换成的文字")


class ReplyChecked(s.Serializer):
    blocked = s.BooleanField()
    length = s.IntegerField(help_text="处理情况的字数：每个字符都算，标点、空格、换行在内")
    findings = FindingShown(many=True, help_text="阻断在前")
