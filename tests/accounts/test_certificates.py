"""B5.5: who is certified on which day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import AccountEvent, Role
from accounts.selectors import certified, certified_ids
from accounts.services.certificates import keep_certificate, remove_certificate

FIRST, LAST = date(2026, 1, 1), date(2026, 11, 22)


@pytest.fixture
def worker(units, make_person, system):
    person = make_person("w", (Role.CREW, units.crew))
    keep_certificate(system, person, number="T-1", issued_on=FIRST, expires_on=LAST)
    return person


@pytest.mark.clause("B5.5")
def test_certified_from_the_first_to_the_last_day(worker):
    day = timedelta(days=1)
    assert certified(worker, FIRST)
    assert certified(worker, LAST)
    assert not certified(worker, FIRST - day)
    assert not certified(worker, LAST + day)


@pytest.mark.clause("B5.5")
def test_many_at_once_in_one_query(worker, make_person, django_assert_num_queries):
    other = make_person("o")
    with django_assert_num_queries(1):
        assert certified_ids([worker.pk, other.pk], LAST) == {worker.pk}


def test_a_renewed_certificate_counts(worker, system):
    keep_certificate(system, worker, number="T-2", issued_on=LAST, expires_on=date(2029, 11, 22))
    assert certified(worker, date(2028, 1, 1))


def test_kept_by_the_security_administrator_only_and_written_down(worker, make_person, units, system):
    own = worker.certificates.get()
    with pytest.raises(PermissionDenied):
        keep_certificate(worker, worker, number="T-9", issued_on=FIRST, expires_on=date(2099, 1, 1))
    with pytest.raises(ValidationError, match="有效期不能早于"):
        keep_certificate(system, worker, number="T-9", issued_on=LAST, expires_on=FIRST)
    admin = make_person("sec", (Role.SECURITY_ADMIN, units.east))
    remove_certificate(admin, own)
    assert not certified(worker, LAST)
    assert AccountEvent.objects.filter(kind="certificate_removed", actor=admin, person=worker).exists()
