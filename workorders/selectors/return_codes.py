"""Return codes in words, as the forms that set them name them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from workorders.models import Return
from workorders.registry import registry

Level = Return.Level


@lru_cache
def words_of(kind: str) -> dict[str, str]:
    """The codes of one type."""
    business = registry[kind]
    words = dict(business.callback.return_codes) if business.callback else {}
    for verb in business.verbs:
        field: Any = verb.form.base_fields.get("codes")
        if field is not None:
            words |= {code: str(label) for code, label in field.choices}
    return words


@lru_cache
def words_at(levels: tuple[str, ...]) -> dict[str, str]:
    """The codes of all types. Where types share one, the words stand of a type that is returned at these levels."""
    wanted = {*levels, Level.NATIONAL} if Level.PROVINCE in levels else {*levels}  # the two share their codes
    first = [each for each in registry if each.callback and each.callback.level in wanted]
    words: dict[str, str] = {}
    for business in (*first, *registry):
        words = words_of(business.code) | words
    return words


def in_words(kind: str, codes: Iterable[str]) -> str:
    words = words_of(kind)
    return "、".join(words.get(code, code) for code in codes)
