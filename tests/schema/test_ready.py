"""Questions worded once find what the query set they are made of finds, whoever asks, and are worded once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from accounts.models import RoleAt, Unit
from schema.ready import Ready, answer
from tests import factories
from workorders.models import Deadline, Step, WorkOrder


def test_each_value_finds_its_own_rows_and_the_words_are_made_once(district):
    made = []

    def below(parent):
        made.append(parent)
        return Unit.objects.filter(parent=parent, active=True).order_by("name")

    children = Ready(below)
    for unit in (district.centre, district.city, district.county, district.crew_unit, district.city):
        assert children(unit.pk) == list(Unit.objects.filter(parent=unit, active=True).order_by("name"))
    assert len(made) == 1
    assert children.one(district.crew_unit.pk) is None


def test_what_a_query_set_brings_along_comes_along(district, order, django_assert_num_queries):
    factories.act(district, order, "dispatch", "agent")
    owing = Exists(Deadline.objects.filter(order=OuterRef("pk"), state="running"))
    ask = Ready(
        lambda number: (
            WorkOrder.objects.filter(number=number)
            .select_related("unit__parent")
            .only("number", "unit__name", "unit__parent__name")
            .annotate(owing=owing)
            .prefetch_related("deadlines__rule")
        )
    )
    for _ in range(2):
        with django_assert_num_queries(3):
            found = ask.one(order.number)
            assert (found.pk, found.owing) == (order.pk, True)
            assert found.unit.parent.name == district.centre.name
            clocks = {each.rule.clock for each in found.deadlines.all()}
        assert clocks == set(order.deadlines.values_list("clock", flat=True)) > {"dispatched_by"}
        assert found.get_deferred_fields() >= {"content", "phone"}
        assert found.content == order.content


def test_several_values_stand_where_they_belong(district, order):
    ask = Ready(lambda verb, seq, pk: Step.objects.filter(order=pk, seq=seq).exclude(verb=verb))
    assert ask("dispatch", 1, order.pk) == [order.steps.get(seq=1)]
    assert ask("accept", 1, order.pk) == []
    assert ask("accept", 2, order.pk) == []


def test_a_value_is_never_part_of_the_words(district):
    ask = Ready(lambda name: Unit.objects.filter(name=name))
    name = "' OR name <> '%s"
    with CaptureQueriesContext(connection) as asked:
        assert ask(name) == []
    assert "''" in asked[0]["sql"]
    district.city.name = name
    district.city.save()
    assert ask(name) == [district.city]


def test_each_thread_asks_by_its_own_connection(transactional_db):
    district = factories.build_district()
    ask = Ready(lambda pk: RoleAt.objects.filter(person=pk).select_related("unit"))

    def asked(post):
        try:
            return [each.unit.name for each in ask(district.people[post].pk)]
        finally:
            connection.close()

    posts = ["agent", "dispatcher", "crew", "auditor"] * 3
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(asked, posts))
    assert found == [[RoleAt.objects.get(person=district.people[post]).unit.name] for post in posts]


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_in_a_transaction_and_nowhere_else():
    with pytest.raises(TransactionManagementError):
        Ready(lambda pk: Unit.objects.select_for_update().filter(pk=pk))(1)


def test_an_answer_is_the_first_row_or_nothing(db):
    assert answer("SELECT 1, %s", "二") == (1, "二")
    assert answer("SELECT 1 WHERE %s", False) == ()
