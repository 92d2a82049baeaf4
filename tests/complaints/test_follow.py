"""投诉跟踪: what is on its way within somebody's reach, where it stands, and pressing for it."""

from __future__ import annotations

import io
import re

import pytest
import time_machine
from django.utils import timezone
from openpyxl import load_workbook

from tests.browsing import HTMX, at_desk, text_of
from tests.complaints.cases import accepted, act, leaf, lived_until, step
from workorders.models import Step, Urge, Watcher

ADDRESS = "/complaints/"


def listed(answer) -> list[str]:
    return re.findall(r'id="follow-(\d{16})"', text_of(answer))


@pytest.fixture
def director(district):
    return at_desk(district.director)


@pytest.mark.clause("D15")
def test_todays_and_those_on_their_way_are_there_and_no_others(district, director):
    long_ago = timezone.now() - timezone.timedelta(days=3)
    with time_machine.travel(long_ago, tick=True):
        done = lived_until(district, "archived")
        on_way = lived_until(district, "handling")
    today = accepted(district)
    for kind in ("opinion", "suggestion", "misconduct", "praise"):
        accepted(district, kind)
    assert set(listed(director.get(ADDRESS))) == {on_way.number, today.number}
    assert done.number not in text_of(director.get(ADDRESS))


@pytest.mark.clause("D15")
def test_a_row_says_where_it_is_and_what_happened_last(district, director):
    order = lived_until(district, "handling", grade="major", secrecy="confidential", place="东江市营业厅")
    shown = text_of(director.get(ADDRESS))
    for words in (order.number[-6:], "重大", order.case.category.label, "保密", district.city.name, "运检部"):
        assert words in shown
    assert re.search(r'stops-now" aria-current="step"><span>处理中', shown)
    assert "签收" in shown and "单位回复" in shown
    for secret in ("张伟", "13812345678", "朝阳路", order.content):
        assert secret not in shown


@pytest.mark.parametrize("post", ["lead", "auditor", "dispatcher", "supervisor", "director"])
def test_each_sees_their_own_reach(district, post):
    here = lived_until(district, "handling")
    elsewhere = step(district, accepted(district), "dispatch", "agent")
    act(district, elsewhere, "forward", "auditor", unit=district.other_city.pk)
    wide = post in ("lead", "auditor", "director")
    assert set(listed(at_desk(getattr(district, post)).get(ADDRESS))) == {
        here.number,
        *([elsewhere.number] if wide else []),
    }


@pytest.mark.parametrize("post", ["agent", "handler", "crew", "telephony", "system_admin"])
def test_others_do_not_follow(district, post):
    client = at_desk(getattr(district, post))
    assert client.get(ADDRESS).status_code == client.get(f"{ADDRESS}export/").status_code == 403
    assert "投诉跟踪" not in text_of(client.get("/inbox/"))


@pytest.mark.clause("D15")
def test_a_leader_named_for_a_unit_follows_what_lies_there(district):
    order = lived_until(district, "handling", content="客户反映10月电费比往月多出一倍，要求答复。")
    elsewhere = step(district, accepted(district), "dispatch", "agent")
    act(district, elsewhere, "forward", "auditor", unit=district.other_city.pk)
    Watcher.objects.create(kind="complaint", unit=district.city, person=district.people["crew"])
    leader = at_desk(district.crew)
    answer = leader.get(ADDRESS)
    assert listed(answer) == [order.number]
    shown = text_of(answer)
    assert f"/orders/{order.number}/" not in shown and "督办</summary>" not in shown  # the list is all of it
    assert leader.post(f"{ADDRESS}{order.number}/supervise/", {"content": "x"}).status_code == 404


@pytest.fixture
def three(district):
    """One late, one that came back, one pressed for."""
    with time_machine.travel(timezone.now() - timezone.timedelta(days=20), tick=True):
        late = lived_until(district, "handling", grade="special")
    back = lived_until(district, "replied", grade="important")
    act(district, back, "send_back", "auditor", codes=["no_result"], text="请写明处理结果")
    pressed = lived_until(district, "forwarded", grade="ordinary")
    act(district, pressed, "supervise", "lead", content="请今天反馈")
    return {"late": late.number, "returned": back.number, "pushed": pressed.number}


