"""Certificates people work under (B5.5). For security administrators."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import AccountEvent, Certificate, Person
from accounts.policies import require_security_over
from accounts.services.events import record


@transaction.atomic
def keep_certificate(
    actor: Person,
    person: Person,
    *,
    number: str,
    issued_on: date,
    expires_on: date,
    kind: str = "电工进网作业许可证",
    certificate: Certificate | None = None,
) -> Certificate:
    """Register a certificate, or correct ``certificate``. Raises ``PermissionDenied``, ``ValidationError``."""
    require_security_over(actor, person)
    if expires_on < issued_on:
        raise ValidationError({"expires_on": "有效期不能早于发证日期"})
    kept = certificate or Certificate(person=person)
    kept.kind, kept.number, kept.issued_on, kept.expires_on = kind, number, issued_on, expires_on
    kept.full_clean()
    kept.save()
    record(
        AccountEvent.Kind.CERTIFICATE_KEPT,
        actor=actor,
        person=person,
        certificate=kind,
        expires_on=expires_on.isoformat(),
    )
    return kept


@transaction.atomic
def remove_certificate(actor: Person, certificate: Certificate) -> None:
    """Delete a certificate entered by mistake; a lapsed one is better kept."""
    require_security_over(actor, certificate.person)
    certificate.delete()
    record(AccountEvent.Kind.CERTIFICATE_REMOVED, actor=actor, person=certificate.person, certificate=certificate.kind)
