"""Every verb as a plain form post, and what happens when it does not go through."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests import factories
from tests.browsing import HTMX, at_desk, posted, text_of
from workorders.models import Step


def where(order, verb: str) -> str:
    return f"/orders/{order.number}/{verb}/"


def test_a_post_does_it_and_returns_to_the_order(district, order):
    answer = at_desk(district.agent).post(where(order, "dispatch"), {"_version": "1"}, follow=True)
    assert answer.redirect_chain[-1] == (f"/orders/{order.number}/", 302)
    assert "派单已登记，工单现在是「已派单」" in text_of(answer)


def test_htmx_is_told_where_to_go(district, order):
    answer = at_desk(district.agent).post(where(order, "dispatch"), {}, headers=HTMX)
    assert answer["HX-Redirect"] == f"/orders/{order.number}/"


def test_whoever_loses_sight_of_it_goes_to_the_queue(district):
    order = factories.lived_until(district, "dispatched")
    answer = at_desk(district.dispatcher).post(where(order, "refuse"), {"codes": ["duplicate"], "text": "已有一张"})
    assert (answer.status_code, answer["Location"]) == (302, "/orders/")


def test_the_same_key_twice_does_it_once(district, order):
    client = at_desk(district.agent)
    for _ in range(2):
        answer = client.post(where(order, "urge"), {"content": "客户催", "_key": "one-click"}, follow=True)
    assert "已经登记过" in text_of(answer)
    assert Step.objects.filter(order=order, verb="urge").count() == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_422_keeps_what_was_typed_and_says_where(district, headers):
    order = factories.lived_until(district, "restored")
    data = {"result": "换了熔断器，很长的一段处理结果", "in_charge": "", "confirmation": "signed"}
    answer = at_desk(district.crew).post(where(order, "reply"), data, headers=headers)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "换了熔断器，很长的一段处理结果" in page
    assert 'aria-invalid="true"' in page
    assert "请给客户留下部门联系电话后勾选" in page
    assert ("<html" in page) is not bool(headers)


def test_an_error_of_the_deed_itself_stands_at_its_field(district):
    order = factories.lived_until(district, "received")
    crew = district.second_crew_unit
    factories.Duty.objects.filter(crew=crew).delete()
    answer = at_desk(district.dispatcher).post(where(order, "assign"), {"crew": crew.pk})
    assert answer.status_code == 422
    assert "没有人员在岗" in text_of(answer)
    assert f'<option value="{crew.pk}" selected>' in text_of(answer)


def test_409_shows_who_was_faster_and_lets_the_next_submit_through(district, order):
    client = at_desk(district.agent)
    opened = text_of(client.get(where(order, "urge")))
    version = re.search(r'name="_version" value="(\d+)"', opened)[1]
    factories.act(district, order, "note", "lead", kind="more", text="客户家有老人，需要吸氧机")
    answer = client.post(where(order, "urge"), {"content": "客户第二次来电，非常着急", "_version": version})
    page = text_of(answer)
    assert answer.status_code == 409
    assert "这张工单刚刚被别人更新" in page
    assert "某值班长" in page
    assert "客户家有老人，需要吸氧机" in page
    assert "客户第二次来电，非常着急" in page
    newer = re.search(r'name="_version" value="(\d+)"', page)[1]
    assert client.post(where(order, "urge"), {"content": "急", "_version": newer}).status_code == 302


def test_409_wrong_state_keeps_the_text(district, order):
    factories.act(district, order, "dispatch", "agent")
    answer = at_desk(district.agent).post(
        where(order, "explain"), {"reason": "planned", "said": "计划停电，预计十七点送电", "satisfaction": "1"}
    )
    assert answer.status_code == 409
    assert "只有「已受理」时才能解释办结" in text_of(answer)
    assert "计划停电，预计十七点送电" in text_of(answer)


def test_a_form_of_the_wrong_state_opens_as_the_page_with_a_word(district, order):
    answer = at_desk(district.agent).get(where(order, "call_back"))
    assert answer.status_code == 409
    assert "只有「已回单」时才能回访" in text_of(answer)


def test_403_for_the_wrong_role_and_404_for_no_such_verb(district):
    order = factories.lived_until(district, "dispatched")
    for method in ("get", "post"):
        answer = getattr(at_desk(district.agent), method)(where(order, "receive"))
        assert answer.status_code == 403
        assert "您的角色不能对这张工单「接单」" in text_of(answer)
    assert at_desk(district.agent).get(where(order, "fly")).status_code == 404
    assert at_desk(district.agent).get(where(order, "accept")).status_code == 404
    assert at_desk(district.other_dispatcher).post(where(order, "receive")).status_code == 404
    assert at_desk(district.agent).put(where(order, "urge")).status_code == 405


def test_htmx_is_refused_in_one_sentence(district, order):
    answer = at_desk(district.supervisor).post(where(order, "dispatch"), {}, headers=HTMX)
    assert answer.status_code == 404
    assert "没有找到这张工单" in text_of(answer)
    assert "<html" not in text_of(answer)


def test_signed_out_people_are_shown_the_door(client, order):
    assert client.get(f"/orders/{order.number}/").status_code == 302


@pytest.mark.clause("B4.5")
def test_a_late_form_asks_for_the_reason_at_once(district, order):
    on_time = text_of(at_desk(district.agent).get(where(order, "dispatch")))
    assert 'name="late_cause"' not in on_time
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        client = at_desk(district.agent)
        late = text_of(client.get(where(order, "dispatch")))
        assert 'name="late_cause"' in late
        assert "「派单」已超时" in late
        refused = client.post(where(order, "dispatch"), {})
        assert refused.status_code == 422
        assert "请填写超时原因" in text_of(refused)
        done = client.post(where(order, "dispatch"), {"late_cause": "utility", "late_text": "座席系统卡顿"})
        assert done.status_code == 302


def test_several_choices_arrive_as_several(district):
    order = factories.lived_until(district, "dispatched")
    codes = ["not_our_area", "address_unclear"]
    at_desk(district.dispatcher).post(where(order, "refuse"), {"codes": codes, "text": "说明"})
    assert order.returns.get().codes == codes


def test_a_backdated_deed_happened_when_it_happened(district, order):
    at = timezone.localtime() + timedelta(seconds=-1)
    order_at = timezone.localtime(order.accepted_at)
    at_desk(district.agent).post(where(order, "dispatch"), {"occurred_at": f"{max(at, order_at):%Y-%m-%dT%H:%M:%S.%f}"})
    step = order.steps.get(verb="dispatch")
    assert step.occurred_at <= step.recorded_at


def test_a_whole_life_in_plain_forms(district, order):
    for verb, post, data in factories.LIFE:
        data = posted(factories.verb_data(district, data))
        answer = at_desk(getattr(district, post)).post(where(order, verb), data)
        assert answer.status_code == 302, (verb, text_of(answer))
    order = type(order).objects.get(pk=order.pk)
    opens_at = order.callbacks.get().opens_at
    with time_machine.travel(opens_at + timedelta(minutes=1)):
        client = at_desk(district.agent)
        answer = client.post(where(order, "call_back"), {**factories.ANSWERS, "_back": "callbacks"})
    assert answer["Location"] == "/callbacks/"
    assert type(order).objects.get(pk=order.pk).state == "archived"


@pytest.mark.parametrize("year", ["0001", "1850", "2200", "9999"])
def test_a_time_out_of_all_reason_is_refused_before_it_can_be_written(district, year):
    order = factories.lived_until(district, "received")
    body = {"crew": district.crew_unit.pk, "appointment_at": f"{year}-01-01T00:00:00"}
    answer = at_desk(district.dispatcher).post(where(order, "assign"), body)
    assert answer.status_code == 422 and "时间超出范围" in text_of(answer)
    assert at_desk(district.dispatcher).get(f"/orders/{order.number}/").status_code == 200


@pytest.mark.parametrize(
    ("content", "said"),
    [("长" * 501, "最多 500 个字，现在有 501 个，请缩短"), ("空\0字符", "含有看不见的空字符，请删掉后再提交")],
)
def test_what_is_wrong_is_said_in_plain_words(district, order, content, said):
    answer = at_desk(district.agent).post(where(order, "urge"), {"content": content})
    assert answer.status_code == 422 and said in text_of(answer)
