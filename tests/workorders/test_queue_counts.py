"""The tally is what counting the orders would give, whatever happens to them."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from django.db import connection, transaction

from tests import factories
from workorders.models import Tally, WorkOrder
from workorders.selectors.counts import LIVE, Cell, live_counts
from workorders.services.tallies import count_anew, fold_tallies


def counted(rows) -> set[Cell]:
    n: Counter[tuple[str, str, int]] = Counter()
    late: Counter[tuple[str, str, int]] = Counter()
    for kind, state, unit, breached in rows.values_list("kind", "state", "unit_id", "breached"):
        n[kind, state, unit] += 1
        late[kind, state, unit] += breached
    return {Cell(*key, n[key], late[key]) for key in n}


def live(rows=None) -> set[Cell]:
    return counted((WorkOrder.objects.all() if rows is None else rows).filter(phase__in=LIVE))


def test_each_step_of_a_life_is_counted(district):
    for state in ("accepted", "dispatched", "received", "assigned", "on_site", "replied"):
        order = factories.lived_until(district, state)
        assert set(live_counts(district.lead)) == live()
    factories.archived(district, order)
    assert set(live_counts(district.lead)) == live()
    WorkOrder.objects.filter(state="assigned").update(breached=True)
    assert set(live_counts(district.lead)) == live()
    assert sum(cell.breached for cell in live_counts(district.lead)) == 1


def test_everybody_counts_what_they_see(district):
    from workorders.selectors.orders import visible_to

    for state in ("accepted", "assigned", "on_site", "replied"):
        factories.lived_until(district, state)
    far = factories.accepted(district, premises=district.far_premises.pk, address=district.far_premises.address)
    factories.act(district, far, "dispatch", "agent")
    on_site = WorkOrder.objects.get(state="on_site")
    factories.act(district, on_site, "support", "crew", units=[district.operations.pk], needed="需吊车")
    for post in ("agent", "lead", "supervisor", "dispatcher", "crew", "handler", "other_dispatcher"):
        person = getattr(district, post)
        assert set(live_counts(person)) == live(visible_to(person)), post
    within = set(live_counts(district.lead, district.station))
    assert within == live(WorkOrder.objects.filter(unit__path__startswith=district.station.path))


def test_folding_changes_no_sum(district):
    for state in ("accepted", "assigned", "replied"):
        factories.lived_until(district, state)
    factories.archived(district, factories.lived_until(district, "replied"))
    before, rows = set(live_counts(district.lead)), Tally.objects.count()
    assert fold_tallies() > 0
    assert set(live_counts(district.lead)) == before
    assert Tally.objects.count() == len(before) < rows
    assert fold_tallies() == 0


def test_counting_anew_mends_what_was_written_past_the_triggers(district):
    factories.lived_until(district, "assigned")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE workorders_workorder SET state = 'on_site'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert set(live_counts(district.lead)) != live()
    count_anew()
    assert set(live_counts(district.lead)) == live()


@pytest.mark.django_db(transaction=True)
def test_folding_while_others_write(transactional_db):
    district = factories.build_district()
    order = factories.accepted(district)
    stop = threading.Event()

    def fold() -> None:
        while not stop.is_set():
            fold_tallies()
        connection.close()

    folders = [threading.Thread(target=fold) for _ in range(2)]
    for thread in folders:
        thread.start()
    try:
        for number in range(60):
            with transaction.atomic():
                WorkOrder.objects.filter(pk=order.pk).update(unit=district.city if number % 2 else district.centre)
            assert set(live_counts(district.lead)) == live()
    finally:
        stop.set()
        for thread in folders:
            thread.join()
    fold_tallies()
    assert set(live_counts(district.lead)) == live()
    assert Tally.objects.count() == 1
