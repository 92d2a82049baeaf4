"""The export: what the filters let through, as far as I may see, masked as on the screen, and always text."""

import io

from openpyxl import load_workbook
from structlog.testing import capture_logs

from tests import factories
from tests.browsing import at_desk


def sheet(client, **query: str) -> list[list[object]]:
    answer = client.get("/orders/export/", query)
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def test_as_filtered(district):
    urgent = factories.accepted(district, urgency="urgent")
    factories.accepted(district)
    client = at_desk(district.agent)
    heads, *rows = sheet(client)
    assert heads[0] == "工单编号"
    assert len(rows) == 2
    (row,) = sheet(client, urgent="1")[1:]
    assert row[0] == urgent.number
    assert "张伟" in row


def test_scoped_and_masked(district):
    order = factories.lived_until(district, "dispatched")
    assert sheet(at_desk(district.other_dispatcher))[1:] == []
    (row,) = sheet(at_desk(district.supervisor))[1:]
    assert row[0] == order.number
    told = "".join(str(value) for value in row)
    for secret in ("张伟", "13812345678", "502室"):
        assert secret not in told


def test_no_text_becomes_a_formula(district):
    factories.accepted(district, content='=HYPERLINK("http://evil","点我")\x0b')
    answer = at_desk(district.agent).get("/orders/export/")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = {cell.value: cell.data_type for row in book.active.iter_rows(min_row=2) for cell in row}
    assert cells['=HYPERLINK("http://evil","点我")'] == "s"


def test_the_log_says_who_and_how_many_and_nothing_personal(district, order):
    with capture_logs() as logs:
        sheet(at_desk(district.agent), text="张伟")
    (entry,) = [line for line in logs if line["event"] == "orders.exported"]
    assert entry["person"] == district.agent.pk
    assert "张伟" not in str(entry)
