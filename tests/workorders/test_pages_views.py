"""Views of the queue under a name: filters, sort and columns; shared by those who lead; taken away and brought back."""

import io
import re

import pytest
from openpyxl import load_workbook

from tests import factories
from tests.browsing import at_desk, text_of
from workorders.models import QueueHabit, SavedView
from workorders.services import saved_views as services

VIEWS = "/orders/views/"


def keep(client, name: str = "紧急的", query: str = "urgent=1&sort=newest", columns=("time", "agent")):
    return client.post(VIEWS, {"_do": "keep", "name": name, "query": query, "columns": list(columns)}, follow=True)


def test_a_view_keeps_filters_sort_and_columns(district):
    urgent = factories.accepted(district, urgency="urgent", content="配电箱冒烟")
    factories.accepted(district)
    client = at_desk(district.agent)
    shown = keep(client)
    view = SavedView.objects.get()
    assert shown.redirect_chain[-1][0] == f"/orders/?urgent=1&sort=newest&view={view.pk}"
    page = text_of(shown)
    assert re.findall(r'href="/orders/(\d{16})/"', page) == [urgent.number]
    assert "cell-agent" in page and "cell-place" not in page
    assert "已改动" not in page
    assert "已改动" in text_of(client.get(f"/orders/?view={view.pk}"))


def test_nothing_but_filters_gets_into_a_view(district):
    keep(at_desk(district.agent), query="kind=repair&evil=%0d%0a&unit=x&after=m:1", columns=["time", "nonsense"])
    view = SavedView.objects.get()
    assert (view.query, view.columns) == ("kind=repair", ["time"])


def test_the_queue_opens_with_the_view_chosen_for_that(district):
    client = at_desk(district.agent)
    keep(client)
    view = SavedView.objects.get()
    client.post(VIEWS, {"_do": "open_with", "view": view.pk})
    opened = client.get("/orders/")
    assert opened["Location"] == f"/orders/?urgent=1&sort=newest&view={view.pk}"
    assert client.get("/orders/?view=0").status_code == 200
    client.post(VIEWS, {"_do": "open_with_all", "view": view.pk})
    assert client.get("/orders/").status_code == 200


def test_renamed_rewritten_and_taken_away_with_undo(district):
    client = at_desk(district.agent)
    keep(client)
    view = SavedView.objects.get()
    client.post(VIEWS, {"_do": "rename", "view": view.pk, "name": " 急件  今天 "})
    client.post(VIEWS, {"_do": "rewrite", "view": view.pk, "query": "breached=1", "columns": ["unit"]})
    view.refresh_from_db()
    assert (view.name, view.query, view.columns) == ("急件 今天", "breached=1", ["unit"])
    gone = client.post(VIEWS, {"_do": "remove", "view": view.pk}, follow=True)
    assert "已删除视图「急件 今天」" in text_of(gone)
    assert "急件 今天" not in text_of(client.get("/orders/"))
    back = client.post(VIEWS, {"_do": "restore", "view": view.pk}, follow=True)
    assert 'aria-current="page"' in text_of(back) and "急件 今天" in text_of(back)


def test_those_who_lead_share_with_their_unit_and_below(district):
    lead = at_desk(district.lead)
    keep(lead, name="值班看板")
    view = SavedView.objects.get()
    assert "值班看板" not in text_of(at_desk(district.dispatcher).get("/orders/"))
    told = lead.post(VIEWS, {"_do": "share", "view": view.pk}, follow=True)
    assert "已共享，本单位和下级单位的人都能在列表上方看到" in text_of(told)
    for post in ("dispatcher", "crew", "agent"):
        assert "值班看板" in text_of(at_desk(getattr(district, post)).get(f"/orders/?view={view.pk}"))
    # Others read it; it stays its owner's.
    assert at_desk(district.agent).post(VIEWS, {"_do": "rename", "view": view.pk, "name": "x"}).status_code == 404
    assert at_desk(district.agent).post(VIEWS, {"_do": "remove", "view": view.pk}).status_code == 404
    at_desk(district.agent).post(VIEWS, {"_do": "open_with", "view": view.pk})
    lead.post(VIEWS, {"_do": "remove", "view": view.pk})
    assert at_desk(district.agent).get("/orders/").status_code == 200


def test_only_those_who_lead_may_share(district):
    client = at_desk(district.agent)
    keep(client)
    answer = client.post(VIEWS, {"_do": "share", "view": SavedView.objects.get().pk})
    assert answer.status_code == 403
    assert "只有值班长和主管" in text_of(answer)


