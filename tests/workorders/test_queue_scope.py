"""The parts a list is read from are what somebody may see, no more, no less, and each order once."""

from __future__ import annotations

from collections import Counter
from functools import reduce
from itertools import product
from operator import or_

import pytest
from django.utils import timezone

from accounts.models import Role, RoleAt
from customers.models import Call
from tests import factories
from workorders.models import Involved, WorkOrder
from workorders.selectors import queue
from workorders.selectors.next_steps import turns_of
from workorders.selectors.orders import LIVE, parts_visible_to, visible_to

POSTS = (
    "agent",
    "lead",
    "supervisor",
    "dispatcher",
    "crew",
    "other_dispatcher",
    "safety_officer",
    "handler",
    "auditor",
)

ASKED: tuple[dict[str, str], ...] = (
    {},
    {"phase": "all"},
    {"phase": "waiting"},
    {"phase": "void"},
    {"phase": "done"},
    {"kind": "repair"},
    {"state": "repair.assigned"},
    {"state": "repair.archived"},
    {"state": "repair.archived", "phase": "all"},
    {"clock": "repair.arrived_by"},
    {"clock": "repair.arrived_by", "phase": "all"},
    {"urgent": "1"},
    {"breached": "1"},
    {"text": "停电"},
    {"text": "没有 这句"},
    {"text": "停电", "phase": "all"},
    {"sort": "newest"},
)


@pytest.fixture
def busy(district):
    """Orders in every state, here and in the other city, of several agents; one of them a department takes part in."""
    for state in ("accepted", "dispatched", "received", "assigned", "on_site", "replied"):
        factories.lived_until(district, state)
    factories.archived(district, factories.lived_until(district, "replied"))
    far = factories.accepted(district, premises=district.far_premises.pk, address=district.far_premises.address)
    factories.act(district, far, "dispatch", "agent")
    on_site = WorkOrder.objects.get(state="on_site")
    factories.act(district, on_site, "support", "crew", units=[district.operations.pk], needed="需吊车")
    factories.act(
        district, factories.lived_until(district, "accepted"), "cancel", "lead", reason="duplicate", text="重复"
    )
    return district


def posts(district):
    return [post for post in POSTS if post in district.people]


def test_parts_add_up_to_what_may_be_seen(busy):
    for post, live in product(posts(busy), (True, False)):
        person = getattr(busy, post)
        seen = visible_to(person).filter(phase__in=LIVE) if live else visible_to(person)
        for unit in (None, busy.centre, busy.city, busy.station, busy.other_city):
            wanted = seen.filter(unit__path__startswith=unit.path) if unit else seen
            found: Counter[int] = Counter()
            for part in parts_visible_to(person, unit, live):
                rows = part.rows.filter(phase__in=LIVE) if live else part.rows
                found.update(rows.values_list("pk", flat=True))
            assert found == Counter(wanted.values_list("pk", flat=True)), (post, live, unit)


def test_parts_with_a_caller_on_the_line(busy):
    order = WorkOrder.objects.get(state="assigned")
    other = RoleAt.objects.create(
        person=factories.Person.objects.create_user("agent-x", None, name="新座席"), role=Role.AGENT, unit=busy.centre
    ).person
    assert not visible_to(other).filter(pk=order.pk).exists()
    Call.objects.create(
        call_id="c1",
        centre=busy.centre,
        caller=order.phone,
        agent=other,
        customer=order.customer,
        rang_at=timezone.now(),
    )
    other = factories.Person.objects.get(pk=other.pk)
    found: Counter[int] = Counter()
    for part in parts_visible_to(other):
        found.update(part.rows.filter(phase__in=LIVE).values_list("pk", flat=True))
    assert found == Counter(visible_to(other).filter(phase__in=LIVE).values_list("pk", flat=True))
    assert order.pk in found


def test_pages_are_what_reading_everything_would_give(busy, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 2)
    WorkOrder.objects.filter(state="received").update(next_due=None)
    WorkOrder.objects.filter(state="dispatched").update(urgency="urgent", breached=True)
    for asked, post in product(ASKED, posts(busy)):
        filters = queue.Filters.read(asked)
        person = getattr(busy, post)
        everything = queue.filtered(person, filters)
        turn = reduce(or_, turns_of(person, queue.Part(everything), passing=True), queue.NONE)
        sort = filters.sorting.sort(queue.Part(everything), everything)
        if filters.newest_first:
            wanted = [[], list(sort.values_list("pk", flat=True))]
        else:
            mine = set(everything.filter(turn).values_list("pk", flat=True))
            ids = list(sort.values_list("pk", flat=True))
            wanted = [[pk for pk in ids if pk in mine], [pk for pk in ids if pk not in mine]]
        found: list[list[int]] = [[], []]
        after, first = "", True
        while after or first:
            page = queue.listing(getattr(busy, post), filters, after)
            found[0] += [order.pk for order in page.mine]
            found[1] += [order.pk for order in page.rest]
            assert page.count in (None, len(wanted[0]) + len(wanted[1])), (post, asked)
            assert page.at_least <= len(wanted[0]) + len(wanted[1])
            after, first = page.after, False
        assert found == wanted, (post, asked)


def test_what_a_department_was_asked_for_is_its_turn(busy):
    page = queue.listing(busy.handler, queue.Filters())
    assert [order.state for order in page.mine] == ["on_site"]
    task = page.mine[0].support_tasks.get()
    factories.act(busy, page.mine[0], "confirm_support", "handler", task=task.pk, done="吊车已到位")
    page = queue.listing(busy.handler, queue.Filters())
    assert (page.mine, [order.state for order in page.rest]) == ([], ["on_site"])


def test_a_promise_still_owed_is_found_when_all_else_is_done(busy, monkeypatch):
    order = WorkOrder.objects.get(state="archived")
    order.deadlines.create(clock="paperwork_by", started_at=timezone.now(), due_at=timezone.now())
    WorkOrder.objects.filter(pk=order.pk).update(next_due=timezone.now())
    filters = queue.Filters(clock="repair.paperwork_by")
    for few in (3000, 0):
        monkeypatch.setattr("workorders.selectors.owing.FEW", few)
        page = queue.listing(busy.dispatcher, filters)
        assert [found.pk for found in page.rest] == [order.pk]
        assert queue.listing(busy.dispatcher, queue.Filters(clock="repair.paperwork_by", phase="done")).count == 1
        assert queue.listing(busy.dispatcher, queue.Filters(clock="repair.paperwork_by", phase="open")).count == 0


def test_involvement_knows_whether_its_order_is_in_hand(busy):
    order = WorkOrder.objects.get(state="archived")
    Involved.objects.create(order=order, unit=busy.operations, why="support")
    involved = Involved.objects.get(order__state="on_site")
    assert involved.live
    WorkOrder.objects.filter(pk=involved.order_id).update(phase="void")
    involved.refresh_from_db()
    assert not involved.live
    WorkOrder.objects.filter(pk=involved.order_id).update(phase="open")
    involved.refresh_from_db()
    assert involved.live


def test_a_queue_asks_little_however_long_it_is(busy, django_assert_max_num_queries):
    for post in posts(busy):
        person = getattr(busy, post)
        assert person.access.grants
        with django_assert_max_num_queries(9):
            queue.listing(person, queue.Filters())