@pytest.mark.clause("D15")
@pytest.mark.parametrize("name", ["late", "returned", "pushed"])
def test_it_narrows_to_what_needs_looking_at(district, director, three, name):
    assert listed(director.get(f"{ADDRESS}?{name}=1")) == [three[name]]
    whole = text_of(director.get(ADDRESS))
    assert listed(director.get(ADDRESS))[0] == three["late"]  # due first
    assert re.search(r"退回 1 次", whole) and "已督办" in whole


def test_it_narrows_by_grade_step_and_city(district, director, three):
    assert listed(director.get(f"{ADDRESS}?grade=special")) == [three["late"]]
    assert listed(director.get(f"{ADDRESS}?state=forwarded")) == [three["pushed"]]
    elsewhere = step(district, accepted(district), "dispatch", "agent")
    act(district, elsewhere, "forward", "auditor", unit=district.other_city.pk)
    assert listed(director.get(f"{ADDRESS}?city={district.other_city.pk}")) == [elsewhere.number]
    assert "没有符合条件的投诉" in text_of(director.get(f"{ADDRESS}?state=archived"))


@pytest.mark.parametrize("asked", ["grade=x", "state='", "city=9999999999999", "city=-1", "after=x", "late=0&after=_1"])
def test_nonsense_narrows_nothing_or_finds_nothing(district, director, asked):
    accepted(district)
    assert director.get(f"{ADDRESS}?{asked}").status_code == 200


@pytest.mark.clause("D15")
def test_one_click_presses_and_comes_back_to_the_list(district, director):
    order = lived_until(district, "handling")
    assert "请立即处理，并于今天反馈进展。" in text_of(director.get(ADDRESS))
    data = {"content": "请今天反馈", "_key": "once"}
    answer = director.post(f"{ADDRESS}{order.number}/supervise/?grade=ordinary", data)
    assert (answer.status_code, answer.url) == (302, f"{ADDRESS}?grade=ordinary")
    director.post(f"{ADDRESS}{order.number}/supervise/", data)
    assert Urge.objects.get().content == "请今天反馈"
    assert Step.objects.filter(verb="supervise").count() == 1
    director.post(f"{ADDRESS}{order.number}/supervise/", {"content": ""})
    assert "没有督办" in text_of(director.get(ADDRESS))
    assert "已督办" in text_of(director.get(ADDRESS))


def test_who_may_not_press_is_not_offered_it(district):
    order = lived_until(district, "handling")
    auditor = at_desk(district.auditor)
    assert "督办</summary>" not in text_of(auditor.get(ADDRESS))
    assert auditor.post(f"{ADDRESS}{order.number}/supervise/", {"content": "x"}).status_code == 403
    opinion = accepted(district, "opinion")
    assert at_desk(district.lead).post(f"{ADDRESS}{opinion.number}/supervise/", {"content": "x"}).status_code == 404


def test_with_nothing_to_follow_it_says_so(director):
    assert "没有在途的投诉" in text_of(director.get(ADDRESS))


def test_the_list_alone_is_what_the_live_page_asks_for(district, director):
    accepted(district)
    part = text_of(director.get(ADDRESS, headers=HTMX | {"HX-Target": "follow"}))
    assert part.lstrip().startswith('<div id="follow"') and "<html" not in part and 'data-live="order"' in part


def test_the_sheet_holds_what_the_list_shows(district, director, three):
    answer = director.get(f"{ADDRESS}export/?returned=1")
    assert answer.status_code == 200
    rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert rows[0][:3] == ("工单编号", "等级", "分类") and len(rows) == 2
    assert rows[1][0] == three["returned"] and "重要" in rows[1]
    assert not {"张伟", "13812345678"} & {str(cell) for cell in rows[1]}


def test_more_than_a_page_is_gone_through_to_the_end(district, director, monkeypatch):
    monkeypatch.setattr("complaints.selectors.following.PAGE", 2)
    numbers = [accepted(district, category=leaf("complaint")).number for _ in range(5)]
    found, address = [], ADDRESS
    while address:
        answer = director.get(address)
        found += listed(answer)
        after = re.search(r'rel="next" href="(\?[^"]+)"', text_of(answer))
        address = ADDRESS + after[1].replace("&amp;", "&") if after else ""
    assert sorted(found) == sorted(numbers)


def test_a_budget_however_many_there_are(district, director, django_assert_max_num_queries):
    for _ in range(6):
        lived_until(district, "handling")
    director.get(ADDRESS)
    with django_assert_max_num_queries(20):
        director.get(ADDRESS)
