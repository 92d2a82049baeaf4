"""Writing to the account log."""

from accounts.models import AccountEvent, Person


def record(
    kind: AccountEvent.Kind, *, actor: Person | None, person: Person | None = None, **data: object
) -> AccountEvent:
    """Write down what ``actor`` did to ``person``. ``data`` must be JSON; never a password or a code."""
    return AccountEvent.objects.create(kind=kind, actor=actor, person=person, data=data)
