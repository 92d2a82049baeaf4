"""退单分析: every figure is the length of the list it opens, the parts sum to the whole, on the page, on paper, as a file and
for programs."""

import csv
import re
from io import BytesIO, StringIO
from urllib.parse import parse_qsl

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from accounts.models import Role, RoleAt
from accounts.services.sessions import issue_token
from tests.browsing import at_desk, text_of
from tests.supervision.figures import NOW, links
from tests.workorders.returning import an_order, at, change, live_a_year, sent_back
from workorders.selectors.queue import Filters, filtered, listing

pytestmark = pytest.mark.clause("D3")
YEAR = "from=2026-01-01&to=2026-12-31"


@pytest.fixture
def year(district):
    live_a_year(district, 11, orders=90)
    with time_machine.travel(NOW, tick=False):
        yield district


def ask(person, query=""):
    return at_desk(person).get(f"/returns/?{query}")


def figures(person, query="") -> dict[str, int]:
    return {link.query: link.n for link in links(text_of(ask(person, query)))}


def test_each_figure_is_the_length_of_its_list(year):
    seen = 0
    for post, query in (
        ("lead", YEAR),
        ("auditor", f"{YEAR}&level=national"),
        ("supervisor", "period=month"),
        ("dispatcher", f"{YEAR}&kind=complaint"),
        ("other_dispatcher", f"{YEAR}&level=callback,unit"),
        ("lead", f"{YEAR}&unit={year.city.pk}"),
    ):
        person = getattr(year, post)
        for link in links(text_of(ask(person, query))):
            filters = Filters.read(dict(parse_qsl(link.query)))
            assert filtered(person, filters).count() == link.n, (post, link)
            assert listing(person, filters).count in (link.n, None), (post, link)
            seen += link.n
    assert seen > 500


def test_units_and_types_sum_to_the_whole_and_go_on_below(year):
    found = figures(year.lead, YEAR)
    whole = f"phase=all&unit={year.centre.pk}&assessed=2026-01-01..2026-12-31"
    kinds = [n for query, n in found.items() if query.startswith(f"{whole}&kind=") and query.count("&") == 3]
    assert sum(kinds) == found[whole] > 0
    below = [year.city.pk, year.other_city.pk]
    units = [found.get(f"phase=all&unit={pk}&assessed=2026-01-01..2026-12-31", 0) for pk in below]
    assert sum(units) + found[f"{whole}&held_by={year.centre.pk}"] == found[whole]
    city = figures(year.lead, f"{YEAR}&unit={year.city.pk}")
    assert city[f"phase=all&unit={year.city.pk}&assessed=2026-01-01..2026-12-31"] == units[0]


def test_what_a_supervisor_reads(district):
    for n in range(20):
        order = an_order(district, "complaint", district.operations if n < 10 else district.county)
        for code in (["no_result"] if n == 0 else []) + (["wrong_time"] if n < 2 else []):
            sent_back(order, "province", [code], district)
        change(order, archived_at=at("2026-11-24 09:00"))
    with time_machine.travel(NOW, tick=False):
        page = text_of(ask(district.supervisor))
    assert '<p class="whole-rate num">10.00%</p>' in page
    assert '<b class="num">2</b> 件' in page and "3 次" in page
    assert re.search(r"运检部</a>.*20.00%.*处理时间填写错误、没有具体处理结果.*青石县供电公司</a>.*0.00%", page, re.S)
    assert re.search(
        r'<th scope="row">处理时间填写错误</th>.*66.7%.*<th scope="row">没有具体处理结果</th>.*33.3%', page, re.S
    )
    assert "退单分析" in text_of(at_desk(district.auditor).get("/orders/"))
    assert "退单分析" not in text_of(at_desk(district.agent).get("/orders/"))


@pytest.mark.clause("A3.5")
def test_a_report_of_misconduct_is_not_even_counted_for_who_may_not_know_of_it(district):
    order = an_order(district, "misconduct", district.operations)
    sent_back(order, "province", ["no_result"], district)
    change(order, archived_at=at("2026-11-24 09:00"))
    with time_machine.travel(NOW, tick=False):
        assert "没有归档的工单" in text_of(ask(district.supervisor))
        RoleAt.objects.create(person=district.people["supervisor"], role=Role.INTEGRITY, unit=district.city)
        assert "100.00%" in text_of(ask(district.supervisor))


