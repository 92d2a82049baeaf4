"""Counting anew while people work: acts wait, nobody is cut off, the books are right afterwards."""

import threading

import pytest
from django.db import connection, connections, transaction

from tests.factories import build_district
from tests.waiting import until
from tests.workorders.returning import an_order, at, change, live_a_year, sent_back
from workorders.models import WorkOrder
from workorders.services.archived import FOLD, miscounted
from workorders.services.tallies import count_anew

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("D3")]
WAITING = """
    SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
     WHERE d.datname = current_database() AND l.locktype = 'relation' AND NOT l.granted
"""


class Recount(threading.Thread):
    """On a connection of its own, as the command does."""

    failed: Exception | None = None

    def run(self):
        try:
            count_anew()
        except Exception as error:
            self.failed = error
        finally:
            connections.close_all()

    def begin(self):
        """Return when it waits for whoever is at work."""
        self.start()
        with connection.cursor() as cursor:
            until(lambda: (cursor.execute(WAITING), cursor.fetchone()[0])[1] == 1, "recount waits")

    def ended(self):
        self.join(30)
        return not self.is_alive() and self.failed is None


@pytest.fixture
def district(transactional_db):
    return build_district()


def test_an_act_that_sends_back_and_archives_is_let_through_first(district):
    order = an_order(district, "complaint", district.operations)
    recount = Recount()
    with transaction.atomic():
        WorkOrder.objects.select_for_update().get(pk=order.pk)  # as the gate begins
        recount.begin()
        sent_back(order, "province", ["no_result"], district)
        change(order, archived_at=at("2026-11-24 10:00"))
    assert recount.ended(), recount.failed
    assert list(miscounted()) == []


def test_a_worker_that_folds_is_let_through_first(district):
    live_a_year(district, 9, orders=30)
    recount = Recount()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FOLD)
        recount.begin()
    assert recount.ended(), recount.failed
    assert list(miscounted()) == []
