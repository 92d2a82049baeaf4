"""The one error body of the API: a code for programs, a sentence for people, messages by field."""

from typing import TypedDict


class ErrorBody(TypedDict):
    code: str
    message: str
    fields: dict[str, list[str]]


def error_body(code: str, message: str, fields: dict[str, list[str]] | None = None) -> dict[str, ErrorBody]:
    return {"error": {"code": code, "message": message, "fields": fields or {}}}
