"""业务周报 as a file and on paper (D4): what the page says, and nothing a spreadsheet would reckon with."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
import time_machine
from openpyxl import load_workbook

from tests.browsing import at_desk, text_of
from tests.supervision.figures import NOW
from tests.supervision.weeks import FIGURES, LATER, breach, live_weeks, of_week, rows_of
from tests.workorders.returning import an_order, at, sent_back

pytestmark = pytest.mark.clause("D4")


def test_a_file_says_what_the_page_says(district):
    live_weeks(district, 4, orders=60)
    order = an_order(district, "complaint", district.operations, accepted=at("2026-11-16 08:00"))
    with time_machine.travel(LATER, tick=False):
        sent_back(order, "province", ["no_result"], district, at("2026-11-18 10:00"))
        had = of_week(district.lead, district.centre, "2026-W47")
        rows = rows_of(district.lead, "week=2026-W47")
        answer = at_desk(district.lead).get("/weekly/export/?week=2026-W47")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["业务", "单位", "退单明细"]
    assert "2026-W47" in answer["Content-Disposition"]
    for title, lines in (("业务", [*had.kinds, had.total]), ("单位", [*had.units, had.total])):
        in_csv = [row for row in rows if row[0] == title]
        in_book = list(book[title].values)[2:]
        assert len(in_csv) == len(in_book) == len(lines)
        for line, row, cells in zip(lines, in_csv, in_book, strict=True):
            figures = [
                n
                for name in FIGURES
                for n in (getattr(line, name).n, getattr(line, name).n - getattr(line, name).before)
            ]
            assert [row[1], *map(int, row[2:14])] == [line.label, *figures] == list(cells[:13])
            assert cells[13] == (round(line.rate.share, 4) if line.rate.archived else None)
    assert had.total.times.n == len(had.returns) == sum(row[0] == "退单明细" for row in rows) > 3
    assert ["退单明细", "2026-11-18 10:00:00", order.number, "投诉", "运检部", "省退市"] in [row[:6] for row in rows]


def test_no_text_is_reckoned_with(district):
    """What people wrote may begin like a formula, or hold what no sheet can."""
    for text in ("=HYPERLINK(1)", "+1", "-1", "@a", "\x0b坏字符"):
        order = an_order(district, "complaint", district.operations, accepted=at("2026-11-16 08:00"))
        order.returns.create(
            level="province",
            codes=["no_result"],
            text=text,
            unit=district.operations,
            by=district.auditor,
            at=at("2026-11-18 10:00"),
        )
    with time_machine.travel(NOW, tick=False):
        texts = {row[7] for row in rows_of(district.supervisor, "week=2026-W47") if row[0] == "退单明细"}
        answer = at_desk(district.supervisor).get("/weekly/export/?week=2026-W47")
    assert texts == {"'=HYPERLINK(1)", "'+1", "'-1", "'@a", "\x0b坏字符"}
    cells = load_workbook(BytesIO(b"".join(answer.streaming_content)))["退单明细"]["G"][2:]
    assert {cell.value for cell in cells} == {"=HYPERLINK(1)", "+1", "-1", "@a", "坏字符"}
    assert {cell.data_type for cell in cells} == {"s"}


def test_on_paper(district):
    order = an_order(district, "complaint", district.operations, accepted=at("2026-11-16 08:00"))
    breach(order, at("2026-11-17 08:00"))
    sent_back(order, "province", ["no_result"], district, at("2026-11-18 10:00"))
    with time_machine.travel(NOW, tick=False):
        page = text_of(at_desk(district.supervisor).get("/weekly/print/?week=2026-W47"))
    assert "受理 1 张，办结 0 张，期末在途 1 张；新增超时 1 张；退单 1 件、1 次" in page
    assert re.search(r"<td>投诉</td><td>1（\+1）</td><td>0（±0）</td><td>1（\+1）</td><td>1（\+1）</td>", page)
    assert re.search(r"<td>运检部</td><td>1（\+1）</td>", page)
    assert f"<td>{order.number}</td>" in page and "<td>请补充依据</td>" in page
