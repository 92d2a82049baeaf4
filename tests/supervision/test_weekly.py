"""业务周报 (D4): every figure is what a count by hand finds and the length of the list it opens, on the page, on paper and as a
file, for whoever looks."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest
import time_machine

from accounts.models import Role, RoleAt, Unit
from supervision.selectors.weekly import SHOWN, Line
from tests.browsing import at_desk, text_of
from tests.complaints import cases
from tests.supervision.figures import NOW, links
from tests.supervision.weeks import (
    FIGURES,
    LATER,
    ask,
    breach,
    by_hand,
    live_weeks,
    numbers,
    of_week,
    page_of,
    rows_of,
)
from tests.workorders.returning import an_order, at, change, sent_back
from workorders.models import WorkOrder
from workorders.navigation import entries_for
from workorders.registry import registry
from workorders.selectors.orders import visible_to
from workorders.selectors.queue import Filters, filtered, listing
from workorders.selectors.returns import Asked as AskedRate
from workorders.selectors.returns import report

pytestmark = pytest.mark.clause("D4")
WEEKS = ("2026-W46", "2026-W47", "2026-W48", "2026-W52", "2026-W53", "2027-W01")


@pytest.mark.parametrize("seed", [1, 2])
def test_it_is_what_a_count_by_hand_finds(district, seed):
    live_weeks(district, seed)
    RoleAt.objects.create(person=district.people["auditor"], role=Role.INTEGRITY, unit=district.centre)
    RoleAt.objects.create(person=district.people["supervisor"], role=Role.INTEGRITY, unit=district.operations)
    seen: Counter[str] = Counter()
    with time_machine.travel(LATER, tick=False):
        for post, unit in (
            ("lead", district.centre),  # sees the 举报 they accepted themselves
            ("auditor", district.centre),  # is cleared for all
            ("supervisor", district.city),  # is cleared for one department
            ("dispatcher", district.county),
        ):
            actor = getattr(district, post)
            orders = list(
                visible_to(actor)
                .filter(unit__path__startswith=unit.path)
                .select_related("unit")
                .prefetch_related("returns", "deadlines")
            )
            for week in WEEKS:
                monday = date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)
                last = min(monday + timedelta(days=6), LATER.date())
                days, before = (monday, last), (monday - timedelta(days=7), last - timedelta(days=7))
                had = of_week(actor, unit, week)
                hand = by_hand(orders, *days)
                assert numbers(had.total) == hand, (post, week)
                assert numbers(had.total, before=True) == by_hand(orders, *before), (post, week)
                seen.update(hand)
                for line in had.kinds:
                    of_kind = [each for each in orders if registry[each.kind].label == line.label]
                    assert numbers(line) == by_hand(of_kind, *days), (post, week, line.label)
                for line in had.units:
                    there = [each for each in orders if lies_in(each, line, unit)]
                    assert numbers(line) == by_hand(there, *days), (post, week, line.label)
                assert sum(map(Counter, map(numbers, had.kinds)), Counter()) == +Counter(hand)
                assert not had.units or sum(map(Counter, map(numbers, had.units)), Counter()) == +Counter(hand)
    assert min(seen[figure] for figure in FIGURES) > 60, seen


def lies_in(order: WorkOrder, line: Line, asked: Unit) -> bool:
    return order.unit_id == asked.pk if line.unit is None else order.unit.path.startswith(line.unit.path)


def test_each_figure_is_the_length_of_its_list(district):
    live_weeks(district, 3)
    seen = 0
    with time_machine.travel(LATER, tick=False):
        for post, query in (
            ("lead", "week=2026-W48"),
            ("auditor", "week=2026-W53"),
            ("supervisor", ""),
            ("dispatcher", "week=2026-W47"),
            ("other_dispatcher", "week=2026-W48"),
            ("lead", f"unit={district.city.pk}"),
        ):
            person = getattr(district, post)
            opened = [link for link in links(page_of(person, query)) if "unit=" in link.query]
            assert len(opened) > 30
            for link in opened:
                filters = Filters.read(dict(parse_qsl(link.query)))
                assert len(filters.behind) == len(set(dict(parse_qsl(link.query))) - {"phase", "unit", "kind"})
                assert filtered(person, filters).count() == link.n, (post, link)
                assert listing(person, filters).count in (link.n, None), (post, link)
                seen += link.n
    assert seen > 800


def test_a_week_begins_on_monday_at_midnight_in_shanghai(district):
    for when in ("2026-11-15 23:59:59", "2026-11-16 00:00:00", "2026-11-22 23:59:59", "2026-11-23 00:00:00"):
        order = an_order(district, "complaint", district.operations, accepted=at(when))
        breach(order, at(when))
        sent_back(order, "province", ["no_result"], district, at(when))
        change(order, archived_at=at(when))
    with time_machine.travel(NOW, tick=False):
        for week, one_or_two in (("2026-W46", 1), ("2026-W47", 2), ("2026-W48", 1)):
            had = numbers(of_week(district.supervisor, district.city, week).total)
            assert had == {**dict.fromkeys(FIGURES, one_or_two), "in_hand": 0}, week


def test_new_year_lies_in_the_middle_of_a_week(district):
    days = ("2026-12-27 23:59:59", "2026-12-28 00:00:00", "2026-12-31 23:59:59", "2027-01-01 00:00:00")
    for when in (*days, "2027-01-03 23:59:59", "2027-01-04 00:00:00"):
        an_order(district, "opinion", district.operations, accepted=at(when))
    with time_machine.travel(LATER, tick=False):
        had = {week: of_week(district.supervisor, district.city, week) for week in ("2026-W52", "2026-W53", "2027-W01")}
        assert [each.total.accepted.n for each in had.values()] == [1, 4, 1]
        assert [each.total.in_hand.n for each in had.values()] == [1, 5, 6]
        page = page_of(district.supervisor, "week=2026-W53")
        assert "2026 年第 53 周" in page and "2026-12-28 周一 至 01-03 周日" in page
        assert "week=2026-W52" in page and "week=2027-W01" in page
        assert "week=2027-W02" not in page_of(district.supervisor)  # it has not begun


def test_a_week_that_runs_is_compared_with_the_same_days(district):
    """On Tuesday: what came in last Monday and Tuesday, not what came in last Friday."""
    for when in ("2026-11-16 08:00", "2026-11-17 23:00", "2026-11-20 08:00", "2026-11-23 08:00", "2026-11-24 09:00"):
        an_order(district, "complaint", district.operations, accepted=at(when))
    an_order(district, "complaint", district.operations, accepted=at("2026-11-24 08:00"))
    with time_machine.travel(NOW, tick=False):
        page = page_of(district.supervisor)
        had = of_week(district.supervisor, district.city, "2026-W48").total
    assert (had.accepted.n, had.accepted.change, had.in_hand.n, had.in_hand.change) == (3, "+1", 6, "+4")
    assert "增减与上周同期（11-16 至 11-17）相比" in page
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        had = of_week(district.supervisor, district.city, "2026-W48").total
        assert (had.accepted.n, had.accepted.before, had.accepted.change) == (3, 3, "±0")
        assert "增减与上一周（11-16 至 11-22）相比" in page_of(district.supervisor, "week=2026-W48")
        assert of_week(district.supervisor, district.city, "2026-W49").total.accepted.change == "−3"


def test_the_rate_is_that_of_the_return_analysis(district):
    """Of what was archived in the week, whenever it came back; a granted appeal is business done, and in no rate."""
    for n in range(8):
        order = an_order(district, "complaint", district.operations, accepted=at("2026-11-02 08:00"))
        if n < 3:
            sent_back(order, "province", ["no_result"], district, at("2026-11-05 08:00"))
        change(order, archived_at=at("2026-11-17 08:00") if n < 6 else at("2026-11-10 08:00"))
        if n == 0:
            change(order, counted=False)
    with time_machine.travel(NOW, tick=False):
        had = of_week(district.supervisor, district.city, "2026-W47")
        same = report(district.supervisor, AskedRate(district.city, had.asked.period)).total
        assert had.total.rate == same and had.total.rate.percent == "40.00%"
        assert (had.total.archived.n, had.total.returned.n) == (6, 0)
        assert had.total.rate_change == "+40.00"
        assert of_week(district.supervisor, district.city, "2026-W48").total.rate_change == ""
        page = page_of(district.supervisor, "week=2026-W47")
        address = f"/returns/?unit={district.city.pk}&amp;from=2026-11-16&amp;to=2026-11-22"
        assert address in page
        assert '<p class="whole-rate num">40.00%</p>' in text_of(
            at_desk(district.supervisor).get(address.replace("&amp;", "&"))
        )


def test_what_was_called_off_came_in_and_is_not_in_hand(district):
    order = an_order(district, "repair", district.county, accepted=at("2026-11-17 08:00"))
    change(order, phase="void")
    with time_machine.travel(NOW, tick=False):
        had = of_week(district.supervisor, district.city, "2026-W47").total
    assert (had.accepted.n, had.in_hand.n) == (1, 0)


class TestTheListOfReturns:
    def test_newest_first_with_words(self, district):
        one = an_order(district, "complaint", district.operations, accepted=at("2026-11-16 08:00"))
        two = an_order(district, "opinion", district.county, accepted=at("2026-11-16 09:00"))
        sent_back(one, "province", ["no_result", "wrong_time"], district, at("2026-11-18 10:00"))
        sent_back(two, "national", ["demand_not_answered"], district, at("2026-11-19 11:00"))
        sent_back(one, "unit", ["not_our_area"], district, at("2026-11-20 12:00"))  # a unit's refusal is none
        sent_back(one, "province", ["no_result"], district, at("2026-11-23 00:00"))  # the week after
        with time_machine.travel(NOW, tick=False):
            had = of_week(district.supervisor, district.city, "2026-W47").returns
            assert [(each.number, each.kind, each.unit, each.level) for each in had] == [
                (two.number, "意见", "青石县供电公司", "国退"),
                (one.number, "投诉", "运检部", "省退市"),
            ]
            assert had[0].text == "客户说：请补充依据" and had[1].text == "请补充依据"
            assert had[1].reasons == "没有具体处理结果、处理时间填写错误"
            page = page_of(district.supervisor, "week=2026-W47")
        assert f'href="/orders/{one.number}/"' in page and "没有具体处理结果、处理时间填写错误" in page
        assert page.index(two.number) < page.index(one.number)

    def test_at_most_so_many_on_the_page_and_all_in_the_file(self, district):
        order = an_order(district, "complaint", district.operations, accepted=at("2026-11-16 08:00"))
        for n in range(SHOWN + 3):
            sent_back(order, "province", ["no_result"], district, at("2026-11-18 10:00") + timedelta(seconds=n))
        with time_machine.travel(NOW, tick=False):
            page = page_of(district.supervisor, "week=2026-W47")
            rows = rows_of(district.supervisor, "week=2026-W47")
        assert page.count(f'href="/orders/{order.number}/"') == SHOWN
        assert f"这里列出最近 {SHOWN} 次，另有 3 次在导出的表格里" in page
        assert sum(row[0] == "退单明细" for row in rows) == SHOWN + 3


def test_another_citys_orders_are_in_nothing(district):
    order = an_order(district, "complaint", district.operations, accepted=at("2026-11-23 08:00"))
    breach(order, at("2026-11-23 09:00"))
    sent_back(order, "province", ["no_result"], district, at("2026-11-23 10:00"))
    change(order, archived_at=at("2026-11-23 11:00"))
    with time_machine.travel(NOW, tick=False):
        page, rows = page_of(district.other_dispatcher), rows_of(district.other_dispatcher)
        assert numbers(of_week(district.supervisor, district.city, "2026-W48").total) == {
            **dict.fromkeys(FIGURES, 1),
            "in_hand": 0,
        }
    assert "这一周没有业务" in page and order.number not in page
    assert {figure for row in rows for figure in row[2:]} == {"0", ""}
    for unit in (district.other_city.pk, district.centre.pk, 999_999, "x"):
        for address in ("/weekly/", "/weekly/print/", "/weekly/export/"):
            assert at_desk(district.supervisor).get(f"{address}?unit={unit}").status_code == 404


@pytest.mark.clause("A3.5", "C9")
def test_a_report_of_misconduct_moves_nothing_for_who_may_not_know_of_it(district):
    def seen(post: str) -> list[object]:
        person, printed = getattr(district, post), at_desk(getattr(district, post)).get("/weekly/print/")
        body = re.sub(r"nonce-[\w=+/-]+|csrfmiddlewaretoken\" value=\"\w+", "", page_of(person))
        return [body, text_of(printed), rows_of(person)]

    uncleared = ("supervisor", "lead", "auditor", "dispatcher")
    with time_machine.travel(NOW, tick=False):
        an_order(district, "complaint", district.operations, accepted=at("2026-11-23 08:00"))
        before = {post: seen(post) for post in uncleared}
        order = an_order(district, "misconduct", district.operations, accepted=at("2026-11-23 09:00"))
        breach(order, at("2026-11-23 10:00"))
        sent_back(order, "province", ["no_result"], district, at("2026-11-23 10:30"))
        waits = an_order(district, "misconduct", district.operations, accepted=at("2026-11-16 09:00"))
        change(order, archived_at=at("2026-11-23 11:00"))
        assert {post: seen(post) for post in uncleared} == before
        assert all("举报" not in str(each) for post in uncleared for each in before[post])
        cases.clear(district, "supervisor")
        had = of_week(district.supervisor, district.city, "2026-W48")
        assert numbers(had.total) == {
            "accepted": 2,
            "archived": 1,
            "in_hand": 2,
            "breached": 1,
            "returned": 1,
            "times": 1,
        }
        assert "举报" in page_of(district.supervisor) and order.number in page_of(district.supervisor)
        change(waits, unit=district.other_city)  # cleared here, not there
        assert of_week(district.supervisor, district.city, "2026-W48").total.in_hand.n == 1


@pytest.mark.clause("A3.5")
def test_whoever_accepted_a_report_of_misconduct_counts_it(district):
    for agent in ("lead", "agent"):
        order = an_order(
            district, "misconduct", district.operations, district.people[agent], accepted=at("2026-11-23 09:00")
        )
        sent_back(order, "province", ["no_result"], district, at("2026-11-23 10:30"))
    with time_machine.travel(NOW, tick=False):
        had = of_week(district.lead, district.centre, "2026-W48")
    assert numbers(had.total) == {
        "accepted": 1,
        "archived": 0,
        "in_hand": 1,
        "breached": 0,
        "returned": 1,
        "times": 1,
    }
    assert len(had.returns) == 1


def test_an_empty_week_says_so(district):
    page = page_of(district.supervisor, "week=2026-W20")
    assert "这一周没有业务" in page and "换一周" in page and "<table" not in page
    assert "这一周没有业务" in text_of(at_desk(district.supervisor).get("/weekly/print/?week=2026-W20"))


def test_a_unit_with_nothing_below_has_no_table_of_units(district):
    an_order(district, "complaint", district.operations, accepted=at("2026-11-23 08:00"))
    with time_machine.travel(NOW, tick=False):
        assert "按单位" not in page_of(district.supervisor, f"unit={district.operations.pk}")
        page = page_of(district.supervisor)
    assert "按单位" in page and f"?unit={district.operations.pk}" in page


@pytest.mark.parametrize(
    ("week", "says"),
    [
        ("2026-W49", "2026 年第 49 周还没有开始"),
        ("2199-W01", "还没有开始"),
        ("2027-W53", "周应写成 2026-W48 这样"),  # that year has 52
        ("2026-W00", "周应写成"),
        ("2000-W01", "周应写成"),
        ("2026-48", "周应写成"),
        ("２０２６-W48", "周应写成"),
        ("<script>", "周应写成"),
    ],
)
def test_what_cannot_be_read_is_said_and_kept(district, week, says):
    an_order(district, "complaint", district.operations, accepted=at("2026-11-23 08:00"))
    with time_machine.travel(NOW, tick=False):
        answer = ask(district.supervisor, f"week={week}")
        page = text_of(answer)
        assert answer.status_code == 422 and says in page
        assert f'type="text" name="week" value="{week.replace("<", "&lt;").replace(">", "&gt;")}"' in page
        assert "2026 年第 48 周" in page  # this week's figures stand below
        for address in ("/weekly/print/", "/weekly/export/"):
            refused = at_desk(district.supervisor).get(f"{address}?week={week}")
            assert refused.status_code == 422 and says in text_of(refused)


@pytest.mark.parametrize("week", ["2001-W01", "2026-W48"])
def test_the_first_week_there_is_and_the_last(district, week):
    with time_machine.travel(NOW, tick=False):
        answer = ask(district.supervisor, f"week={week}")
    assert answer.status_code == 200 and f'value="{week}"' in text_of(answer)
    assert "2000-W52" not in text_of(answer) and "2026-W49" not in text_of(answer)


def test_the_queue_names_what_narrows_it(district):
    with time_machine.travel(NOW, tick=False):
        client = at_desk(district.supervisor)
        page = text_of(client.get("/orders/?phase=all&in_hand_after=2026-11-22"))
        assert "11-22末在途" in page
        page = text_of(client.get("/orders/?phase=all&returned_in=2026-11-16..2026-11-22@province,national"))
        assert "11-16 至 11-22省退市或国退" in page
        for rubbish in (
            "in_hand_after=2026-11-16..2026-11-22",
            "in_hand_after=2026-11-22T10",
            "in_hand_after=x",
            "returned_in=2026-11-22@",
            "returned_in=2026-11-22@x",
            "returned_in=@province",
        ):
            assert client.get(f"/orders/?{rubbish}").status_code == 200
            assert not Filters.read(dict(parse_qsl(rubbish))).any, rubbish


def test_for_those_who_judge_and_by_a_key_of_its_own(district):
    for post in ("lead", "auditor", "dispatcher", "supervisor"):
        entries = entries_for(getattr(district, post))
        keys = [entry.keys for entry in entries if entry.keys]
        assert any(entry.url == "supervision:weekly" for entry in entries)
        assert len(keys) == len(set(keys)), keys
    for post in ("agent", "handler", "crew"):
        assert all(entry.url != "supervision:weekly" for entry in entries_for(getattr(district, post)))
        assert ask(getattr(district, post)).status_code == 403


def test_queries(district, django_assert_max_num_queries):
    live_weeks(district, 5, orders=40)
    with time_machine.travel(LATER, tick=False):
        for post in ("lead", "supervisor"):
            person = getattr(district, post)
            unit = district.centre if post == "lead" else district.city
            with django_assert_max_num_queries(14):
                of_week(person, unit, "2026-W53")
            client = at_desk(person)
            client.get("/weekly/?week=2026-W53")
            with django_assert_max_num_queries(21):
                client.get("/weekly/?week=2026-W53")
