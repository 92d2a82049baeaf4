"""From a JSON body to what a verb's form takes: types are checked here, meaning by the form itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from workorders.api.field_kinds import Kind, kind_of
from workorders.errors import Invalid

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
UNKNOWN = "没有这个字段"


class _Wrong(Exception):
    """What is wrong with one value, in words."""


def form_data(fields: Mapping[str, forms.Field], raw: object) -> dict[str, Any]:
    """``raw`` (parsed JSON, or a multipart form) as data for a form with ``fields``; null is the same as absent.

    Raises ``Invalid`` naming each field that is unknown or of the wrong type.
    """
    if isinstance(raw, QueryDict):
        sent = (name for name in raw if not isinstance(raw[name], UploadedFile))  # files go to the form by themselves
        raw = {name: raw.getlist(name) if _many(fields.get(name)) else raw[name] for name in sent}
    if not isinstance(raw, Mapping):
        raise Invalid("请求体应为一个 JSON 对象")
    data: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    for name, value in raw.items():
        if value is None:
            continue
        try:
            if name not in fields:
                raise _Wrong(UNKNOWN)
            data[name] = _checked(kind_of(fields[name]), value)
        except _Wrong as error:
            wrong[printable(name)] = [str(error)]
    if wrong:
        name, said = next(iter(wrong.items()))
        label = fields[name].label if name in fields else name[:40]
        raise Invalid(f"{label}：{said[0]}", fields=wrong)
    return data


def _many(field: forms.Field | None) -> bool:
    return field is not None and kind_of(field) in (Kind.TEXTS, Kind.INTEGERS)


def _checked(kind: Kind, value: object) -> object:
    match kind:
        case Kind.BOOLEAN:
            return _boolean(value)
        case Kind.INTEGER:
            return _number(value, "应为整数", whole=True)
        case Kind.NUMBER:
            return _number(value, "应为数字")
        case Kind.TEXTS | Kind.INTEGERS:
            return _several(kind, value)
        case Kind.PHONES:
            return [_text(part) for part in value] if isinstance(value, list) else _text(value)
        case Kind.KEY:
            return _key(value)
        case Kind.INSTANT:
            return _instant(_text(value))
        case Kind.FILE:
            raise _Wrong("请用 multipart/form-data 上传文件")
        case _:
            return _text(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _Wrong("应为文本")
    if "\0" in value or printable(value) != value:
        raise _Wrong("含有不能保存的字符")
    return value


def printable(text: str) -> str:
    """Without what UTF-8 cannot carry (halves of surrogate pairs, which JSON can spell)."""
    return text.encode(errors="replace").decode()


def _boolean(value: object) -> bool:
    if isinstance(value, str):
        value = {"true": True, "false": False, "": False}.get(value.lower())
    if not isinstance(value, bool):
        raise _Wrong("应为 true 或 false")
    return value


def _number(value: object, why: str, *, whole: bool = False) -> object:
    """Numbers, and their spelling in text, which forms (multipart) have no other way to send."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _Wrong(why)
    if whole and isinstance(value, float) and not value.is_integer():
        raise _Wrong(why)
    if isinstance(value, str):
        return _text(value)
    return int(value) if whole and isinstance(value, float) else value


def _key(value: object) -> object:
    """An id or a code."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise _Wrong("应为整数（id）或文本（编码）")
    return _text(value) if isinstance(value, str) else value


def _several(kind: Kind, value: object) -> list[object]:
    if not isinstance(value, list):
        raise _Wrong("应为列表")
    if len(value) > 100:
        raise _Wrong("最多 100 项")
    return [_number(part, "每项应为整数", whole=True) if kind is Kind.INTEGERS else _text(part) for part in value]


def _instant(text: str) -> datetime | str:
    """An instant must say its offset: a time that depends on the reader's zone is worth nothing in a log."""
    if not text.strip():
        return ""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise _Wrong("应为 ISO 8601 时间，例如 2026-11-22T10:00:00+08:00") from None
    if at.utcoffset() is None:
        raise _Wrong("时间须带时区偏移，例如 2026-11-22T10:00:00+08:00")
    try:
        sensible = EARLIEST <= at.astimezone(UTC) <= LATEST
    except OverflowError:
        sensible = False
    if not sensible:
        raise _Wrong("时间超出范围")
    return at
