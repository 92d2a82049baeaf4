"""Crews: on duty, checked, fit to be sent."""

from __future__ import annotations

import pytest
from django.utils import timezone

from repair.models import DailyCheck, Duty
from repair.selectors.crews import crews_for
from repair.selectors.duty import crews_states


@pytest.mark.clause("B5.4")
def test_a_crew_comes_on_duty_and_checks_its_gear(district, ask):
    Duty.objects.all().delete()
    DailyCheck.objects.all().delete()
    assert {crew["lacking"] for crew in ask("dispatcher", "GET", "crews/").json()} == {"没有人员在岗"}
    assert ask("crew", "POST", "duty/on/").json()["crew"]["id"] == district.crew_unit.pk
    by_id = {crew["id"]: crew for crew in ask("dispatcher", "GET", "crews/").json()}
    assert by_id[district.crew_unit.pk]["lacking"] == "今天还没有做每日检查"
    assert ask("crew", "POST", "duty/check/", {"missing": ["vehicle"]}).status_code == 422
    done = ask("crew", "POST", "duty/check/", {"missing": ["vehicle"], "remark": "车辆送修，借用二班的"})
    assert done.json()["missing"] == ["vehicle"]
    by_id = {crew["id"]: crew for crew in ask("dispatcher", "GET", "crews/").json()}
    assert by_id[district.crew_unit.pk]["fit"]
    assert [person["username"] for person in by_id[district.crew_unit.pk]["on_duty"]] == ["crew"]
    assert ask("crew", "POST", "duty/off/").status_code == 204


@pytest.mark.clause("B5.5")
def test_without_a_certificate_nobody_comes_on_duty(ask):
    refused = ask("crew_mate", "POST", "duty/on/")
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "invalid")


def test_another_crew_is_not_theirs(district, ask):
    for path in ("duty/on/", "duty/check/"):
        assert ask("crew", "POST", path, {"crew": district.second_crew_unit.pk}).status_code == 403
        assert ask("agent", "POST", path).status_code == 403
        assert ask("crew", "POST", path, {"crew": "x"}).status_code == 400
        assert ask("crew", "POST", path, [1]).status_code == 400
    assert ask("crew", "GET", "crews/").status_code == 403


def test_a_dispatcher_sees_the_crews_of_their_subtree(district, ask):
    assert [crew["id"] for crew in ask("other_dispatcher", "GET", "crews/").json()] == [district.other_crew_unit.pk]


def test_all_crews_at_once_take_three_queries(district, django_assert_num_queries):
    today = timezone.localdate()
    DailyCheck.objects.filter(crew=district.second_crew_unit).delete()
    crews = crews_for(district.director)
    with django_assert_num_queries(3):
        found = {state.crew: state.lacking for state in crews_states(crews, today)}
    assert found == {
        district.crew_unit: "",
        district.second_crew_unit: "今天还没有做每日检查",
        district.other_crew_unit: "没有人员在岗",
    }
