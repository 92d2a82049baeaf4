"""Words are found wherever they stand, from the instant of the commit, indexed or not."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from workorders import tasks
from workorders.models import OrderText, Tally, Unindexed, WorkOrder
from workorders.selectors import queue, texts
from workorders.selectors.page import search
from workorders.services.texts import index_texts

CONTENT = "配电箱冒烟，Wi-Fi 断了，门牌50%_A\\B，请速来"


@pytest.fixture
def told(district):
    factories.accepted(district)
    return factories.accepted(district, content=CONTENT, contact_phones="13800138000,13900139000")


def found(district, text, post="agent", **more):
    page = queue.listing(getattr(district, post), queue.Filters.read({"text": text, **more}))
    return [order.pk for order in (*page.mine, *page.rest)]


@pytest.mark.parametrize("few", [3000, 0])
@pytest.mark.parametrize("indexed", [False, True])
def test_any_two_neighbours(district, told, monkeypatch, indexed, few):
    monkeypatch.setattr(texts, "FEW", few)
    if indexed:
        assert index_texts() == 2
        assert (Unindexed.objects.count(), OrderText.objects.count()) == (0, 2)
    words = [CONTENT[at : at + 2] for at in range(len(CONTENT) - 1)]
    for word in words:
        if word.strip() == word:
            assert told.pk in found(district, word), word
    for word in ("wi-fi", "WI-FI", "冒烟 请速", "请速 冒烟", "50%_", "A\\B", told.number, told.number[3:9]):
        assert told.pk in found(district, word), word
    for word in ("冒火", "0%A", "%%", "__", "冒烟 没有", "烟冒"):
        assert told.pk not in found(district, word), word
    assert found(district, "冒烟", phase="all") == [told.pk]


def test_an_address_is_found_by_those_who_see_it(district, told):
    factories.act(district, told, "dispatch", "agent")
    for _ in range(2):
        assert told.pk in found(district, "502室", "dispatcher")
        assert found(district, "502室", "supervisor") == []
        index_texts()


def test_a_single_character_is_no_search(district, told):
    assert len(found(district, "烟")) == 2


def test_a_pasted_novel_finds_nothing_and_breaks_nothing(district, told):
    assert found(district, "冒烟" * 5000) == []
    assert found(district, "冒烟\0") == [told.pk]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="停电冒烟Aa%_\\ '\"\n。", min_size=2, max_size=8))
def test_the_index_finds_what_reading_finds(district, told, text):
    before = found(district, text)
    index_texts()
    after = found(district, text)
    plain = [
        order.pk
        for order in WorkOrder.objects.order_by("pk")
        if all(
            any(word.lower() in part.lower() for part in (order.title, order.content, order.number, order.address))
            for word in text.split()
        )
    ]
    assert sorted(before) == sorted(after)
    if len(text.strip()) >= 2:
        assert sorted(after) == plain


def test_the_finder_by_last_digits_and_by_another_number(district, told):
    for _ in range(2):
        assert [order.pk for order in search(district.agent, told.number[-6:])] == [told.pk]
        assert [order.pk for order in search(district.agent, "139 0013 9000")] == [told.pk]
        assert search(district.supervisor, "13900139000") == []
        index_texts()


def test_indexing_twice_changes_nothing(district, told):
    assert index_texts() == 2
    assert index_texts() == 0
    Unindexed.objects.create(order_id=told.pk)
    assert index_texts() == 0
    assert OrderText.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_worker_indexes_and_folds_in_one_go(district, told, monkeypatch):
    monkeypatch.setattr("workorders.services.texts.BATCH", 1)  # two are waiting: it goes on until nothing is
    factories.act(district, told, "dispatch", "agent")
    tasks.index_texts()
    assert OrderText.objects.count() == 2
    assert not Unindexed.objects.exists()
    assert Tally.objects.count() == 2
