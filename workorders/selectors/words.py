"""The words for what the log holds: labels of fields and of their values, taken from the verbs' own forms."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Person, Unit
from accounts.models.people import placed
from accounts.selectors import read_posts
from workorders.registry import BusinessType, registry

# What verbs note beside their form's data.
NOTES = {
    "hints": "停电提示",
    "safety": "已通知",
    "large_area": "大面积停电",
    "suspected_area": "疑似大面积停电",
    "times": "第几次催办",
    "supervised": "督办",
    "attempt": "第几次回访",
    "reasons": "未接通原因",
    "children": "一并回单的子单",
    "master": "主单",
    "support_pending": "未确认的协同任务",
    "name": "文件",
    "file": "文件",
    "days": "保存天数",
    "clock": "时限",
    "clocks": "时限",
    "was": "原为",
    "is": "改为",
    "position": "位置",
    "premises": "用电地址",
    "call": "话务编号",
    "unit": "单位",
    "reminded": "校验提醒",
    "looked": "来电人身份",
    "until": "延期至",
    "no_callback": "回访",
}
VALUES = {
    "hints": {"planned": "计划停电", "fault": "已知故障", "arrears": "欠费停电"},
    "looked": {"yes": "已显示"},
}
REPEATED = frozenset({"content", "safety_reminded"})  # of the acceptance; they stand on the page themselves
PRIVATE = frozenset({"contact_name", "contact_phones", "address", "premises", "call", "consent"})
# ``related`` is the number the form already says.
TECHNICAL = frozenset({"attachment", "sha256", "size", "task", "generation", "level", "tell", "revealed", "related"})


@lru_cache
def fields_of(kind: str) -> dict[str, dict[str, tuple[str, dict[str, str]]]]:
    """For each verb of the type: its form's fields with label and the words of the choices."""
    business = registry[kind]
    return {name: _fields(business, verb.form) for name, verb in business.by_name.items()}


def _fields(business: BusinessType, form: type[forms.Form]) -> dict[str, tuple[str, dict[str, str]]]:
    found = {name: (str(field.label or name), _choices(field)) for name, field in form.base_fields.items()}
    plan = business.callback
    if plan is not None and "satisfaction" in found and "outcome" in found:
        found |= {question.code: (question.text, dict(question.choices)) for question in plan.questions}
        found["dissatisfied"] = (found["dissatisfied"][0], dict(plan.dissatisfied))
        found["return_codes"] = (found["return_codes"][0], dict(plan.return_codes))
    return found


def _choices(field: forms.Field) -> dict[str, str]:
    if isinstance(field, forms.ModelChoiceField) or not isinstance(field, forms.ChoiceField):
        return {}
    choices: Any = field.choices
    return {str(value): str(label) for value, label in choices}


def described(kind: str, verb: str, data: dict[str, Any]) -> list[tuple[str, str]]:
    """A step's data as (label, words); what is personal or technical is left out."""
    labels = fields_of(kind).get(verb, {})
    found = []
    accepting = verb == registry[kind].accept.name
    for name, value in data.items():
        if accepting and name in REPEATED:
            continue
        if name in PRIVATE or name in TECHNICAL or (name not in labels and name not in NOTES):
            continue
        if value in (None, "", [], {}):
            continue
        label, choices = labels.get(name, (NOTES.get(name, name), VALUES.get(name, {})))
        if name in ("clock", "clocks"):
            choices = registry[kind].clock_labels
        found.append((label, spoken(value, choices)))
    return found


def spoken(value: Any, choices: dict[str, str] | None = None) -> str:
    """A value of the log in words."""
    choices = choices or {}
    if isinstance(value, bool):
        return choices.get({True: "yes", False: "no"}[value], "是" if value else "否")
    if isinstance(value, list):
        return "、".join(spoken(part, choices) for part in value)
    if isinstance(value, dict):
        if "latitude" in value:
            return f"{value['latitude']:.5f}, {value['longitude']:.5f}"
        return placed(str(value.get("name", "")), value.get("posts", []))
    if isinstance(value, str) and len(value) >= 19 and value[4:5] == "-" and value[10:11] == "T":
        try:
            local = timezone.localtime(datetime.fromisoformat(value))
            year = "" if local.year == timezone.localdate().year else f"{local.year}-"
            return f"{year}{local:%m-%d %H:%M:%S}"
        except ValueError:
            return value
    return choices.get(str(value), str(value))


def detail_rows(business: BusinessType, detail: Any, open_: bool) -> list[tuple[str, str]]:
    """What the type's own row holds, in its columns' words; who the customer is only where ``open_``. Its times
    stand on the track, its hints by themselves."""
    moments = {name for name, _ in business.moments}
    words = {name: choices for fields in fields_of(business.code).values() for name, (_, choices) in fields.items()}
    asked = {label: choices for fields in fields_of(business.code).values() for label, choices in fields.values()}
    rows = []
    values = {
        field: getattr(detail, field.name, None) for field in detail._meta.concrete_fields if not field.primary_key
    }
    read_posts(value for value in values.values() if isinstance(value, Person))
    for field, value in values.items():
        label = str(field.verbose_name)
        skipped = field.name in moments or field.name in business.untold or label.isascii()
        skipped = skipped or (field.name in PRIVATE and not open_)
        skipped = skipped or hasattr(detail, f"{field.name}_path")  # which says it in the words of then
        unsaid = value is False and not field.null  # a no that nobody was asked for
        if skipped or unsaid or value in (None, "", []) or isinstance(value, list):
            continue
        if isinstance(value, Unit):
            rows.append((label, value.name))
        elif isinstance(value, Person):
            rows.append((label, value.placed))
        elif isinstance(value, datetime):
            rows.append((label, f"{timezone.localtime(value):%m-%d %H:%M:%S}"))
        elif field.choices:
            rows.append((label, str(getattr(detail, f"get_{field.name}_display")())))
        else:
            rows.append((label, spoken(value, words.get(field.name) or asked.get(label))))
    return rows
