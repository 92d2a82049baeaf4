"""The planted world, made once: what is asked of it is undone each time."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

from tests import factories
from tests.leaks.planting import World, plant


class Lines(logging.Handler):
    """What the log would have held, in the words our handler writes."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []
        self.setFormatter(next(each.formatter for each in logging.getLogger().handlers if each.formatter))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(scope="module")
def logged() -> Iterator[list[str]]:
    root, lines = logging.getLogger(), Lines()
    level = root.level
    root.addHandler(lines)
    root.setLevel(logging.INFO)
    yield lines.lines
    root.removeHandler(lines)
    root.setLevel(level)


@pytest.fixture(scope="module")
def grown(django_db_setup, django_db_blocker, tmp_path_factory, logged) -> Iterator[tuple[World, dict[str, str]]]:
    folder = tmp_path_factory.mktemp("planted")
    folders = {"MEDIA_ROOT": str(folder / "media"), "SMS_FOLDER": str(folder / "sms")}
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**folders):
            world = plant(factories.build_district())
        yield world, folders
        transaction.set_rollback(True)


@pytest.fixture
def world(grown, db, settings) -> World:
    world, folders = grown
    for name, folder in folders.items():
        setattr(settings, name, folder)
    return world
