"""What all tests share. PostgreSQL, Valkey and the worker are real; time is moved, never waited for."""

from __future__ import annotations

import gc
import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from zlib import crc32

import pytest
from _pytest import runner
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import TransactionTestCase
from xdist.scheduler import LoadScopeScheduling

from complaints.selectors import categories
from config.frames import roomy
from tests import factories
from workorders.clocks import book
from workorders.services import sweep

# What migrations lay down and tests must not lose.
KEPT = {
    "django_migrations",
    "django_content_type",
    "workorders_ruleprofile",
    "workorders_rule",
    "workorders_calendarday",
    "complaints_category",
}

_emptying: list[str] = []  # the statements

# A password hashed in earnest takes a seventh of a second, hundreds of times over.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


class Together(LoadScopeScheduling):
    """What needs both cores for a moment or shares what takes long to make stays in one process, and begins first. Every
    other test goes where there is room."""

    stay = (
        "tests/launch/",
        "tests/bench/",
        "tests/complaints/replies/test_quality.py",
        "tests/supervision/test_overview.py",
        "tests/demo/test_cases.py",
        "tests/demo/test_seed.py",
        "tests/leaks/test_walk.py",
        "tests/leaks/test_the_walk_sees.py",
    )

    def _split_scope(self, nodeid: str) -> str:
        return next((each for each in self.stay if nodeid.startswith(each)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


FIRST = ("tests/browser/test_accessible.py", "tests/simulator/test_live.py", "tests/contract/test_howto.py")
EARLY = (
    "tests/browser/test_audit.py",
    "tests/browser/test_complaint_story.py",
    "tests/browser/test_live.py",
    "tests/browser/test_three_people.py",
    "tests/browser/test_whole_story.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long is not begun last, when nothing else is left to do. The rest is shuffled, always in the same way:
    what waits for a browser or a server runs beside what only reckons. Files stay together, for what they share is made
    once; a browser test shares nothing."""

    def place(item: pytest.Item) -> float:
        name = item.nodeid if item.get_closest_marker("browser") else item.nodeid.partition("::")[0]
        if name.startswith(FIRST):
            return -1
        return crc32(name.encode()) / (2 if name.startswith(EARLY) else 1)

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """What has been imported stays: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def empty_tables(self: TransactionTestCase) -> None:
    """Between transactional tests. The product refuses to truncate its log; a superuser of the test database may."""
    with connection.cursor() as cursor:
        if not _emptying:
            tables = [name for name in connection.introspection.table_names(cursor) if name not in KEPT]
            keep = {"accounts_person": " WHERE username <> 'system'"}
            _emptying.extend(f'DELETE FROM "{name}"{keep.get(name, "")}' for name in tables)
        cursor.execute(
            f"SET session_replication_role = replica; {'; '.join(_emptying)}; SET session_replication_role = DEFAULT"
        )


TransactionTestCase._fixture_teardown = empty_tables  # type: ignore[method-assign]
# A test and its fixtures stand where pages stand: a tenth of the processes' time (config/frames.py).
runner.runtestprotocol = roomy(runner.runtestprotocol)


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """No test meets rules or the system person as another test's database had them."""
    book.forget()
    categories.forget()
    sweep._system = None
    yield
    book.forget()
    categories.forget()


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    settings.WHITENOISE_AUTOREFRESH = True  # or every client would begin by looking through all static files
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.SMS_FOLDER = str(tmp_path / "sms")


@pytest.fixture(autouse=True)
def refused_at_once(settings) -> None:
    """``EvenRefusals`` is looked at where it is tested; waited for nowhere."""
    settings.REFUSED_EACH = 0


@pytest.fixture
def district(db) -> factories.District:
    return factories.build_district()


@pytest.fixture
def order(district):
    """A fault report, just accepted."""
    return factories.accepted(district)


@pytest.fixture
def keys() -> Iterator[str]:
    return (f"key-{number}" for number in itertools.count())


@pytest.fixture
def worker(transactional_db, tmp_path) -> Iterator[subprocess.Popen[bytes]]:
    """A real Celery worker on the test's own database, and beat beside it."""
    url = connection.settings_dict
    environment = os.environ | {
        "DATABASE_URL": f"postgres://{url['USER']}:{url['PASSWORD']}@{url['HOST']}:{url['PORT']}/{url['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
        "SMS_FOLDER": str(tmp_path / "sms"),
    }
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "config",
            "worker",
            "-B",
            "-s",
            str(tmp_path / "beat"),
            "-Q",
            "celery,clocks",
            "--concurrency",
            "1",
            "-l",
            "WARNING",
        ],
        env=environment,
        start_new_session=True,
    )
    yield process
    # The next test finds a database of its own, whatever this worker and its children were at.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
