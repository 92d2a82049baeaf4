"""Where nothing was sown: in production never, and without cases only when asked."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Unit
from workorders.models import WorkOrder


def test_never_in_production(db, settings):
    settings.PRODUCTION = True
    for command in ("seed_demo", "demo_accounts"):
        with pytest.raises(CommandError, match="生产环境"):
            call_command(command, stdout=io.StringIO())
    assert not Unit.objects.exists()


def test_no_accounts_before_the_seed(db):
    with pytest.raises(CommandError, match="seed_demo"):
        call_command("demo_accounts", stdout=io.StringIO())


def test_without_cases(db):
    call_command("seed_demo", premises=60, no_cases=True, stdout=io.StringIO())
    assert not WorkOrder.objects.exists()
