"""A2.1, E4: what is known to be off is said at once, and when it is back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from customers.models import Outage
from customers.selectors import hints_for, important
from customers.services.outages import close_outage, open_outage
from tests.customers.conftest import NOON

PLANNED, FAULT = Outage.Kind.PLANNED, Outage.Kind.FAULT
HOUR = timedelta(hours=1)


@pytest.fixture
def maintenance(network):
    return open_outage(
        kind=PLANNED,
        feeder=network.feeder,
        reason="线路检修",
        starts_at=NOON - 3 * HOUR,
        expected_until=NOON + 5 * HOUR,
    )


@pytest.mark.clause("A2.1", "E4")
def test_a_planned_outage_is_said_with_its_end(zhang, maintenance):
    [hint] = hints_for(zhang, NOON)
    assert (hint.kind, hint.outage_id, hint.until) == ("planned", maintenance.pk, NOON + 5 * HOUR)
    assert hint.text == ("朝阳路1号台区在停电范围内（计划停电）：线路检修，今天 09:00起停电，预计今天 17:00恢复送电。")


@pytest.mark.clause("A2.1", "E4")
def test_a_known_fault_is_said_even_without_an_end(zhang, network):
    open_outage(kind=FAULT, feeder=network.feeder, reason="树木碰线", starts_at=NOON - HOUR)
    [hint] = hints_for(zhang, NOON)
    assert (hint.kind, hint.until) == ("fault", None)
    assert "预计送电时间尚未确定" in hint.text


@pytest.mark.clause("A2.1")
def test_arrears_that_cut_off_are_said(zhang):
    zhang.arrears, zhang.cut_off = Decimal("123.40"), True
    [hint] = hints_for(zhang, NOON)
    assert hint.kind == "arrears"
    assert "123.40 元" in hint.text
    assert "24 小时内恢复送电" in hint.text


def test_arrears_alone_keep_the_light_on(zhang):
    zhang.arrears = Decimal("123.40")
    assert hints_for(zhang, NOON) == []


@pytest.mark.parametrize("at", [NOON - 3 * HOUR - timedelta(seconds=1), NOON - timedelta(days=2)])
def test_not_before_it_starts(zhang, maintenance, at):
    assert hints_for(zhang, at) == []


def test_not_after_power_is_back(zhang, maintenance):
    close_outage(maintenance, NOON)
    assert hints_for(zhang, NOON - timedelta(minutes=1))
    assert hints_for(zhang, NOON) == []
    close_outage(maintenance, NOON + HOUR)  # twice changes nothing
    maintenance.refresh_from_db()
    assert maintenance.ended_at == NOON


def test_late_power_is_said_to_be_late(zhang, maintenance):
    [hint] = hints_for(zhang, NOON + 6 * HOUR)
    assert "原定今天 17:00送电，现已超过" in hint.text


def test_an_outage_that_nobody_closed_is_not_believed_for_ever(zhang, maintenance, network):
    open_outage(kind=FAULT, feeder=network.feeder, reason="跳闸", starts_at=NOON)
    assert hints_for(zhang, NOON + timedelta(days=2)) == []


def test_only_the_transformers_named(zhang, settle, network):
    neighbour = settle("李芳", door="99号", transformer=network.second)
    open_outage(kind=FAULT, feeder=network.feeder, transformers=[network.second], reason="跳闸", starts_at=NOON)
    assert hints_for(zhang, NOON) == []
    assert [hint.kind for hint in hints_for(neighbour, NOON)] == ["fault"]


def test_another_feeder_is_not_concerned(settle, maintenance, network):
    assert hints_for(settle("李芳", transformer=network.third), NOON) == []


def test_all_reasons_are_said_in_one_query(zhang, maintenance, network, django_assert_num_queries):
    open_outage(
        kind=FAULT, feeder=network.feeder, transformers=[network.first, network.second], reason="跳闸", starts_at=NOON
    )
    zhang.cut_off = True
    with django_assert_num_queries(1):
        assert [hint.kind for hint in hints_for(zhang, NOON)] == ["planned", "fault", "arrears"]


def test_important_customers_are_marked(settle, zhang):
    assert important(settle("水厂", importance="first")) == "一级重要客户"
    assert important(zhang) == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": PLANNED, "expected_until": None},
        {"kind": FAULT, "expected_until": NOON - HOUR},
        {"kind": FAULT, "reason": ""},
        {"kind": "weather"},
    ],
)
def test_an_impossible_outage_is_refused(network, wrong):
    with pytest.raises(ValidationError):
        open_outage(**{"feeder": network.feeder, "reason": "检修", "starts_at": NOON, **wrong})


def test_transformers_hang_on_the_feeder(network):
    with pytest.raises(ValidationError, match="不在该线路上"):
        open_outage(kind=FAULT, feeder=network.feeder, transformers=[network.third], reason="跳闸", starts_at=NOON)
    assert not Outage.objects.exists()


def test_power_is_not_back_before_it_went(maintenance):
    with pytest.raises(ValidationError, match="不能早于"):
        close_outage(maintenance, NOON - 4 * HOUR)
