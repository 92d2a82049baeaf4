"""Whose browser sessions are good at this moment, by the rules every page keeps (``middleware.SessionRules``).

For what has a session's key and no request. Asking is no activity: it keeps no session alive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.access import Access, Grant
from accounts.models import Person, RoleAt
from accounts.policies import barred, password_expired
from accounts.services.sessions import session_is_held

SEEN_AT = "seen_at"


def why_ended(person: Person, session_key: str | None, seen: float | None, now: datetime) -> str:
    """``elsewhere``, ``barred`` or ``idle`` when this session may not go on; empty when it may."""
    if not session_is_held(person, session_key):
        return "elsewhere"
    if barred(person):
        return "barred"
    if seen is not None and now.timestamp() - seen > settings.SESSION_IDLE.total_seconds():
        return "idle"
    return ""


def attending(session_keys: Iterable[str]) -> dict[str, Access]:
    """Those of ``session_keys`` that are good, with what their person may do. Three queries, however many."""
    now = timezone.now()
    found = Session.objects.filter(session_key__in=list(session_keys), expire_date__gt=now)
    opened = {row.session_key: SessionStore().decode(row.session_data) for row in found}
    people = Person.objects.in_bulk([who for data in opened.values() if (who := _who(data)) is not None])
    good = {key: people[who] for key, data in opened.items() if (who := _who(data)) in people}
    good = {key: person for key, person in good.items() if _may_go_on(person, key, opened[key], now)}
    grants: dict[int, list[Grant]] = {person.pk: [] for person in good.values()}
    held = RoleAt.objects.filter(person_id__in=grants, unit__active=True).order_by("pk")
    for who, role, unit, path in held.values_list("person_id", "role", "unit_id", "unit__path"):
        grants[who].append(Grant(role, unit, path))
    return {key: Access(person.pk, tuple(grants[person.pk])) for key, person in good.items()}


def _who(data: dict[str, Any]) -> int | None:
    who = str(data.get(SESSION_KEY, ""))
    known = data.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
    return int(who) if known and who.isascii() and who.isdigit() else None


def _may_go_on(person: Person, key: str, data: dict[str, Any], now: datetime) -> bool:
    same = constant_time_compare(data.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    return same and not password_expired(person) and not why_ended(person, key, data.get(SEEN_AT), now)
