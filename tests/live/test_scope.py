"""Nobody hears of an order they may not see, and everybody who may see it does."""

from __future__ import annotations

import json

import pytest
import time_machine
from django.utils import timezone

from customers.services import calls
from tests import factories
from tests.factories import ANSWERS, LIFE, accepted, act, lived_until
from workorders.models import Step
from workorders.selectors.happenings import describe, matters
from workorders.selectors.orders import visible_to

pytestmark = pytest.mark.django_db
POSTS = [post for post, _, _ in factories.POSTS]


def who_hears(district, order) -> set[str]:
    audience = matters([order.pk])[order.pk].audience
    return {post for post in POSTS if audience.hears(getattr(district, post).access)}


def who_sees(district, order) -> set[str]:
    return {post for post in POSTS if visible_to(getattr(district, post)).filter(pk=order.pk).exists()}


def test_through_a_whole_life_those_hear_who_may_see(district):
    order = accepted(district)
    seen = [who_sees(district, order)]
    assert who_hears(district, order) == seen[-1]
    for verb, post, data in LIFE:
        order = act(district, order, verb, post, **data).order
        seen.append(who_sees(district, order))
        assert who_hears(district, order) == seen[-1], verb
    assert "second_agent" in seen[-1]  # it waits for a call-back
    assert "crew" in seen[-1]
    assert len({frozenset(each) for each in seen}) > 2


def test_the_agent_who_has_the_caller_on_the_line_hears_too(district):
    order = lived_until(district, "dispatched")
    assert "second_agent" not in who_hears(district, order)

    calls.ring("c1", order.phone, district.centre, 1, timezone.now())
    calls.answer("c1", district.second_agent, timezone.now())

    assert who_hears(district, order) == who_sees(district, order)
    assert "second_agent" in who_hears(district, order)

    calls.ring("c2", "13900000000", district.centre, 1, timezone.now())
    calls.answer("c2", district.second_agent, timezone.now())
    assert who_hears(district, order) == who_sees(district, order)


def test_a_step_tells_no_more_than_what_moved(district):
    order = accepted(district)
    told = describe(list(Step.objects.filter(order=order).values_list("pk", flat=True)))

    data = json.dumps([telling.data for event in told for telling in event.tellings], ensure_ascii=False)

    for secret in ("张伟", "13812345678", "朝阳路", "客户报修"):
        assert secret not in data
    assert set(told[-1].tellings[0].data) == {"number", "kind", "state", "phase", "version", "verb", "unit"}


def test_agents_who_saw_it_wait_hear_that_it_left():
    with time_machine.travel("2026-11-24 09:30+08:00", tick=True):  # calls are made by day
        district = factories.build_district()
        order = lived_until(district, "replied")
        order = act(district, order, "call_back", "agent", **ANSWERS).order
    step = Step.objects.filter(order=order).order_by("-pk").first()

    (event,) = describe([step.pk])
    heard = {
        post: next((t.data for t in event.tellings if t.audience.hears(getattr(district, post).access)), None)
        for post in POSTS
    }

    assert heard["second_agent"] == {"number": order.number, "left": True}
    assert heard["agent"]["state"] == order.state
    assert heard["other_crew"] is None
