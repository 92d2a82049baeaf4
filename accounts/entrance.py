"""The way in: where to go after signing in, and who stands between the two steps."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import Person
from accounts.selectors import active_person

PENDING = "pending_sign_in"
PENDING_FOR = timedelta(minutes=10)


def wanted_page(request: HttpRequest) -> str:
    """The page of this site named by ``next``, or empty."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else ""


def page_after(target: str) -> str:
    return target or resolve_url(settings.LOGIN_REDIRECT_URL)


def await_second_factor(session: SessionBase, person: Person, target: str) -> None:
    """Remember whose password was right; not yet signed in."""
    session[PENDING] = {"person": person.pk, "at": timezone.now().isoformat(), "next": target}


def awaited(session: SessionBase) -> tuple[Person, str] | None:
    """Who is between password and second factor, and where they want to go; ``None`` after ten minutes."""
    pending = session.get(PENDING)
    if not pending or timezone.now() - datetime.fromisoformat(pending["at"]) > PENDING_FOR:
        session.pop(PENDING, None)
        return None
    person = active_person(pending["person"])
    return (person, pending["next"]) if person else None
