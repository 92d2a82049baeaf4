"""What is committed is heard, at once and once; what is not, never. Whoever was away for a moment is told what they missed."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Role
from customers.services import calls
from live import asgi, hub, reader
from live.doorbell import ring
from live.listener import MOST, RESYNC, Listener
from live.notes import forget_notes, note
from live.sources import sources
from tests.browsing import at_desk
from tests.factories import accepted, act
from tests.loops import run_apart
from tests.streaming import Ear, Streaming
from workorders.models import Message
from workorders.services import outbox
from workorders.services.outbox import mark_read


def test_an_act_is_heard_by_those_who_may_see_it_and_nobody_else(town, listen):
    dispatcher, other, crew = (listen(getattr(town, post)) for post in ("dispatcher", "other_dispatcher", "crew"))
    order = accepted(town)

    order = act(town, order, "dispatch", "agent").order
    while (heard := dispatcher.hear("order"))["verb"] != "dispatch":
        pass

    assert (heard["number"], heard["verb"], heard["version"]) == (order.number, "dispatch", order.version)
    # The others hear of nothing until something is theirs: the next they are told is not this.
    note("inbox", person=town.other_dispatcher.pk)
    note("inbox", person=town.crew.pk)
    assert other.hear()["topic"] == "inbox"
    assert crew.hear()["topic"] == "inbox"


def test_those_it_leaves_hear_that_it_left(town, listen):
    order = act(town, accepted(town), "dispatch", "agent").order
    order = act(town, order, "receive", "dispatcher").order
    order = act(town, order, "assign", "dispatcher", crew="crew_unit").order
    first = listen(town.crew)
    note("inbox", person=town.crew.pk)
    first.hear("inbox")  # what was before has been told

    act(town, order, "reassign", "dispatcher", crew=town.second_crew_unit.pk, reason="一班另有任务")

    while "left" not in (told := first.hear("order")):
        pass  # how it came to them, where that was read in the same look
    told.pop("id")
    assert told == {"topic": "order", "number": order.number, "left": True}


def test_what_is_rolled_back_is_never_heard(town, listen):
    order = accepted(town)
    dispatcher = listen(town.dispatcher)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        act(town, order, "dispatch", "agent")
        raise ZeroDivisionError

    note("inbox", person=town.dispatcher.pk)

    assert dispatcher.hear()["topic"] == "inbox"


def test_a_row_that_becomes_visible_after_a_younger_one_is_heard_all_the_same(town, listen):
    agent = listen(town.agent)
    hold, held = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            note("inbox", person=town.agent.pk, which="older")
            held.set()
            hold.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    held.wait(10)
    note("inbox", person=town.agent.pk, which="younger")
    assert agent.hear("inbox")["which"] == "younger"
    agent.settle()
    position = agent.id
    hold.set()
    thread.join()

    assert agent.hear("inbox")["which"] == "older"
    # Somebody who went away in between is told of it too.
    again = listen(town.agent, f"?since={position}", settled=False)
    assert again.hear("inbox")["which"] == "older"


def test_without_the_bell_it_is_looked_for_all_the_same(town, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    running = Streaming()
    running.start()
    try:
        ear = Ear(running.port, at_desk(town.agent).cookies[settings.SESSION_COOKIE_NAME].value)
        ear.settle()
        note("inbox", person=town.agent.pk)
        assert ear.hear("inbox")
        ear.close()
    finally:
        running.stop()


def test_a_database_that_went_away_for_a_moment_delays_and_loses_nothing(town, listen):
    agent = listen(town.agent)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    order = accepted(town)

    assert agent.hear("order")["number"] == order.number


def test_whoever_was_away_is_told_what_they_missed(town, listen):
    dispatcher = listen(town.dispatcher)
    order = act(town, accepted(town), "dispatch", "agent").order
    while dispatcher.hear("order")["verb"] != "dispatch":
        pass  # how it was accepted, where both were read in one look
    dispatcher.settle()
    dispatcher.close()

    act(town, order, "receive", "dispatcher")
    again = listen(town.dispatcher, f"?since={dispatcher.id}", settled=False)

    assert again.hear()["verb"] == "receive"


@pytest.mark.parametrize("gone", [0, 7_000])
def test_a_restarted_process_still_knows(town, stream, listen, gone):
    """Also where thousands of rows before are no longer there: notes are forgotten, and what failed leaves gaps."""
    stream.stop()
    with connection.cursor() as cursor:
        for source in sources():
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [source.model._meta.db_table, gone],
            )
    stream.start()
    dispatcher = listen(town.dispatcher)
    order = act(town, accepted(town), "dispatch", "agent").order
    while dispatcher.hear("order")["verb"] != "dispatch":
        pass  # how it was accepted, where both were read in one look
    dispatcher.settle()
    stream.stop()
    act(town, order, "receive", "dispatcher")
    stream.start()

    assert listen(town.dispatcher, f"?since={dispatcher.id}", settled=False).hear("order")["verb"] == "receive"


def test_a_page_is_told_what_came_while_it_was_being_drawn(town, listen):
    order = accepted(town)
    listen(town.agent).settle()  # a beat later it has been read

    heard = listen(town.agent, "?age=30000", settled=False).hear()

    # The process is younger than the page: it does not know all that happened, and says so.
    assert heard["topic"] == "resync"
    drawn = time.monotonic()
    act(town, order, "dispatch", "agent")
    age = int((time.monotonic() - drawn) * 1000) + 1  # however long this machine took over the act
    watching = listen(town.dispatcher, f"?age={age}", settled=False)
    assert watching.hear("order")["number"] == order.number


@pytest.mark.parametrize(
    "since", ["o1", "o1.c1.i1.n1", "o99999999.c99999999.i99999999.n99999999", "'; DROP", "o" * 500]
)
def test_whoever_was_away_too_long_looks_again_at_everything(town, listen, since):
    for _ in range(2):
        note("inbox", person=town.agent.pk)
    assert listen(town.agent, f"?since={quote(since)}", settled=False).hear()["topic"] == "resync"


def test_a_storm_is_not_told_one_by_one(town, listen, monkeypatch):
    monkeypatch.setattr(reader, "MOST", 3)
    agent = listen(town.agent)
    with transaction.atomic():
        for _ in range(8):
            note("inbox", person=town.agent.pk)

    assert agent.hear() == {"topic": "resync"}
    note("inbox", person=town.agent.pk)
    assert agent.hear()["topic"] == "inbox"


def test_who_missed_very_much_looks_again_at_everything(town, listen, monkeypatch):
    monkeypatch.setattr(hub, "REPLAYED", 2)
    agent = listen(town.agent)
    note("inbox", person=town.agent.pk)
    agent.hear("inbox")
    agent.settle()
    position = agent.id
    for _ in range(4):
        note("inbox", person=town.agent.pk)
    for _ in range(4):
        agent.hear("inbox")

    assert listen(town.agent, f"?since={position}", settled=False).hear() == {"topic": "resync"}


def test_a_call_is_heard_by_its_agent_and_by_those_who_watch(town, listen):
    agent, lead, second, crew = (listen(getattr(town, post)) for post in ("agent", "lead", "second_agent", "crew"))

    calls.ring("c1", "13812345678", town.centre, 1, timezone.now())

    for ear in (agent, second, lead):  # nobody has taken it yet
        assert ear.hear("call").items() >= {"call_id": "c1", "event": "ring"}.items()
    calls.answer("c1", town.agent, timezone.now())
    for ear in (agent, second, lead):  # it no longer waits
        assert ear.hear("call")["event"] == "answer"
    calls.hold("c1", timezone.now())
    assert agent.hear("call")["event"] == "hold"
    assert lead.hear("call")["event"] == "hold"
    note("inbox", person=town.second_agent.pk)
    note("inbox", person=town.crew.pk)
    assert second.hear()["topic"] == "inbox"
    assert crew.hear()["topic"] == "inbox"


def test_a_message_is_heard_by_its_person_and_so_is_its_reading(town, listen):
    dispatcher = listen(town.dispatcher)
    Message.objects.create(
        key="m", unit=town.city, circle=Message.Circle.LEAD, topic="x", text="x", created_at=timezone.now()
    )
    outbox.expand()
    assert dispatcher.hear("inbox")

    mark_read(town.dispatcher)

    assert dispatcher.hear("inbox")


def test_what_has_no_row_is_carried_by_the_bell(town, listen):
    order = accepted(town)
    agent, other = listen(town.agent), listen(town.other_dispatcher)

    ring("presence", order=order.pk)

    assert agent.hear("presence")["number"] == order.number
    note("inbox", person=town.other_dispatcher.pk)
    assert other.hear()["topic"] == "inbox"


def test_a_note_to_those_above_a_unit(town, listen):
    supervisor, other = listen(town.supervisor), listen(town.other_dispatcher)

    note("crew", path=town.crew_unit.path, roles=[Role.SUPERVISOR, Role.DISPATCHER], unit=town.crew_unit.pk)

    assert supervisor.hear("crew")["unit"] == town.crew_unit.pk
    note("inbox", person=town.other_dispatcher.pk)
    assert other.hear()["topic"] == "inbox"


def test_notes_are_forgotten_after_a_day(town, time_machine):
    note("inbox", person=town.agent.pk)
    assert forget_notes() == 0
    time_machine.move_to(timezone.now() + timedelta(hours=25))

    assert forget_notes() == 1


def test_silence_is_broken_by_beats_that_move_the_position(town, listen, monkeypatch):
    monkeypatch.setattr(asgi, "BEAT", 0.1)
    crew = listen(town.crew)
    before = crew.id
    accepted(town)

    until = time.monotonic() + 5
    while crew.id == before:
        crew.settle()
        assert time.monotonic() < until


def test_a_slow_reader_keeps_nobody_waiting(town):
    access = town.agent.access

    async def fill() -> bytes:
        listener = Listener("", access)
        for number in range(MOST + 3):
            listener.put(f"data: {number}\n\n".encode())
        return await listener.take(0)

    text = run_apart(fill())
    assert text.startswith(RESYNC)
    assert text.count(b"data: ") < 10


def test_a_source_that_fails_takes_nothing_else_along(town, listen, monkeypatch):
    agent = listen(town.agent)
    monkeypatch.setattr(
        reader, "sources", lambda: [replace(each, describe=broken) for each in sources() if each.mark == "n"]
    )

    note("inbox", person=town.agent.pk)

    assert agent.hear() == {"topic": "resync"}
    monkeypatch.undo()
    note("inbox", person=town.agent.pk)
    assert agent.hear()["topic"] == "inbox"


def broken(ids):
    raise KeyError("a mistake of ours")
