"""The demo's cases: of every type, in every state, made by the gate alone, and nobody too many."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Person, Role, RoleAt
from complaints.models import Appeal, CaseDetail, Extension, Relay, Secrecy
from workorders.books import clocks, paths
from workorders.models import Deadline, Return, Watcher, WorkOrder
from workorders.selectors.orders import visible_to
from workorders.services.seal import faults

GRACE = timedelta(seconds=10)


@pytest.fixture(scope="module")
def seed(sown):
    with sown(premises=1200, no_year=True) as began:
        yield began


@pytest.fixture
def seeded(seed, db):
    return seed


def test_a_living_stock(seeded):
    kinds, states = (Counter(WorkOrder.objects.values_list(name, flat=True)) for name in ("kind", "state"))
    assert set(kinds) == {"complaint", "misconduct", "opinion", "suggestion", "praise"}
    assert states["replied"] >= 20, "a sitting of audits"
    for state in ("accepted", "dispatched", "forwarded", "handling", "audited", "archived"):
        assert states[state] >= 2
    assert set(CaseDetail.objects.values_list("secrecy", flat=True)) == set(Secrecy.values)
    assert CaseDetail.objects.filter(statement=True).count() == 2
    for asked in (Appeal, Extension, Relay):
        assert asked.objects.filter(**{"answered_at" if asked is Relay else "decided_at": None}).exists()
    levels = set(Return.objects.values_list("level", flat=True))
    assert {Return.Level.PROVINCE, Return.Level.NATIONAL} <= levels
    twice = Counter(Return.objects.filter(level=Return.Level.PROVINCE).values_list("order", flat=True))
    assert max(twice.values()) == 2

    open_ones = Deadline.objects.filter(order__state="handling", clock="replied_by", done_at=None)
    assert open_ones.filter(breached_at__isnull=False).count() == 1
    near = timezone.now() + timedelta(hours=24)
    assert open_ones.filter(state="running", due_at__range=(timezone.now(), near)).exists()


def test_as_if_it_had_happened(seeded):
    """The gate was passed at the time of each act, and the clock on the wall goes on afterwards."""
    assert not [*paths.broken(), *clocks.wrong(GRACE), *faults()]
    assert timezone.now() >= seeded
    steps = [(step.occurred_at, step.recorded_at) for order in WorkOrder.objects.all() for step in order.steps.all()]
    assert all(occurred <= recorded <= timezone.now() for occurred, recorded in steps)


def test_a_few_are_cleared_and_see_what_the_others_do_not(seeded):
    cleared = RoleAt.objects.filter(role=Role.INTEGRITY)
    assert cleared.count() == 7
    assert all(row.person.roles.exclude(role=Role.INTEGRITY).exists() for row in cleared)
    for username, sees in (("auditor01", True), ("auditor02", False)):
        orders = visible_to(Person.objects.get(username=username))
        assert orders.filter(kind="misconduct").exists() is sees


@pytest.mark.clause("D15")
def test_leaders_are_named(seeded):
    posts = {row.person.username: row.unit for row in Watcher.objects.select_related("person", "unit")}
    assert len(posts) == 3
    assert all(RoleAt.objects.filter(person__username=name, unit=unit).exists() for name, unit in posts.items())
