"""Browser sessions and API tokens of a person: one session at a time, all ended at once when need be."""

from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone
from knox.models import AuthToken

from accounts.models import Person

NOBODY = "-"  # in Person.session_key: no session is valid (an empty key: none was ever held here)


def hold_session(person: Person, session_key: str | None) -> None:
    """Make ``session_key`` the person's only session; the one before is refused from now on."""
    person.session_key = session_key or NOBODY
    person.save(update_fields=["session_key"])


def session_is_held(person: Person, session_key: str | None) -> bool:
    """Whether this session is the person's present one."""
    return not person.session_key or person.session_key == session_key


def end_everywhere(person: Person) -> None:
    """End the person's session and delete their API tokens."""
    key = person.session_key
    hold_session(person, NOBODY)
    forget_tokens(person)
    if key and key != NOBODY:
        # After commit: the cache knows no rollback.
        transaction.on_commit(lambda: _store()(key).delete())


def issue_token(person: Person) -> tuple[AuthToken, str]:
    """A new API token: its row, and the text that is shown this once and kept nowhere."""
    return AuthToken.objects.create(person)


def forget_tokens(person: Person) -> None:
    """Delete all API tokens of ``person``."""
    AuthToken.objects.filter(user=person).delete()


def forget_expired() -> int:
    """Delete expired tokens and sessions; how many tokens went. For housekeeping, as often as you like."""
    _store().clear_expired()
    return AuthToken.objects.filter(expiry__lte=timezone.now()).delete()[0]


def _store() -> type[SessionBase]:
    return import_module(settings.SESSION_ENGINE).SessionStore
