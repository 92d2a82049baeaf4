"""Setting passwords: by the person, or by a security administrator who then must not know it for long."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import AccountEvent, PastPassword, Person
from accounts.passwords import NOT_REUSED, refuse_reuse
from accounts.policies import require_security_over
from accounts.services.events import record
from accounts.services.sessions import end_everywhere, forget_tokens


@transaction.atomic
def set_password(actor: Person, person: Person, password: str) -> None:
    """Reset the password of ``person``, who must choose another at the next sign-in; ends their sessions and
    tokens. Raises ``PermissionDenied``, or ``ValidationError`` when the password breaks a rule."""
    require_security_over(actor, person)
    validate_password(password, person)
    _store(person, password, must_change=True)
    end_everywhere(person)
    record(AccountEvent.Kind.PASSWORD_RESET, actor=actor, person=person)


@transaction.atomic
def change_password(person: Person, old: str, new: str) -> None:
    """Change one's own password; ends one's API tokens. The caller keeps the present session alive.
    Raises ``ValidationError`` by field (``old_password``, ``new_password``)."""
    if not person.check_password(old):
        raise ValidationError({"old_password": "原密码不正确"})
    try:
        validate_password(new, person)
        refuse_reuse(person, new)
    except ValidationError as error:
        raise ValidationError({"new_password": error.messages}) from error
    _store(person, new, must_change=False)
    forget_tokens(person)
    record(AccountEvent.Kind.PASSWORD_CHANGED, actor=person, person=person)


def _store(person: Person, password: str, *, must_change: bool) -> None:
    remember(person)
    person.set_password(password)
    person.must_change_password = must_change
    person.demo = False  # the printed password is gone
    person.save(update_fields=["password", "password_changed_at", "must_change_password", "demo"])


def remember(person: Person) -> None:
    """Keep the hash of the present password, and no more of them than the rule needs."""
    if person.has_usable_password():
        PastPassword.objects.create(person=person, password=person.password)
    kept = PastPassword.objects.filter(person=person).values("pk")[: NOT_REUSED - 1]
    PastPassword.objects.filter(person=person).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
