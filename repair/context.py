"""What 报修 shows around every page: the storms the person works in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Person
from repair.selectors.storms import storms_of


def storms(request: HttpRequest) -> dict[str, Any]:
    """``storms``: asked only by pages that draw it, once a request."""
    person = getattr(request, "user", None)
    return {"storms": SimpleLazyObject(lambda: storms_of(person) if isinstance(person, Person) else [])}
