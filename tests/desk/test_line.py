"""The call bar: taking, holding, handing over and ending a call, and everything that cannot be done."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from customers.models import Call, CallEvent
from customers.services import calls
from tests import factories
from tests.browsing import HTMX, at_desk, text_of
from workorders.models import Draft


def state(answer) -> str:
    return text_of(answer).split('data-state="')[1].split('"')[0]


@pytest.mark.clause("B4.1")
def test_a_waiting_call_is_shown_masked_and_taken_by_one(district, agent, ask, ring):
    ring(rung=2)
    shown = text_of(agent.get("/desk/line/"))
    assert "138****5678" in shown and "13812345678" not in shown
    answer = ask("line/answer", call="c1")
    assert (answer.status_code, state(answer)) == (200, "talking")
    call = Call.objects.get()
    assert (call.agent, call.rings) == (district.agent, 2)
    other = at_desk(district.second_agent).post("/desk/line/answer/", {"call": "c1"}, headers=HTMX)
    assert other.status_code == 409
    assert "别的座席接起了" in text_of(other)
    assert Call.objects.get().agent == district.agent


def test_rings_nobody_counted_are_counted_by_the_time(district, ask, ring):
    ring()
    with time_machine.travel(timezone.now() + timedelta(seconds=13), tick=False):
        ask("line/answer")
    assert Call.objects.get().rings == 5


def test_one_call_at_a_time(ask, on_line, ring):
    ring("c2", "13712345670")
    refused = ask("line/answer", call="c2")
    assert refused.status_code == 409
    assert "您还在通话中" in text_of(refused)


@pytest.mark.clause("C2")
def test_what_the_telephone_did_is_told_by_its_own_account(district, ask, on_line):
    assert state(ask("line/hold", call="c1")) == "held"
    assert state(ask("line/resume", call="c1")) == "talking"
    assert state(ask("line/hang_up", call="c1")) == "wrapping"
    told = CallEvent.objects.filter(kind__in=["hold", "resume", "hang_up"])
    assert {event.told_by for event in told} == {district.telephony}


def test_a_call_goes_to_a_free_colleague_and_to_no_other(district, ask, on_line):
    assert "请选择本中心的另一位座席" in text_of(ask("line/transfer", call="c1", to="dispatcher"))
    assert "请选择本中心的另一位座席" in text_of(ask("line/transfer", call="c1", to="agent"))
    calls.answer("c2", district.second_agent, timezone.now(), by=district.telephony)
    assert "正在通话" in text_of(ask("line/transfer", call="c1", to="second_agent"))
    calls.hang_up("c2", timezone.now())
    assert state(ask("line/transfer", call="c1", to="second_agent")) == "idle"
    assert Call.objects.get(call_id="c1").agent == district.second_agent
    refused = ask("line/hang_up", call="c1")
    assert (refused.status_code, "已经不在您的话机上" in text_of(refused)) == (409, True)


def test_what_became_of_it_is_said_once_by_whoever_had_it(district, ask, on_line):
    Draft.objects.create(
        person=district.agent, form=f"repair.accept#{on_line.pk}", data={"content": "x"}, updated_at=timezone.now()
    )
    ask("line/hang_up", call="c1")
    other = at_desk(district.second_agent).post("/desk/line/dispose/", {"call": "c1", "disposal": "silent"})
    assert other.status_code == 409
    assert ask("line/dispose", call="c1", disposal="nonsense").status_code == 409
    assert state(ask("line/dispose", call="c1", disposal="silent")) == "idle"
    assert ask("line/dispose", call="c1", disposal="silent").status_code == 200  # the second click
    assert ask("line/dispose", call="c1", disposal="answered").status_code == 409
    assert not Draft.objects.exists()


def test_a_call_of_another_centre_or_none_is_not_there(ask, on_line):
    for call in ("nowhere", "", "x" * 200, "a\0b"):
        assert ask("line/hold", call=call).status_code == 409


def test_without_a_telephone_system_calls_are_only_shown(settings, agent, ask, on_line):
    settings.TELEPHONE = ""
    shown = text_of(agent.get("/desk/line/"))
    assert "通话中" in shown and "F4" not in shown and "演示来电" not in shown
    assert ask("line/hold", call="c1").status_code == 409
    assert ask("line/ring", who="known").status_code == 409


@pytest.mark.parametrize("who", ["known", "unknown", "repeat"])
def test_the_demo_lets_somebody_ring(district, ask, who):
    assert ask("line/ring", who=who).status_code == 200
    call = Call.objects.get()
    assert (call.centre, call.customer is not None) == (district.centre, who != "unknown")


def test_the_demo_never_rings_in_production(settings, ask, district):
    settings.PRODUCTION = True
    assert ask("line/ring", who="known").status_code == 409
    assert not Call.objects.exists()


def test_a_call_rung_yesterday_waits_no_more(district, agent, ring):
    ring()
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert "138****" not in text_of(at_desk(district.agent).get("/desk/line/"))


def test_agents_begin_their_day_at_the_desk(district):
    assert at_desk(district.agent).get("/").url == "/desk/"
    assert at_desk(district.handler).get("/").url == "/orders/"


def test_budgets(district, agent, on_line, django_assert_max_num_queries):
    factories.accepted(district, call="c1")
    agent.get("/desk/")
    with django_assert_max_num_queries(30):
        agent.get("/desk/")
    with django_assert_max_num_queries(14):
        agent.get("/desk/line/")
