"""Whole for whoever needs it, masked for everybody else."""

import pytest
from django.utils import timezone

from customers.presentation import shown
from customers.services import calls
from customers.services.contacts import register_customer


@pytest.fixture
def on_the_line(units, people):
    calls.ring("c1", "13812345678", units.centre, 1, timezone.now())
    return calls.answer("c1", people.agent, timezone.now())


def whole(seen):
    assert (seen["name"], seen["address"], seen["masked"]) == ("张伟", "近市朝阳路18号3单元502室", False)
    assert [phone["number"] for phone in seen["phones"]] == ["13812345678", "04272821234"]


@pytest.mark.parametrize("who", ["lead", "dispatcher"])
def test_leads_and_dispatchers_see_all(zhang, people, who):
    whole(shown(zhang, getattr(people, who)))


def test_an_agent_on_the_call_sees_who_calls(zhang, people, on_the_line):
    whole(shown(zhang, people.agent))


def test_an_agent_on_the_call_sees_nobody_else(settle, people, zhang, on_the_line):
    seen = shown(settle("单玉", door="2号", phones="13912345678"), people.agent)
    assert (seen["name"], seen["address"], seen["masked"]) == ("单*", "近市朝阳路2号", True)
    assert seen["phones"] == [{"number": "139****5678", "label": ""}]
    assert seen["arrears"] is None


def test_whoever_shares_the_number_may_be_calling(settle, people, zhang, on_the_line):
    assert not shown(settle("单玉", door="2号", phones="13812345678"), people.agent)["masked"]
    assert shown(zhang, people.colleague)["masked"]


def test_a_withheld_number_unmasks_nobody(units, people, zhang):
    calls.ring("c1", "", units.centre, 1, timezone.now())
    calls.answer("c1", people.agent, timezone.now())
    assert shown(zhang, people.agent)["masked"]


def test_an_agent_without_a_call_sees_where_but_not_who(zhang, people):
    seen = shown(zhang, people.agent)
    assert (seen["name"], seen["address"], seen["masked"]) == ("张*", "近市朝阳路18号3单元502室", True)
    assert [phone["number"] for phone in seen["phones"]] == ["138****5678", "0427***1234"]
    assert seen["arrears"] is None


@pytest.mark.parametrize("who", ["supervisor", "stranger"])
def test_everybody_else_sees_neither(zhang, people, who):
    seen = shown(zhang, getattr(people, who))
    assert (seen["name"], seen["address"], seen["account_no"]) == ("张*", "近市朝阳路***", "*********0001")
    assert "13812345678" not in str(seen)
    assert "502" not in str(seen)


def test_another_rule_may_need_it(zhang, people):
    whole(shown(zhang, people.supervisor, needed=True))


def test_a_company_keeps_its_name(people, db):
    hospital = register_customer("第一人民医院", kind="business", importance="first", phones="0427-2821234")
    seen = shown(hospital, people.supervisor)
    assert (seen["name"], seen["importance_label"]) == ("第一人民医院", "一级重要客户")
    assert seen["phones"] == [{"number": "0427***1234", "label": ""}]
