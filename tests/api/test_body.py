"""What a JSON body may hold, field by field."""

from __future__ import annotations

import pytest
from django import forms
from django.http import QueryDict

from workorders.api.body import form_data
from workorders.errors import Invalid
from workorders.forms import LocalDateTime, Phones

FIELDS: dict[str, forms.Field] = {
    "text": forms.CharField(label="文字"),
    "flag": forms.BooleanField(label="是否"),
    "many": forms.MultipleChoiceField(label="多选", choices=[("a", "甲")]),
    "size": forms.IntegerField(label="数量"),
    "cost": forms.DecimalField(label="费用"),
    "grade": forms.TypedChoiceField(label="等级", coerce=int, choices=[(1, "一")]),
    "phones": Phones(label="电话"),
    "at": LocalDateTime(label="时间"),
    "file": forms.FileField(label="文件"),
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", "一户无电"),
        ("text", ""),
        ("flag", True),
        ("many", ["a"]),
        ("size", 3),
        ("size", "3"),
        ("cost", 12.5),
        ("grade", 1),
        ("phones", "138 1234 5678"),
        ("phones", ["13812345678", "0427-2821234"]),
    ],
)
def test_what_passes_unchanged(name, value):
    assert form_data(FIELDS, {name: value}) == {name: value}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", 3),
        ("text", ["a"]),
        ("text", {"a": 1}),
        ("text", "a\0b"),
        ("text", "\ud800"),
        ("flag", "yes"),
        ("flag", 1),
        ("many", "a"),
        ("many", [1]),
        ("many", ["a"] * 101),
        ("size", True),
        ("size", 1.5),
        ("size", []),
        ("grade", {}),
        ("phones", 13812345678),
        ("phones", [None]),
        ("file", "data"),
        ("other", 1),
        ("\ud800", 1),
    ],
)
def test_what_is_refused_by_name(name, value):
    with pytest.raises(Invalid) as caught:
        form_data(FIELDS, {name: value})
    assert list(caught.value.fields) == [name.encode(errors="replace").decode()]


def test_null_is_as_if_absent():
    assert form_data(FIELDS, {"text": None, "at": None}) == {}


def test_all_wrong_fields_are_named_at_once():
    with pytest.raises(Invalid) as caught:
        form_data(FIELDS, {"text": 1, "flag": 2, "size": 3})
    assert set(caught.value.fields) == {"text", "flag"}


def test_an_instant_says_its_offset():
    at = form_data(FIELDS, {"at": "2026-11-22T10:00:00+08:00"})["at"]
    assert at.isoformat() == "2026-11-22T10:00:00+08:00"
    assert form_data(FIELDS, {"at": "2026-11-22T02:00:00Z"})["at"] == at
    assert form_data(FIELDS, {"at": ""}) == {"at": ""}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-11-22T10:00:00", "时区偏移"),
        ("2026-11-22", "时区偏移"),
        ("now", "ISO 8601"),
        ("2026-02-30T10:00:00+08:00", "ISO 8601"),
        ("0001-01-01T00:00:00+14:00", "超出范围"),
        ("9999-12-31T23:59:59-12:00", "超出范围"),
    ],
)
def test_an_instant_that_is_none(text, why):
    with pytest.raises(Invalid) as caught:
        form_data(FIELDS, {"at": text})
    assert why in caught.value.fields["at"][0]


def test_a_multipart_form_spells_everything_in_text():
    sent = QueryDict("text=x&flag=true&many=a&many=b&size=3")
    assert form_data(FIELDS, sent) == {"text": "x", "flag": True, "many": ["a", "b"], "size": "3"}
