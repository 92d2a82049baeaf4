"""值班与检查: the crew's page and the watchers' list."""

import pytest

from repair.models import DailyCheck, Duty
from tests.browsing import at_desk, text_of


@pytest.mark.clause("B5.4")
def test_the_check_comes_first(district):
    DailyCheck.objects.all().delete()
    client = at_desk(district.crew)
    assert "今天还没有做每日检查" in text_of(client.get("/duty/"))
    refused = client.post("/duty/check/", {"missing": ["vehicle"], "remark": ""})
    assert refused.status_code == 422
    assert "有缺项，请说明如何补齐" in text_of(refused)
    assert 'value="vehicle" id="missing-vehicle" checked' in text_of(refused)
    done = client.post("/duty/check/", {"missing": ["vehicle"], "remark": "借用二班车辆"}, follow=True)
    assert "缺：抢修车辆（借用二班车辆）" in text_of(done)


def test_on_and_off(district):
    client = at_desk(district.crew)
    client.post("/duty/off/")
    assert not Duty.objects.filter(person=district.crew, until__isnull=True).exists()
    answer = client.post("/duty/on/", follow=True)
    assert "已到岗" in text_of(answer)
    assert Duty.objects.filter(person=district.crew, until__isnull=True).exists()


@pytest.mark.clause("B5.5")
def test_without_a_certificate_nobody_comes_on(district):
    answer = at_desk(district.crew_mate).post("/duty/on/")
    assert answer.status_code == 422
    assert "上岗证书不存在或已过期" in text_of(answer)


def test_watchers_see_their_crews_and_what_each_lacks(district):
    DailyCheck.objects.filter(crew=district.second_crew_unit).delete()
    page = text_of(at_desk(district.dispatcher).get("/duty/"))
    assert "城东抢修一班" in page
    assert "可以派工" in page
    assert "今天还没有做每日检查" in page
    assert "西湖抢修班" not in page


def test_for_crews_and_watchers_only(district):
    assert at_desk(district.agent).get("/duty/").status_code == 403
    assert at_desk(district.dispatcher).post("/duty/on/").status_code == 403
    assert at_desk(district.crew).get("/duty/on/").status_code == 405


def test_queries_do_not_grow_with_the_crews(district, django_assert_max_num_queries):
    client = at_desk(district.supervisor)
    with django_assert_max_num_queries(12):
        client.get("/duty/")
