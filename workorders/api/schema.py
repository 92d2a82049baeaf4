"""The OpenAPI document of a verb, from the verb's form: one place says what a verb takes, in Chinese as on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from accounts.api_serializers import ErrorSerializer
from accounts.models import Role
from workorders.api.field_kinds import Kind, kind_of
from workorders.forms import KeyField
from workorders.registry import BusinessType, Verb

Schema = dict[str, Any]

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="幂等键，1–60 个可见字符。同一个人用同一个键重发同一请求不会再做，应答带 Idempotent-Replayed: true。",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description='读取工单时得到的 ETag，如 "v3"。工单此后有变化则答 409 stale，detail.changes 列出变化。不带则不检查。',
)
REPLAYED = OpenApiParameter(
    "Idempotent-Replayed", str, OpenApiParameter.HEADER, response=[200, 201], description="true：这是重发，没有再做"
)
ETAG = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=[200, 201], description="工单的版本")

REFUSALS: dict[int, str] = {
    400: "请求不完整：JSON、If-Match 或游标的格式不对",
    401: "没有令牌，或令牌无效、过期",
    403: "角色不允许",
    404: "没有这张工单，或不在管辖范围内",
    409: "状态不对（wrong_state）、工单已被更新（stale）或时间未到（too_early）",
    413: "请求太大",
    422: "内容不符合要求（invalid，按字段说明）或幂等键已用于另一请求（key_reused）",
}


def refusals(*codes: int) -> dict[int, OpenApiResponse]:
    return {code: OpenApiResponse(ErrorSerializer, REFUSALS[code]) for code in codes}


def media_type(fields: Mapping[str, forms.Field]) -> str:
    """A form with a file comes as multipart, every other as JSON."""
    with_file = any(kind_of(field) is Kind.FILE for field in fields.values())
    return "multipart/form-data" if with_file else "application/json"


def form_schema(fields: Mapping[str, forms.Field]) -> Schema:
    """The object a form takes."""
    schema: Schema = {
        "type": "object",
        "properties": {name: field_schema(field) for name, field in fields.items()},
        "additionalProperties": False,
    }
    required = [name for name, field in fields.items() if field.required]
    return {**schema, "required": required} if required else schema


def field_schema(field: forms.Field) -> Schema:
    schema = _typed(field)
    schema["title"] = str(field.label)
    words = [str(field.help_text)] if field.help_text else []
    if isinstance(field, KeyField):
        words.append(f"id 或编码，见 {field.listed_at}")
    words += [f"{value} {label}" for value, label in _choices(field)]
    if words:
        schema["description"] = "；".join(words)
    return schema


def _choices(field: forms.Field) -> list[tuple[Any, str]]:
    """Fixed choices, without the empty one. Those that depend on order and person cannot be listed."""
    if isinstance(field, forms.ModelChoiceField) or not isinstance(field, forms.ChoiceField):
        return []
    choices: Any = field.choices
    return [(value, str(label)) for value, label in choices if value != ""]


def _typed(field: forms.Field) -> Schema:
    values = [value for value, _ in _choices(field)]
    enum: Schema = {"enum": values} if values else {}
    match kind_of(field):
        case Kind.BOOLEAN:
            return {"type": "boolean", **({"enum": [True]} if field.required else {})}
        case Kind.INTEGER:
            return {"type": "integer", **enum, **_limits(field)}
        case Kind.NUMBER:
            return {"type": "number", **_limits(field)}
        case Kind.INTEGERS:
            return {"type": "array", "items": {"type": "integer"}, "maxItems": 100, **_at_least_one(field)}
        case Kind.TEXTS:
            return {"type": "array", "items": {"type": "string", **enum}, "maxItems": 100, **_at_least_one(field)}
        case Kind.PHONES:
            return {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
        case Kind.KEY:
            return {"oneOf": [{"type": "integer"}, _text(field)]}
        case Kind.INSTANT:
            return {"type": "string", "format": "date-time"}
        case Kind.FILE:
            return {"type": "string", "format": "binary"}
        case Kind.CHOICE:
            empty = [] if field.required or not values else [""]
            return {"type": "string", **({"enum": [*values, *empty]} if values else {})}
        case _:
            return _text(field)


def _text(field: forms.Field) -> Schema:
    schema: Schema = {"type": "string"}
    if longest := getattr(field, "max_length", None):
        schema["maxLength"] = longest
    if field.required:
        schema["minLength"] = 1
    return schema


def _limits(field: forms.Field) -> Schema:
    low, high = getattr(field, "min_value", None), getattr(field, "max_value", None)
    return {**({} if low is None else {"minimum": low}), **({} if high is None else {"maximum": high})}


def _at_least_one(field: forms.Field) -> Schema:
    return {"minItems": 1} if field.required else {}


def describe(business: BusinessType, verb: Verb) -> str:
    """Who may, in which states, and what it does to the state: for the document's reader."""
    labels = business.state_labels
    roles = "、".join(str(Role(role).label) for role in Role.values if role in verb.roles) or "系统"
    sources = business.sources(verb)
    states = "任何状态" if verb.always else "、".join(labels[state] for state in business.phases if state in sources)
    return f"{business.label}：{roles}；{states}。{_moves(business, verb)}"


def _moves(business: BusinessType, verb: Verb) -> str:
    targets = {target for found in business.transitions.get(verb.name, {}).values() for target in found}
    if not targets:
        return "状态不变。"
    return f"之后为{'或'.join(business.state_labels[state] for state in business.phases if state in targets)}。"


def request_of(forms_of_kinds: Sequence[tuple[BusinessType, Mapping[str, forms.Field]]]) -> dict[str, Schema]:
    """The request body of a verb that one or several types have, by media type."""
    schemas: dict[str, list[Schema]] = {}
    for business, fields in forms_of_kinds:
        _add(schemas, business, fields)
        plain = {name: field for name, field in fields.items() if kind_of(field) is not Kind.FILE}
        files = [field for name, field in fields.items() if name not in plain]
        if files and not any(field.required for field in files):
            _add(schemas, business, plain)  # without its file it may come as JSON
    return {media: found[0] if len(found) == 1 else {"oneOf": found} for media, found in schemas.items()}


def _add(schemas: dict[str, list[Schema]], business: BusinessType, fields: Mapping[str, forms.Field]) -> None:
    schema = form_schema(fields)
    found = schemas.setdefault(media_type(fields), [])
    if schema not in [{k: v for k, v in one.items() if k != "title"} for one in found]:
        found.append({**schema, "title": business.label})
