"""受理 from the desk: one act, one order, nothing lost on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from customers.models import Outage
from customers.services import calls
from customers.services.outages import open_outage
from tests import factories
from tests.browsing import HTMX, at_desk, text_of
from workorders.models import Draft, Step, WorkOrder


@pytest.mark.clause("B2", "B4.3")
def test_accepting_and_dispatching_is_one_act(district, ask, typed, on_line):
    answer = ask("repair/take", **typed, _then="dispatch")
    order = WorkOrder.objects.get()
    assert answer.status_code == 200
    assert (order.state, order.unit, order.call) == ("dispatched", district.city, on_line)
    assert order.number[-6:] in text_of(answer)
    assert "已受理并派单" in text_of(answer)
    on_line.refresh_from_db()
    assert on_line.disposal == "order"


def test_the_same_press_twice_makes_one_order(ask, typed):
    ask("repair/take", **typed, _then="dispatch")
    again = ask("repair/take", **typed, _then="dispatch")
    assert "没有重复建单" in text_of(again)
    assert WorkOrder.objects.count() == 1
    assert Step.objects.filter(verb="dispatch").count() == 1


def test_what_is_missing_is_said_and_everything_typed_stays(ask, typed):
    answer = ask("repair/take", **{**typed, "category": "", "safety_reminded": ""}, _then="dispatch")
    assert answer.status_code == 422
    assert typed["content"] in text_of(answer)
    assert typed["_key"] in text_of(answer)
    assert not WorkOrder.objects.exists()


def test_what_is_missing_is_named_from_the_top_of_the_page_down(ask, typed):
    wanting = {**typed, "content": "", "contact_name": "", "category": ""}
    assert "<strong>没有提交成功，有 3 处要改，已在下面标出<" in text_of(ask("repair/take", **wanting))
    said = text_of(ask("repair/confirm", **wanting))
    places = [said.index(label) for label in ("受理分类", "受理内容", "报修人")]
    assert places == sorted(places)


def test_where_it_cannot_be_sent_on_nothing_is_accepted_either(ask, typed):
    answer = ask("repair/take", **{**typed, "premises": ""}, _then="dispatch")
    assert answer.status_code == 422
    assert 'id="id_dispatch-unit_error"' in text_of(answer)
    assert not WorkOrder.objects.exists()


def test_without_a_known_place_the_agent_says_where_to(district, ask, typed):
    ask("repair/take", **{**typed, "premises": "", "dispatch-unit": str(district.city.pk)}, _then="dispatch")
    assert WorkOrder.objects.get().unit == district.city


def test_only_accepting_leaves_it_at_the_centre(district, ask, typed):
    answer = ask("repair/take", **typed, _then="")
    assert WorkOrder.objects.get().state == "accepted"
    assert "尚未派单" in text_of(answer)


@pytest.mark.clause("A2.1")
def test_a_hint_is_explained_instead_of_dispatched(district, ask, typed):
    now = timezone.now()
    open_outage(
        kind=Outage.Kind.PLANNED,
        feeder=district.transformer.feeder,
        reason="线路检修",
        starts_at=now,
        expected_until=now + timedelta(hours=3),
    )
    help_ = text_of(ask("repair/matter", **typed))
    assert "线路检修" in help_ and "解释办结，不派单" in help_
    said = {"explain-reason": "planned", "explain-said": "计划停电，今天恢复", "explain-satisfaction": "1"}
    refused = ask("repair/take", **{**typed, **said, "explain-satisfaction": ""}, _then="explain")
    assert refused.status_code == 422
    assert "计划停电，今天恢复" in text_of(refused)
    empty = text_of(ask("repair/take", **{**typed, **said, "explain-said": ""}, _then="explain"))
    for answer in (text_of(refused), empty):
        assert "没有查到对应的停电信息" not in answer
    assert "前到达现场" not in help_ and "恢复送电" in help_.partition("可以向客户承诺")[2]
    assert not WorkOrder.objects.exists()
    assert "已受理并解释办结" in text_of(ask("repair/take", **{**typed, **said}, _then="explain"))
    assert WorkOrder.objects.get().state == "archived"


def test_the_order_just_taken_is_no_report_beside_itself(ask, typed):
    shown = text_of(ask("repair/take", **typed, _then="dispatch"))
    assert "已受理并派单" in shown
    assert "同台区 15 分钟内" not in shown and "data-relate" not in shown


@pytest.mark.clause("D17")
def test_reports_of_the_same_transformer_are_counted_and_noted(district, ask, typed):
    earlier = factories.accepted(district, premises=district.neighbour.pk, contact_phones="13912345679")
    shown = text_of(ask("repair/matter", **typed))
    assert "同台区 15 分钟内" in shown and earlier.number[-6:] in shown
    assert "李娜" not in shown and "13912345679" not in shown
    ask("repair/take", **typed, _then="dispatch", _related=earlier.number)
    order = WorkOrder.objects.exclude(pk=earlier.pk).get()
    assert order.master is None
    assert earlier.number in order.steps.get(verb="note").data["text"]


def test_a_lead_hangs_it_under_the_other_at_once(district, typed):
    earlier = factories.accepted(district, premises=district.neighbour.pk)
    lead = at_desk(district.lead)
    mine = {**typed, "call": "", "_slot": "", "_then": "", "_related": earlier.number}
    assert lead.post("/desk/repair/take/", mine, headers=HTMX).status_code == 200
    order = WorkOrder.objects.exclude(pk=earlier.pk).get()
    assert (order.state, order.master_id) == ("merged", earlier.pk)


def test_the_draft_belongs_to_the_call_and_goes_with_the_order(district, agent, ask, typed, on_line):
    name = f"repair.accept#{on_line.pk}"
    kept = agent.post("/drafts/", {**typed, "_form": name, "_order": ""})
    assert kept.status_code == 200
    Draft.objects.get(form=name)
    assert typed["content"] in text_of(agent.get("/desk/"))
    calls.hang_up("c1", timezone.now())
    calls.answer("c2", district.agent, timezone.now(), by=district.telephony)
    fresh = text_of(agent.get("/desk/"))
    assert f">{typed['content']}</textarea>" not in fresh
    assert "没办完的" in fresh
    again = text_of(agent.get(f"/desk/repair/sheet/?slot={on_line.pk}"))
    assert f">{typed['content']}</textarea>" in again
    ask("repair/take", **typed, _then="dispatch")
    assert not Draft.objects.exists()
    assert WorkOrder.objects.get().call == on_line


@pytest.mark.parametrize(
    "name", ["repair.accept#", "repair.accept#x", "repair.accept#1#2", "repair.accept#" + "9" * 40]
)
def test_a_draft_by_no_proper_name_is_not_kept(agent, name):
    assert agent.post("/drafts/", {"_form": name, "_order": "", "content": "x"}).status_code == 404


def test_anothers_call_gives_nothing_away(district, typed, on_line):
    other = at_desk(district.second_agent)
    shown = text_of(other.get(f"/desk/repair/sheet/?slot={on_line.pk}"))
    assert "13812345678" not in shown and "张伟" not in shown
    refused = other.post("/desk/repair/take/", typed, headers=HTMX)
    assert refused.status_code == 422
    assert "这通电话不在您的话机上" in text_of(refused)


@pytest.mark.parametrize("rubbish", ["x", "-1", "9" * 30, "１", "\0"])
def test_rubbish_in_the_address_is_nothing(agent, ask, typed, rubbish):
    assert agent.get("/desk/repair/sheet/", {"slot": rubbish}).status_code == 200
    assert agent.get("/desk/caller/", {"slot": rubbish, "place": rubbish}).status_code == 200
    assert ask("repair/matter", **{**typed, "premises": rubbish, "_slot": rubbish, "_step": rubbish}).status_code == 200
    assert agent.get("/desk/nowhere/sheet/").status_code == 404


def test_taking_costs_no_more_than_it_must(ask, typed, django_assert_max_num_queries):
    ask("repair/take", **{**typed, "_key": "11111111-1111-4111-8111-111111111111"}, _then="dispatch")
    with django_assert_max_num_queries(75):
        ask("repair/take", **typed, _then="dispatch")


def test_what_was_refused_is_the_draft_to_its_last_word(ask, agent, typed):
    refused = ask("repair/take", **typed | {"safety_reminded": "", "content": "最后几秒写的"}, _then="dispatch")
    assert refused.status_code == 422 and "最后几秒写的" in text_of(agent.get("/desk/"))
    ask("repair/take", **typed, _then="dispatch")
    assert not Draft.objects.exists()
