"""Chinese text found by any two neighbouring characters, through the SQL function ``bigrams(text)``.

A trigram needs three characters and a word index needs words; names and streets have neither. The index
on ``bigrams(column)`` finds every row that holds all pairs of what was typed; the substring is checked after.
"""

from typing import TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, Model, Q, QuerySet, TextField, Value

Row = TypeVar("Row", bound=Model)

CREATE = """
CREATE OR REPLACE FUNCTION bigrams(words text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 500
RETURN ARRAY(SELECT substr(lower(words), i, 2) FROM generate_series(1, greatest(length(words) - 1, 1)) AS i)
"""
DROP = "DROP FUNCTION IF EXISTS bigrams(text)"


class Bigrams(Func):
    """``bigrams(text)``: all pairs of neighbouring characters, in lower case."""

    function = "bigrams"
    output_field = ArrayField(TextField())


def containing(rows: "QuerySet[Row]", column: str, parts: list[str]) -> "QuerySet[Row]":
    """The rows whose ``column`` contains each of ``parts``, however written as to case. Parts of one character
    are checked but cannot use the index: give at least one of two."""
    condition = Q()
    for part in parts:
        condition &= Q(**{f"{column}__icontains": part})
    pairs = [part for part in parts if len(part) > 1]
    for number, part in enumerate(pairs):
        alias = f"pairs_{number}"
        rows = rows.alias(**{alias: Bigrams(column)})
        condition &= Q(**{f"{alias}__contains": Bigrams(Value(part))})
    return rows.filter(condition)