def test_an_empty_month_says_so(district):
    page = text_of(ask(district.supervisor))
    assert "没有归档的工单" in page and "换一段时间" in page
    assert "<table" not in page


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("from=2026-11-02&to=2026-11-01", "结束日期早于开始日期"),
        ("from=2026-02-30", "日期应写成"),
        ("from=2020-01-01&to=2026-01-01", "最多统计 400 天"),
        ("level=x", "没有这种退单级别"),
        ("kind=x", "没有这种业务"),
    ],
)
def test_what_cannot_be_read_is_said_and_kept(year, query, says):
    answer = ask(year.supervisor, query)
    assert answer.status_code == 422 and says in text_of(answer)
    if "2026-11-02" in query:
        assert 'value="2026-11-02"' in text_of(answer)


def test_only_units_within_reach(year):
    for unit in (year.other_city.pk, year.centre.pk, 999_999, "x"):
        assert ask(year.supervisor, f"unit={unit}").status_code == 404
    assert ask(year.supervisor, f"unit={year.station.pk}").status_code == 200


def test_somebody_of_two_cities_chooses(year):
    RoleAt.objects.create(person=year.people["dispatcher"], role=Role.DISPATCHER, unit=year.other_city)
    page = text_of(ask(year.dispatcher))
    assert f"unit={year.city.pk}" in page and f"unit={year.other_city.pk}" in page
    assert ask(year.dispatcher, f"unit={year.other_city.pk}").status_code == 200


def test_as_files_and_on_paper(year):
    found = figures(year.lead, YEAR)
    archived = found[f"phase=all&unit={year.centre.pk}&assessed=2026-01-01..2026-12-31"]
    back = found[f"phase=all&unit={year.centre.pk}&assessed=2026-01-01..2026-12-31&returned_at=province%2Cnational"]
    client = at_desk(year.lead)
    answer = client.get(f"/returns/export/?{YEAR}")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["单位", "业务", "原因", "月份"]
    last = list(book["单位"].values)[-1]
    assert last[:3] == ("合计", archived, back)
    assert last[4] == round(back / archived, 4)
    answer = client.get(f"/returns/export/?{YEAR}&as=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text)))
    assert ["业务", "合计", str(archived), str(back)] == next(row[:4] for row in rows if row[:2] == ["业务", "合计"])
    page = text_of(client.get(f"/returns/print/?{YEAR}"))
    assert f"归档工单 {archived} 张，其中退单 {back} 件" in page
    assert client.get("/returns/export/?from=x").status_code == 422


class TestTheApi:
    def get(self, person, query=""):
        headers = {"Authorization": f"Token {issue_token(person)[1]}"}
        return Client().get(f"/api/v1/returns/rate/?{query}", headers=headers)

    def test_it_says_what_the_page_says(self, year):
        found = figures(year.lead, YEAR)
        answer = self.get(year.lead, YEAR).json()
        total = answer["total"]
        assert total["archived"] == found[f"phase=all&unit={year.centre.pk}&assessed=2026-01-01..2026-12-31"]
        assert total["rate"] == round(total["returned"] / total["archived"], 6)
        for part in ("units", "kinds"):
            assert sum(each["archived"] for each in answer[part]) == total["archived"]
            assert sum(each["times"] for each in answer[part]) == total["times"]
        assert (answer["first"], answer["last"]) == ("2026-01-01", "2026-12-31")
        assert len(answer["months"]) == 12 and answer["months"][-1]["month"] == "2026-12"
        assert {each["code"] for each in answer["reasons"]} <= {
            "wrong_time",
            "no_result",
            "pasted_twice",
            "evidence_missing",
        }

    def test_nothing_archived_has_no_rate(self, year):
        answer = self.get(year.lead, "from=2020-01-01").json()
        assert answer["total"] == {
            "archived": 0,
            "returned": 0,
            "times": 0,
            "rate": None,
            "levels": {"province": 0, "national": 0},
        }

    def test_errors_name_the_place(self, year):
        for query, field in (("from=x", "from"), ("level=a", "level"), ("kind=a", "kind"), ("until=1", "until")):
            answer = self.get(year.lead, query)
            assert answer.status_code == 422 and field in answer.json()["error"]["fields"], query
        assert self.get(year.supervisor, f"unit={year.other_city.pk}").status_code == 404
        assert self.get(year.agent).status_code == 403


def test_queries(year, django_assert_max_num_queries):
    client = at_desk(year.lead)
    for query in (YEAR, f"{YEAR}&unit={year.city.pk}"):
        client.get(f"/returns/?{query}")
        with django_assert_max_num_queries(13):
            client.get(f"/returns/?{query}")
