"""People: made, described, sent away, brought back. For security administrators.

Everything here raises ``PermissionDenied`` when ``actor`` is none, or the person is out of reach."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from accounts.models import AccountEvent, Person
from accounts.policies import require_security, require_security_over
from accounts.services.events import record
from accounts.services.passwords import set_password
from accounts.services.roles import grant_role, revoke_role
from accounts.services.sessions import end_everywhere

__all__ = [
    "change_person",
    "create_person",
    "deactivate",
    "grant_role",
    "reactivate",
    "revoke_role",
    "set_password",
]


@transaction.atomic
def create_person(
    actor: Person,
    *,
    username: str,
    name: str,
    password: str | None = None,
    phone: str = "",
    demo: bool = False,
    must_change_password: bool = True,
) -> Person:
    """Add a person without roles. Without a password they cannot sign in until one is set.
    ``demo`` marks a password that everybody knows: such an account never opens in production.
    Raises ``ValidationError`` on a taken 工号 or a weak password (a demo password is not judged)."""
    require_security(actor)
    person = Person(
        username=username, name=name, phone=phone, demo=demo, must_change_password=must_change_password and not demo
    )
    if password is not None and not demo:
        validate_password(password, person)
    person.set_password(password)
    person.full_clean()
    person.save()
    record(AccountEvent.Kind.PERSON_CREATED, actor=actor, person=person)
    return person


@transaction.atomic
def change_person(actor: Person, person: Person, *, name: str, phone: str) -> None:
    """Set name and phone. Raises ``ValidationError``."""
    require_security_over(actor, person)
    changed = [field for field, value in {"name": name, "phone": phone}.items() if getattr(person, field) != value]
    person.name, person.phone = name, phone
    person.full_clean()
    person.save(update_fields=["name", "phone"])
    record(AccountEvent.Kind.PERSON_CHANGED, actor=actor, person=person, fields=changed)


@transaction.atomic
def deactivate(actor: Person, person: Person) -> None:
    """Close the account: sessions and API tokens end at once. Roles stay, for the day they come back."""
    require_security_over(actor, person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_everywhere(person)
    record(AccountEvent.Kind.DEACTIVATED, actor=actor, person=person)


@transaction.atomic
def reactivate(actor: Person, person: Person) -> None:
    """Open a closed account again."""
    require_security_over(actor, person)
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(AccountEvent.Kind.REACTIVATED, actor=actor, person=person)
