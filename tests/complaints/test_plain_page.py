"""新建工单 without the desk: what the desk has stands there too, out of the type's declaration."""

from __future__ import annotations

import pytest

from tests.browsing import HTMX, text_of
from tests.complaints.cases import told
from workorders.models import WorkOrder


def options(shown: str, name: str) -> str:
    """The choice called ``name``, as it is drawn."""
    return shown.partition(f'name="{name}"')[2].partition("</select>")[0]


def test_praise_is_accepted_and_dispatched_in_one_go(district, agent):
    new = "/orders/new/praise/"
    assert district.station.name in options(text_of(agent.get(new)), "dispatch-unit")
    data = told("praise", _then="dispatch", _key="one")
    refused = agent.post(new, data)
    assert refused.status_code == 422 and not WorkOrder.objects.exists()
    assert "派往单位：请选择" in text_of(refused) and data["content"] in text_of(refused)
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
