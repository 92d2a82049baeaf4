"""Copies made past the triggers are as the triggers would have made them; the books of a sweep see what is missing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from bench import effects, floor, mass
from workorders.models import Deadline, Message, Step, WorkOrder
from workorders.services.seal import faults
from workorders.services.sweep import sweep

pytestmark = pytest.mark.usefixtures("district")


def test_copies_are_numbered_chained_and_due_when_wished():
    begin = timezone.now() + timedelta(hours=1)
    span = mass.spread(mass.template(), 30, begin, 2, levels=(0, 2), every_clock=False)
    fresh = Deadline.objects.filter(pk__range=span).order_by("fire_at")
    assert [each.fire_at for each in fresh] == [begin + timedelta(seconds=2 * n) for n in range(30)]
    assert {each.level for each in fresh} == {0, 2}
    assert all(each.fire_at == each.marks[each.level] for each in fresh)
    assert WorkOrder.objects.values("number").distinct().count() == WorkOrder.objects.count() == 31
    assert list(faults()) == []


def test_the_triggers_are_back_afterwards():
    mass.spread(mass.template(), 1, timezone.now(), 0)
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)


def test_books_count_what_is_lost_and_what_came_twice():
    span = mass.spread(mass.template(), 5, timezone.now() - timedelta(seconds=1), 0, levels=(2,), every_clock=False)
    assert effects.books(span) == effects.Books(due=5, lost=5, twice=0)
    sweep()
    assert effects.books(span) == effects.Books(due=5, lost=0, twice=0)
    message = Message.objects.filter(topic="clock.breached").latest("pk")
    message.pk, message.key = None, message.key + ":again"
    message.save()
    assert effects.books(span) == effects.Books(due=5, lost=0, twice=1)


def test_the_floor_writes_what_an_acceptance_writes():
    script = floor.script(floor.record())
    tables = [line.split('"')[1] for line in script.splitlines() if line.startswith("INSERT")]
    assert tables[:4] == ["workorders_workorder", "workorders_deadline", "repair_repairdetail", "workorders_step"]
    assert r"RETURNING id AS order_id \gset" in script
    assert script.count(":order_id") >= 3
    assert Step.objects.filter(verb="accept").count() == 1
