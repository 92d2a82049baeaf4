"""The demo, sown once for a module: what is asked of it changes nothing, or is undone."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone


@pytest.fixture(autouse=True)
def as_demo(settings):
    settings.PRODUCTION = False


@pytest.fixture(scope="module")
def sown(django_db_setup, django_db_blocker) -> Callable[..., contextmanager]:
    """``with sown(premises=1200) as began:``: when it was begun; taken back at the end."""

    @contextmanager
    def sow(**options: object) -> Iterator[datetime]:
        with django_db_blocker.unblock(), transaction.atomic():
            began = timezone.now()
            with override_settings(PRODUCTION=False):
                call_command("seed_demo", **options, stdout=io.StringIO())
            yield began
            transaction.set_rollback(True)

    return sow
