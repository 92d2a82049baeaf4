"""What helps the agent along: phrases by step, promises, reading back, places by letters."""

from __future__ import annotations

import pytest
from django.utils import timezone

from customers.services import calls
from tests.browsing import text_of


@pytest.mark.clause("B4.2")
def test_phrases_come_by_step_with_the_agents_number(agent, on_line):
    shown = text_of(agent.get("/desk/"))
    assert "您好，agent号座席为您服务" in shown
    assert "请问现场有没有断线" in shown
    assert "这事不归我管" in shown


@pytest.mark.clause("D10")
@pytest.mark.parametrize(("area", "minutes"), [("urban", 45), ("rural", 90), ("remote", 120)])
def test_what_may_be_promised_goes_by_the_area(ask, typed, area, minutes):
    shown = text_of(ask("repair/matter", **{**typed, "area_class": area}))
    assert f'data-within="{minutes * 60}"' in shown
    assert "前到达现场" in shown


def test_what_is_missing_is_named_before_anything_is_read_out(ask, typed):
    shown = text_of(ask("repair/confirm", **{**typed, "category": "", "contact_name": ""}))
    assert "还差 2 项" in shown


def test_what_will_be_written_is_read_out_and_nothing_is_written(ask, typed):
    shown = text_of(ask("repair/confirm", **typed))
    assert "朝阳路18号3单元502室，低压故障·一户，联系电话 13812345678，对吗" in shown


def test_places_are_found_by_letters_and_fill_in_what_the_agent_may_see(ask, district, on_line):
    shown = text_of(ask("places", q="cyl18h3dy502s"))
    assert district.premises.address in shown
    assert "13812345678" in shown  # it is the caller's own
    others = text_of(ask("places", q="青石巷7号"))
    assert "王强" not in others and "13712345670" not in others
    assert "青石巷7号" in others


@pytest.mark.parametrize("text", ["", "x", "\0", "停" * 10_000, "<script>", "1" * 300])
def test_any_text_may_be_looked_up(ask, text):
    answer = ask("places", q=text)
    assert answer.status_code == 200
    assert "<script>" not in text_of(answer)


def test_a_number_shared_by_several_is_chosen_by_digit(district, agent):
    from customers.services.contacts import record_phone

    record_phone(district.neighbour.customer, "13812345678")
    calls.answer("c1", district.agent, timezone.now(), by=district.telephony)
    calls.ring(
        "c1", "13812345678", district.centre, 1, timezone.now().replace(microsecond=0) - timezone.timedelta(seconds=9)
    )
    shown = text_of(agent.get("/desk/"))
    assert "这个号码有 2 处，是哪一处" in shown
    assert 'name="premises" id="id_premises"' in shown.replace('type="hidden" ', "")
    assert "李娜" in shown and "张伟" in shown


@pytest.mark.clause("D17")
def test_who_calls_again_is_recognised(district, agent, on_line):
    calls.hang_up("c1", timezone.now())
    calls.dispose(on_line, "answered", district.agent)
    calls.ring("c2", "13812345678", district.centre, 1, timezone.now())
    calls.answer("c2", district.agent, timezone.now(), by=district.telephony)
    shown = text_of(agent.get("/desk/"))
    assert "60 天内第 2 次来电" in shown
    assert "当场答复" in shown
