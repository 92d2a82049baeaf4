"""Twice at once, from real threads on real connections; and a worker killed in the middle."""

import os
import signal
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.utils import timezone

from tests.factories import LIFE, accepted, build_district, lived_until, report
from tests.waiting import until
from workorders import errors
from workorders.models import BulkItem, Deadline, Message, Step, WorkOrder
from workorders.selectors.bulk import Picked
from workorders.services import accept, bulk, perform
from workorders.services.seal import faults
from workorders.services.sweep import sweep

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def district(transactional_db):
    return build_district()


def at_once(*jobs):
    """Run the jobs in threads of their own, started together; returns each one's result or exception."""
    gate, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(place, job):
        gate.wait()
        try:
            results[place] = job()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_two_people_receive_at_once_and_one_is_told(district):
    order = lived_until(district, "dispatched")
    dispatcher = district.dispatcher
    results = at_once(*[lambda: perform(order.pk, "receive", dispatcher, {})] * 4)
    refused = [result for result in results if isinstance(result, errors.WrongState)]
    assert len(refused) == 3 and Step.objects.filter(order=order, verb="receive").count() == 1


def test_one_key_from_many_threads_makes_one_order(district):
    agent, data = district.agent, report(district)
    results = at_once(*[lambda: accept("repair", agent, data, key="same")] * 5)
    assert len({result.order.pk for result in results}) == 1 and WorkOrder.objects.count() == 1
    assert sorted(result.replayed for result in results) == [False, True, True, True, True]


def test_one_key_on_a_verb_from_many_threads_does_it_once(district):
    order = accepted(district)
    agent = district.agent
    results = at_once(*[lambda: perform(order.pk, "dispatch", agent, {}, key="same")] * 5)
    assert sorted(result.replayed for result in results) == [False, True, True, True, True]


def test_many_sweeps_and_people_at_once_announce_each_level_once(district):
    orders = [accepted(district) for _ in range(30)]
    due = timezone.now() + timedelta(minutes=10)
    agent = district.agent

    def dispatch_all():
        for order in orders[:15]:
            perform(order.pk, "note", agent, {"kind": "more", "text": "x"})

    def sweep_all():
        for _ in range(8):
            sweep(due, batch=7)

    failed = [result for result in at_once(sweep_all, sweep_all, sweep_all, dispatch_all) if result is not None]
    assert not failed
    while sweep(due):
        pass
    levels = Step.objects.filter(verb__in=["warn", "breach"]).values_list("order_id", "data__clock", "data__level")
    assert len(levels) == len(set(levels)) == 30 * 4
    assert Message.objects.filter(key__startswith="clock:").count() == 30 * 4
    assert list(faults()) == []


def test_merging_and_answering_at_once_leaves_a_whole_story(district):
    master = lived_until(district, "restored")
    children = [lived_until(district, "received") for _ in range(3)]
    other = lived_until(district, "on_site")
    crew, lead = district.crew, district.lead
    number = other.number
    at_once(
        lambda: perform(master.pk, "reply", crew, dict(LIFE[-1][2])),
        *[lambda child=child: perform(child.pk, "merge", lead, {"master": number}) for child in children],
    )
    states = set(WorkOrder.objects.filter(pk__in=[child.pk for child in children]).values_list("state", flat=True))
    assert states == {"merged"} and list(faults()) == []


def backend_pids():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [row[0] for row in cursor.fetchall()]


def test_a_real_worker_announces_and_sends(district, worker, settings):
    order = accepted(district, accident="person")
    Deadline.objects.filter(order=order).update(fire_at=timezone.now())
    until(lambda: Step.objects.filter(order=order, verb="warn").exists(), "the warning is announced")
    from workorders.models import Delivery

    until(lambda: Delivery.objects.filter(channel="sms", state="sent").exists(), "the text is sent")


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(district, worker):
    orders = [accepted(district) for _ in range(20)]
    Deadline.objects.filter(order__in=orders).update(fire_at=timezone.now())
    until(lambda: Step.objects.filter(verb="warn").exists(), "the first warning is announced")
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait(10)

    def swept():
        sweep(timezone.now())  # its child may still hold rows for a moment: those are left for the next look
        return Step.objects.filter(verb="warn").count() >= 20

    until(swept, "what the dead worker left is announced")
    assert Step.objects.filter(verb="warn").count() == 20 == Message.objects.filter(topic="clock.warned").count()


def test_a_database_connection_cut_in_the_middle_leaves_no_half_order(district):
    agent, data = district.agent, report(district)

    def cut():
        for pid in backend_pids():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [pid])

    results = at_once(*[lambda: accept("repair", agent, data)] * 3, cut)
    made = [result for result in results[:3] if not isinstance(result, Exception)]
    connection.close()
    assert WorkOrder.objects.count() == len(made) == Step.objects.count() == Deadline.objects.count()


def test_one_bulk_key_from_many_threads_is_one_run(district):
    orders, key, dispatcher = [lived_until(district, "dispatched") for _ in range(2)], uuid4(), district.dispatcher
    chosen = [Picked(order, None) for order in orders]

    def go():
        run = bulk.begin(dispatcher, "receive", chosen, {}, key)
        bulk.go_on(run.pk)
        return run.pk

    assert at_once(*[go] * 4) == [key] * 4
    assert Step.objects.filter(verb="receive").count() == 2
    assert set(BulkItem.objects.values_list("outcome", flat=True)) == {BulkItem.Outcome.DONE}
