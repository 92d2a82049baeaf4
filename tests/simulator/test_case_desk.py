"""The case desk at work: the simulated people carry cases over the real interface, as fast as it answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import httpx
import pytest
import time_machine
from django.utils import timezone

from accounts.models import RoleAt
from complaints.selectors.categories import find
from simulator import papers
from simulator.acting import Acting
from simulator.audit import audit
from simulator.cases import Case, CaseDesk
from simulator.fate import draw
from simulator.hands import Hands
from simulator.ledger import Ledger
from simulator.matters import MATTERS
from simulator.pace import Pace
from simulator.population import Population, Staff
from simulator.wire import Wire
from tests import factories
from tests.complaints.cases import accepted, clear
from tests.loops import run_apart
from workorders.books import check_books
from workorders.calendar import SHANGHAI
from workorders.models import Step, WorkOrder
from workorders.services import outbox
from workorders.services.sweep import sweep

MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=SHANGHAI)


class Eventful(Random):
    """Whatever may happen happens, at its soonest; of several the first is taken."""

    def random(self) -> float:
        return 0.0


class Quiet(Random):
    """Nothing out of the ordinary happens, and everything takes its time."""

    def random(self) -> float:
        return 0.99


class Leap(Pace):
    """The district's time is the system's; it is moved, not waited for."""

    def __init__(self, clock: time_machine.Traveller) -> None:
        super().__init__(1, timezone.now())
        self.clock = clock

    def now(self) -> datetime:
        return timezone.now()

    async def sleep(self, district: timedelta) -> None:
        self.clock.shift(district)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=True) as traveller:
        yield traveller


@pytest.fixture
def town(clock, transactional_db) -> factories.District:
    return factories.build_district()


def staff(held: RoleAt) -> Staff:
    return Staff(held.person.username, held.role, held.unit_id, held.unit.kind, held.unit.path)


@pytest.fixture
def carry(live_server, town, clock) -> Callable[..., tuple[WorkOrder, Ledger]]:
    """Have an order of some business accepted, let everybody do their part in it, and compare the books."""

    def to_its_end(kind: str, chance: Random, twice: bool) -> tuple[WorkOrder, Ledger]:
        matter = next(each for each in MATTERS if each.kind == kind)
        category = find(kind, matter.category)[0].pk
        order = accepted(town, kind, content=matter.content, category=category, premises=town.premises.pk)
        held = RoleAt.objects.select_related("person", "unit").order_by("pk")
        population = Population((), tuple(map(staff, held)), factories.PASSWORD)
        agent = next(each for each in population.of("agent") if each.username == "agent")
        fate = replace(draw(1, 1), doubled=(twice,) * 16)
        case = Case(order.number, matter, fate, agent, town.operations.pk, chance)
        ledger = Ledger()

        async def main() -> list[str]:
            async with httpx.AsyncClient(base_url=live_server.url, timeout=60, trust_env=False) as client:
                wire = Wire(client, population.password, ledger)
                desk = CaseDesk(Acting(wire, Leap(clock), ledger, Hands(), population, "t"), seed=1)
                await desk.live(case, order.state)
                return await audit(wire, agent, ledger, MORNING - timedelta(hours=1))

        assert run_apart(main()) == [] and ledger.errors == []
        while sweep():
            pass
        outbox.expand()
        assert check_books(acts=ledger.acts) == []
        order.refresh_from_db()
        assert ledger.stands == {order.number: order.state}
        return order, ledger

    return to_its_end


def story(order: WorkOrder) -> list[tuple[str, str]]:
    """Who did what, from the dispatch on."""
    steps = Step.objects.filter(order=order).select_related("actor").order_by("seq")
    return [(each.verb, each.actor.username) for each in steps][1:]


WAY = [("dispatch", "agent"), ("forward", "auditor"), ("receive", "dispatcher")]
ANSWERED = [("reply", "handler"), ("approve", "auditor")]


@pytest.mark.parametrize(
    ("kind", "state", "expected"),
    [
        ("complaint", "audited", [*WAY, ("contact", "handler"), *ANSWERED]),
        ("misconduct", "audited", [*WAY, ("ask_relay", "handler"), ("relay", "agent"), *ANSWERED]),
        ("praise", "archived", [("dispatch", "agent"), ("acknowledge", "handler"), ("archive", "handler")]),
    ],
)
def test_a_case_is_carried_as_far_as_it_goes_without_a_call(town, carry, kind, state, expected):
    clear(town, "auditor", "dispatcher", "handler")
    order, ledger = carry(kind, Quiet(), twice=False)
    assert order.state == state and not order.breached
    assert story(order) == expected
    assert ledger.counts == Counter(verb for verb, _ in expected)


def test_a_case_in_which_everything_happens_is_carried_all_the_same(carry, monkeypatch):
    monkeypatch.setattr(papers, "STATED", 0)  # it would take the reply's place
    order, ledger = carry("complaint", Eventful(), twice=True)
    missed = [("contact", "handler"), ("contact", "handler")]
    longer = [("extend", "handler"), ("decide_extension", "auditor")]
    otherwise = [("appeal", "dispatcher"), ("decide_appeal", "auditor")]
    back = [("reply", "handler"), ("send_back", "auditor")]
    assert story(order) == [*WAY, *missed, *longer, *back, *ANSWERED, *otherwise]
    assert [order.extensions.get().granted, order.appeals.get().granted, order.counted] == [False, False, True]
    assert [each.outcome for each in order.contacts.order_by("pk")] == ["no_answer", "reached"]
    assert order.state == "audited" and order.returns.get().codes == ["no_result"]
    assert ledger.counts["被拒 reply invalid"] == 2  # the gate lets nothing hollow through, either time
    assert ledger.counts["重复发送"] == len(story(order))


ALWAYS = 1


@pytest.mark.parametrize("kind", ["complaint", "suggestion", "misconduct"])
def test_who_asks_for_more_time_is_given_it(town, carry, monkeypatch, kind):
    clear(town, "auditor", "dispatcher", "handler")
    monkeypatch.setattr(papers, "PROLONGED", ALWAYS)
    order, _ = carry(kind, Quiet(), twice=False)
    asked = order.extensions.get()
    assert asked.granted and order.state == "audited" and not order.breached
    assert max(order.deadlines.values_list("due_at", flat=True)) >= asked.until
    assert asked.proof.content_type == "application/pdf"


def test_a_statement_takes_the_place_of_reply_and_call_back(town, carry, monkeypatch):
    monkeypatch.setattr(papers, "STATED", ALWAYS)
    order, _ = carry("complaint", Quiet(), twice=True)
    stated = [("submit_statement", "dispatcher"), ("approve", "auditor")]
    assert story(order) == [*WAY, ("contact", "handler"), *stated]
    assert order.state == "archived" and not order.callbacks.exists()


def test_an_appeal_that_is_granted_takes_the_case_out_of_the_counts(town, carry, monkeypatch):
    monkeypatch.setattr(papers, "APPEALED", ALWAYS)
    order, _ = carry("complaint", Quiet(), twice=False)
    assert (order.appeals.get().granted, order.counted, order.state) == (True, False, "audited")
