"""What every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.models import Person, Role
from workorders.navigation import entries_for
from workorders.selectors.inbox import UNREAD_CAP, unread_count


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Worked out only by pages that draw it: a partial asks the database nothing."""
    return {"around": SimpleLazyObject(lambda: _around(request)), "pace": settings.SPEED, "now": timezone.now}


def _around(request: HttpRequest) -> dict[str, Any]:
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {"entries": [], "unread": "", "path": request.path}
    unread = unread_count(person)
    return {
        "entries": [{"entry": entry, "here": request.path == entry.href} for entry in entries_for(person)],
        "unread": f"{UNREAD_CAP}+" if unread > UNREAD_CAP else str(unread or ""),
        "path": request.path,
        "roles": "、".join(dict.fromkeys(_role_label(role) for role in person.access.roles)),
    }


def _role_label(role: str) -> str:
    return str(Role(role).label)
