"""What must not reach a log, whatever went wrong."""

from __future__ import annotations

import re
from typing import Any

# The database's errors quote the row or the statement they are about; both hold what customers said.
_QUOTED = re.compile(
    r"^((?:DETAIL|CONTEXT|QUERY|STATEMENT|LINE \d+):).*?(?=\n\nThe above exception|\n\nDuring handling|\nTraceback |\Z)",
    re.DOTALL | re.MULTILINE,
)


def without_rows(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """A structlog processor: the traceback without what the database quoted in it."""
    if isinstance(event.get("exception"), str):
        event["exception"] = _QUOTED.sub(r"\1 …", event["exception"])
    return event
