"""Telephony events: any order, twice, and never nonsense."""

from datetime import timedelta
from itertools import permutations

import pytest
import time_machine
from django.db import DatabaseError, transaction

from customers.models import Call, CallEvent
from customers.selectors import call_by_id, caller_card, centre_of, open_call_of, ring_figures
from customers.services import calls
from customers.services.calls import CallError
from tests.customers.conftest import NOON


def later(seconds: int):
    return NOON + timedelta(seconds=seconds)


@pytest.fixture(autouse=True)
def afternoon():
    with time_machine.travel(later(3600), tick=False):
        yield


@pytest.fixture
def story(units, people):
    """A whole call, each event as something that can be told."""
    return [
        lambda: calls.ring("c1", "138 1234 5678", units.centre, 2, later(0)),
        lambda: calls.answer("c1", people.agent, later(6)),
        lambda: calls.hold("c1", later(60)),
        lambda: calls.resume("c1", later(75)),
        lambda: calls.hang_up("c1", later(120), units.centre),
    ]


def check(call: Call, agent) -> None:
    call.refresh_from_db()
    assert (call.caller, call.rings, call.agent) == ("13812345678", 2, agent)
    assert (call.rang_at, call.answered_at, call.ended_at) == (later(0), later(6), later(120))
    assert (call.held_at, call.held_seconds, call.disposal) == (None, 15, "")


def test_a_whole_call(story, people, owner):
    for tell in story:
        call = tell()
    check(call, people.agent)
    assert call.customer == owner


@pytest.mark.parametrize("order", [order for order in permutations(range(5)) if order[0] in {0, 1, 4}][::3])
def test_any_order_and_twice(story, people, order):
    for number in (*order, *reversed(order)):
        call = story[number]()
    check(call, people.agent)
    assert CallEvent.objects.count() == 5


def test_held_calls_know_since_when(story):
    for tell in story[:3]:
        call = tell()
    assert (call.held_at, call.held_seconds) == (later(60), 0)


def test_a_call_goes_on_with_a_colleague(story, people):
    for tell in story[:2]:
        tell()
    assert calls.transfer("c1", people.colleague, later(30)).agent == people.colleague
    assert open_call_of(people.agent) is None
    assert open_call_of(people.colleague).call_id == "c1"


def test_never_answered_is_lost_until_the_answer_is_told(story):
    story[0]()
    assert story[4]().disposal == Call.Disposal.LOST
    assert story[1]().disposal == Call.Disposal.NONE


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (lambda units, people: calls.hold("c1", later(121)), "after_hang_up"),
        (lambda units, people: calls.hold("c1", later(5)), "before_answer"),
        (lambda units, people: calls.transfer("c1", people.colleague, later(5)), "before_answer"),
        (lambda units, people: calls.answer("c1", people.colleague, later(7)), "answered_by_another"),
        (lambda units, people: calls.ring("c1", "13900000000", units.centre, 1, later(1)), "two_callers"),
        (lambda units, people: calls.ring("c1", "13812345678", units.elsewhere, 1, later(0)), "other_centre"),
        (lambda units, people: calls.hold("c2", later(0)), "unknown_call"),
        (lambda units, people: calls.ring("c2", "", units.centre, 1, later(4000)), "in_future"),
    ],
)
def test_what_cannot_be_true_is_refused_and_leaves_no_trace(story, units, people, event, code):
    for tell in story:
        call = tell()
    with pytest.raises(CallError) as error:
        event(units, people)
    assert error.value.code == code
    assert error.value.message
    check(call, people.agent)


def test_a_repetition_with_another_time_changes_nothing(story, people):
    """Whoever leaves the time to the server and tries again tells a new time of the same event."""
    for tell in story:
        tell()
    calls.hang_up("c1", later(200))
    check(calls.answer("c1", people.agent, later(50)), people.agent)


@pytest.mark.parametrize("end", [False, True])
def test_nothing_happens_before_the_ring(story, people, end):
    story[0]()
    with pytest.raises(CallError) as error:
        calls.hang_up("c1", later(-1)) if end else calls.answer("c1", people.agent, later(-1))
    assert error.value.code == "before_ring"


