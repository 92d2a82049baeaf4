"""Address × role × code: the whole URLconf, walked. An address without a row fails, and so does a row without an address.

The rows stand in ``permission_rows``; each cell is asked and rolled back, so that no cell changes another's answer.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import AccountEvent, SecondFactorRule
from accounts.services.events import record
from accounts.services.sessions import issue_token
from tests import factories
from tests.browsing import session_of
from tests.complaints import cases
from tests.permission_rows import ADMIN, ADMIN_POSTS, API, PAGES, POSTS
from workorders.models import Attachment, Watcher
from workorders.registry import registry
from workorders.services.seal import seal_until


@dataclass(frozen=True)
class Address:
    name: str
    route: str


@dataclass(frozen=True)
class Row:
    name: str
    method: str
    codes: tuple[str, ...]


def addresses(resolver: URLResolver, namespace: str = "", route: str = "") -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Address(f"{namespace}{pattern.name or here}", here)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner, here)


def rows(table: str) -> list[Row]:
    found = []
    for line in filter(None, table.splitlines()):
        name, method, *codes = line.split()
        found.append(Row(name, method, tuple(codes)))
    return found


EVERY = list(addresses(get_resolver()))
TABLES = {"pages": PAGES, "api": API, "admin": ADMIN}
ROWS = [row for table in TABLES.values() for row in rows(table)]


def columns(table: str) -> tuple[str, ...]:
    return ADMIN_POSTS if table == "admin" else POSTS


def matching(name: str) -> list[Address]:
    return [address for address in EVERY if fnmatch.fnmatchcase(address.name, name)]


def test_every_address_has_a_row():
    named = {address.name for row in ROWS for address in matching(row.name)}
    missing = [f"{address.name}  ({address.route})" for address in EVERY if address.name not in named]
    assert not missing, "rows are missing in tests/permission_rows/:\n" + "\n".join(missing)


def test_every_row_has_an_address_and_a_code_for_each_role():
    assert [row for row in ROWS if not matching(row.name)] == []
    for name, table in TABLES.items():
        assert [row for row in rows(table) if len(row.codes) != len(columns(name))] == []


@dataclass
class Door:
    """How one role comes in: by a session for pages, by a token for programs; both empty for nobody."""

    client: Client  # one for all: each would load the whole stack again
    session: str
    token: str

    def ask(self, method: str, path: str) -> str:
        with transaction.atomic():
            response = self.by_token(method, path) if path.startswith("/api/") else self.by_session(method, path)
            if response.streaming:
                b"".join(response.streaming_content)  # closes the file
            transaction.set_rollback(True)
        return str(response.status_code)

    def by_token(self, method: str, path: str) -> HttpResponse:
        headers = {"Authorization": f"Token {self.token}"} if self.token else {}
        return self.client.generic(method, path, "{}", content_type="application/json", headers=headers)

    def by_session(self, method: str, path: str) -> HttpResponse:
        self.client.cookies.clear()  # an answer may have taken or given some
        if self.session:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.session
        return self.client.generic(method, path, content_type="application/x-www-form-urlencoded")


@pytest.fixture
def doors(district) -> dict[str, Door]:
    client = Client()
    found = {"anonymous": Door(client, "", "")}
    for post in POSTS[1:]:
        person = getattr(district, post)
        found[post] = Door(client, session_of(person), issue_token(person)[1])
    return found


@pytest.fixture
def filled(district) -> dict[str, str]:
    """What the addresses' parameters stand for: an order the agent has dispatched to the city, and what hangs on it. A
    verb that faults have not is asked of the first type that has it: its order stands with the city's operations."""
    order = factories.lived_until(district, "dispatched")
    file = Attachment.objects.create(
        order=order,
        name="照片.png",
        file=ContentFile(b"-", name="p.png"),
        size=1,
        content_type="image/png",
        sha256="0" * 64,
        uploaded_by=district.agent,
        uploaded_at=order.accepted_at,
    )
    Group.objects.create(name="x")
    device = TOTPDevice.objects.create(user=district.agent, confirmed=True)
    SecondFactorRule.objects.create(role="auditor")
    Watcher.objects.create(kind="complaint", unit=district.city, person=district.supervisor)
    record(AccountEvent.Kind.SIGNED_OUT, actor=district.agent, person=district.agent)
    seal_until(timezone.localdate() + timedelta(days=1))
    return {
        "<number:number>": order.number,
        "<complaint>": cases.lived_until(district, "handling").number,
        "<praise>": cases.step(
            district, cases.accepted(district, "praise"), "dispatch", "agent", unit=district.operations.pk
        ).number,
        "<order_number:number>": order.number,
        "<str:verb>": "note",
        "<slug:kind>": "repair",
        "<int:file_id>": str(file.pk),
        "<uuid:run_id>": "00000000-0000-4000-8000-000000000000",
        "<int:premises_id>": str(district.premises.pk),
        "<path:content_type_id>": "1",
        "<int:pk>": str(device.pk),
        "^(?P<app_label>": "accounts/",
        "(?P<url>.*)$": "nowhere/",
    }


def path_of(address: Address, filled: dict[str, str]) -> str:
    route = address.route
    verb = address.name.removeprefix("api_order_")
    kind = next((business.code for business in registry if verb in business.by_name), "repair")
    if kind != "repair":
        route = route.replace("<order_number:number>", filled[f"<{kind}>"])
    for parameter, value in filled.items():
        before, found, after = route.partition(parameter)
        route = before + value + ("" if parameter.startswith(("^", "(")) else after) if found else route
    found = re.match(r"admin/(\w+)/(\w+)/<path:object_id>", route)
    if found and found[1] in apps.app_configs:
        last = apps.get_model(found[1], found[2]).objects.order_by("pk").last()
        assert last is not None, f"nothing to ask {route} about"
        route = route.replace("<path:object_id>", str(last.pk))
    return f"/{route.replace('<path:object_id>', '1')}"


@pytest.mark.parametrize("table", list(TABLES))
def test_every_cell(doors, filled, table):
    wrong = []
    for row in rows(TABLES[table]):
        for address in matching(row.name):
            path = path_of(address, filled)
            got = tuple(doors[post].ask(row.method, path) for post in columns(table))
            if got != row.codes:
                wrong.append(f"{address.name} {row.method}\n  want {' '.join(row.codes)}\n  got  {' '.join(got)}")
    assert not wrong, "\n" + "\n".join(wrong)
