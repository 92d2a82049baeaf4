"""No personal data in logs, also when the database quotes a row in its error."""

import json
import logging

import pytest
import structlog
from django.db import DatabaseError, connection, transaction


def logged(error: Exception) -> str:
    """The line our handler would write."""
    [ours] = {
        handler.formatter
        for handler in logging.getLogger().handlers
        if isinstance(handler.formatter, structlog.stdlib.ProcessorFormatter)
    }
    return ours.format(logging.LogRecord("x", logging.ERROR, "x.py", 1, "failed", (), (type(error), error, None)))


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO customers_phone (customer_id, number, label) VALUES (NULL, '13812345678', E'家\n\n13812345678')",
        "SELECT 1 WHERE '13812345678' = nothing_like_it",
        """SELECT (E'{"phone": "13812345678", "x": \n13812345678x')::jsonb""",
    ],
)
@pytest.mark.django_db
def test_what_the_database_quotes_stays_out(sql):
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert "13812345678" in str(caught.value)
    found = json.loads(logged(caught.value))
    assert found["event"] == "failed" and "13812345678" not in found["exception"]
    assert "The above exception" in found["exception"] and "DatabaseError" not in found["exception"][:20]