def test_hang_up_before_the_answer_is_refused(story, units):
    story[0]()
    story[1]()
    with pytest.raises(CallError, match="已挂机"):
        calls.hang_up("c1", later(3), units.centre)


def test_disposed_once_by_whoever_has_it(story, people):
    for tell in story:
        call = tell()
    with pytest.raises(CallError) as error:
        calls.dispose(call, Call.Disposal.SILENT, people.colleague)
    assert error.value.code == "not_your_call"
    assert calls.dispose(call, Call.Disposal.ORDER, people.agent).disposal == "order"
    assert calls.dispose(call, Call.Disposal.ORDER, people.agent, later(500)).disposal == "order"
    with pytest.raises(CallError) as error:
        calls.dispose(call, Call.Disposal.SILENT, people.lead)
    assert error.value.code == "disposed"
    with pytest.raises(CallError):
        calls.dispose(call, Call.Disposal.LOST, people.agent)


@pytest.mark.clause("C2")
def test_what_was_told_stays(story):
    story[0]()
    for change in (
        lambda: CallEvent.objects.update(rings=9),
        lambda: CallEvent.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_call_stays_on_the_desk_while_it_is_written_down(story, people):
    for tell in story:
        call = tell()
    with time_machine.travel(later(180)):
        assert open_call_of(people.agent) == call
    with time_machine.travel(later(7200)):
        assert open_call_of(people.agent) is None


def test_a_disposed_call_leaves_the_desk(story, people):
    for tell in story[:2]:
        call = tell()
    assert open_call_of(people.agent) == call
    calls.dispose(call, Call.Disposal.ANSWERED, people.agent)
    assert open_call_of(people.agent) is None


def test_a_shared_number_names_no_customer(story, settle, owner):
    settle("单玉", street="青石巷", phones="13812345678")
    assert story[0]().customer is None


def test_the_card_shows_who_may_be_calling(story, people, settle, zhang):
    story[0]()
    call = story[1]()
    card = caller_card(people.agent, call)
    assert card.sure
    assert [found.premises for found in card.found] == [zhang]
    settle("单玉", street="青石巷", phones="13812345678")
    card = caller_card(people.agent, "138-1234-5678")
    assert not card.sure
    assert len(card.found) == 2
    assert card.recent == [call]
    assert caller_card(people.stranger, "13812345678").found == []
    assert caller_card(people.stranger, "13812345678").recent == []


def test_a_withheld_number_has_an_empty_card(units, people):
    card = caller_card(people.agent, calls.ring("c9", "", units.centre, 1, later(0)))
    assert (card.number, card.found, card.recent, card.sure) == ("", [], [], False)


def test_a_call_of_another_centre_is_not_there(story, people):
    story[0]()
    assert call_by_id(people.lead, "c1").call_id == "c1"
    with pytest.raises(Call.DoesNotExist):
        call_by_id(people.stranger, "c1")


def test_people_belong_to_the_nearest_centre(people, units):
    assert centre_of(people.agent) == units.centre
    assert centre_of(people.stranger) == units.elsewhere
    assert centre_of(people.dispatcher) is None


@pytest.mark.clause("B4.1")
def test_answered_within_four_rings_is_measured_per_centre(units, people):
    for number, rings in enumerate((1, 4, 5, 5)):
        calls.ring(f"r{number}", "", units.centre, rings, later(number))
        calls.answer(f"r{number}", people.agent, later(number + 15))
    calls.ring("r9", "", units.centre, 9, later(9))
    calls.hang_up("r9", later(30))
    figures = ring_figures(units.centre, later(0), later(60))
    assert (figures.answered, figures.within, figures.lost, figures.rate) == (4, 2, 1, 0.5)
    assert ring_figures(units.centre, later(0), later(60), limit=5).rate == 1
    assert ring_figures(units.elsewhere, later(0), later(60)).rate is None