def test_a_supervisor_of_one_city_shares_within_it(district):
    client = at_desk(district.supervisor)
    keep(client, name="东江")
    client.post(VIEWS, {"_do": "share", "view": SavedView.objects.get().pk})
    assert "东江</a>" in text_of(at_desk(district.dispatcher).get("/orders/"))
    assert "东江</a>" not in text_of(at_desk(district.other_dispatcher).get("/orders/"))


@pytest.mark.parametrize("name", ["", "  ", "很" * 21])
def test_a_name_that_will_not_do_is_said_in_words(district, name):
    shown = keep(at_desk(district.agent), name=name)
    assert "视图" in text_of(shown) and "notice-error" in text_of(shown)
    assert not SavedView.objects.exists()


def test_a_name_once(district):
    client = at_desk(district.agent)
    keep(client)
    assert "已经有一个叫「紧急的」的视图" in text_of(keep(client))
    assert SavedView.objects.count() == 1


def test_columns_are_remembered_for_the_person(district, order):
    client = at_desk(district.agent)
    client.post(VIEWS, {"_do": "columns", "columns": ["channel", "content", "x"], "query": "", "view": "0"})
    assert QueueHabit.objects.get().columns == ["content", "channel"]
    page = text_of(client.get("/orders/"))
    assert "cell-content" in page and "cell-channel" in page and "cell-time" not in page
    assert "cell-time" in text_of(at_desk(district.lead).get("/orders/?view=0"))


def test_no_column_at_all_is_a_choice_too(district, order):
    client = at_desk(district.agent)
    client.post(VIEWS, {"_do": "columns", "query": "", "view": "0"})
    assert 'class="cell ' not in text_of(client.get("/orders/"))


@pytest.mark.parametrize("do", ["", "fly", "rename", "restore", "open_with"])
def test_rubbish(district, do):
    assert at_desk(district.agent).post(VIEWS, {"_do": do, "view": "99999999999999999999"}).status_code == 404
    assert at_desk(district.agent).post(VIEWS, {"_do": do, "view": "12345"}).status_code == 404


def test_units_by_characters_pinyin_and_initials(district):
    client = at_desk(district.dispatcher)
    for text in ("城东供", "chengdonggong", "cdgds"):
        found = text_of(client.get("/orders/units/", {"q": text}))
        assert "城东供电所" in found and "抢修一班" not in found, text
    assert "西湖" not in text_of(client.get("/orders/units/", {"q": "xh"}))
    assert "没有叫" in text_of(client.get("/orders/units/", {"q": "没有的\0"}))


def test_ticked_orders_alone_are_exported(district):
    orders = [factories.accepted(district) for _ in range(3)]
    client = at_desk(district.agent)
    answer = client.post("/orders/export/", {"number": [f"{orders[1].number}.1", "9" * 16]})
    rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert [row[0] for row in rows[1:]] == [orders[1].number]
    other = at_desk(district.other_dispatcher).post("/orders/export/", {"number": [orders[0].number]})
    assert len(list(load_workbook(io.BytesIO(b"".join(other.streaming_content))).active.values)) == 1


@pytest.mark.parametrize("post", ["agent", "dispatcher", "lead", "supervisor"])
def test_queries_of_the_queue_are_few(district, post, django_assert_max_num_queries):
    for state in ("accepted", "dispatched", "received", "assigned"):
        factories.lived_until(district, state)
    client = at_desk(getattr(district, post))
    keep(client)
    client.get("/orders/?view=0")
    with django_assert_max_num_queries(17):
        client.get("/orders/?view=0")


def test_a_view_too_long_is_said_in_words(district):
    client = at_desk(district.agent)
    dates = "&".join(
        f"{name}=2026-11-18..2026-11-24" for name in ("accepted", "archived", "breached_in", "returned_in")
    )
    answer = client.post(
        VIEWS, {"_do": "keep", "name": "长", "query": f"text={'停' * 100}&{dates}&sort=newest"}, follow=True
    )
    assert "筛选条件太长" in text_of(answer)
    assert not SavedView.objects.exists()


def test_bringing_back_makes_no_more_views_than_there_may_be(district):
    client, most = at_desk(district.agent), services.MOST
    gone = services.remove(district.agent, services.keep(district.agent, "先前的", "", []).pk)
    for place in range(most):
        services.keep(district.agent, f"视图{place}", "", [])
    assert f"最多保存 {most} 个视图" in text_of(client.post(VIEWS, {"_do": "restore", "view": gone.pk}, follow=True))
    assert SavedView.objects.filter(removed_at=None).count() == most
