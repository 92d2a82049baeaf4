"""新建工单 without the desk: what the desk has stands there too, out of the type's declaration."""

from __future__ import annotations

import pytest
import time_machine
from django.utils import timezone

from tests.browsing import HTMX, text_of
from tests.complaints.cases import told
from workorders.models import WorkOrder

FRIDAY = timezone.datetime(2026, 11, 20, 14, 0, tzinfo=timezone.get_fixed_timezone(480))


def options(shown: str, name: str) -> str:
    """The choice called ``name``, as it is drawn."""
    return shown.partition(f'name="{name}"')[2].partition("</select>")[0]


def test_praise_is_accepted_and_dispatched_in_one_go(district, agent):
    new = "/orders/new/praise/"
    assert district.station.name in options(text_of(agent.get(new)), "dispatch-unit")
    data = told("praise", _then="dispatch", _key="one")
    refused = agent.post(new, data)
    assert refused.status_code == 422 and not WorkOrder.objects.exists()
    assert "有 1 处要改" in text_of(refused) and data["content"] in text_of(refused)
    for _ in range(2):  # a double click
        agent.post(new, data | {"dispatch-unit": district.station.pk})
    order = WorkOrder.objects.get()
    assert (order.state, order.unit) == ("dispatched", district.station)


def test_praise_goes_to_the_unit_of_the_place_chosen(district, agent):
    typed = told("praise", _choose=district.premises.pk, **{"dispatch-unit": district.other_city.pk})
    chosen = text_of(agent.post("/orders/new/praise/", typed, headers=HTMX))
    assert f'value="{district.station.pk}" selected' in options(chosen, "dispatch-unit")
    agent.post("/orders/new/praise/", told("praise", premises=district.premises.pk, _then="dispatch"))
    order = WorkOrder.objects.get()
    assert (order.state, order.unit) == ("dispatched", district.station)


@pytest.mark.parametrize("kind", ["complaint", "misconduct", "opinion", "suggestion"])
def test_each_kind_is_accepted_and_dispatched_in_one_go(district, agent, kind):
    answer = agent.post(f"/orders/new/{kind}/", told(kind, _then="dispatch"), follow=True)
    assert WorkOrder.objects.get().state == "dispatched"
    assert "派单已登记，现由 " in text_of(answer)


@pytest.mark.clause("A3.1", "A3.4", "C6")
def test_what_is_said_and_promised_stands_beside_the_form(district, agent):
    with time_machine.travel(FRIDAY, tick=False):
        shown = text_of(agent.get("/orders/new/complaint/"))
        assert "周五，11月27日</b> 前答复您处理结果" in shown.partition('class="promises"')[2]
        assert "非常抱歉给您带来不便" in shown.partition('id="say-opening"')[2].partition("</div>")[0]
        ours = shown.partition('id="say-confirming"')[2].partition("</div>")[0]
        assert "向您道歉，并把解决办法告诉您" in ours and "到现场核实" in ours
        assert "服务禁语" in shown
        fault = text_of(agent.get("/orders/new/repair/"))
        assert "到达现场" in fault.partition('class="promises"')[2].partition("</section>")[0]


@pytest.mark.clause("A3.5")
def test_what_is_promised_follows_what_the_customer_wants(district, agent):
    data = told(secrecy="anonymous", _do="matter", _step="closing")
    shown = text_of(agent.post("/orders/new/complaint/", data, headers=HTMX))
    said = shown.partition('class="promises"')[2].partition("</section>")[0]
    assert "无法答复您结果" in said and "前与您联系" not in said
    assert 'value="closing" data-step-now' in shown  # the step of the conversation stays


@pytest.mark.clause("A3.5")
def test_what_would_give_the_caller_away_is_shown_while_it_is_typed(district, agent, on_line):
    giving = told(content="客户张伟反映电费多，尾号5678", secrecy="confidential", contact_phones="", call="c1")
    for ask in ({"_do": "spots"}, {"_do": "matter"}):
        shown = text_of(agent.post("/orders/new/complaint/", giving | ask, headers=HTMX))
        assert "<mark>张伟</mark>" in shown and "手机尾号" in shown  # of the line, too
    open_ = text_of(agent.post("/orders/new/complaint/", giving | {"_do": "spots", "secrecy": "open"}, headers=HTMX))
    assert "<mark>" not in open_
    whole = text_of(agent.post("/orders/new/complaint/", giving | {"_do": "spots"}))
    assert "<mark>张伟</mark>" in whole and giving["address"] in whole  # without a script


def test_budget(district, agent, on_line, django_assert_max_num_queries):
    agent.get("/orders/new/complaint/")
    with django_assert_max_num_queries(45):
        agent.get("/orders/new/complaint/")
    typed = told(premises=district.premises.pk, call="c1", secrecy="confidential", _do="spots")
    with django_assert_max_num_queries(12):
        agent.post("/orders/new/complaint/", typed, headers=HTMX)
