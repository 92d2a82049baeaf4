"""States and clocks of several types side by side: what is called the same says which type's it is, wherever it stands."""

import re
from collections import Counter
from html import unescape

from tests import factories
from tests.browsing import at_desk, text_of
from tests.complaints.cases import lived_until
from workorders.registry import registry


def options(page: str, name: str) -> list[str]:
    chosen = page.split(f'<select name="{name}">')[1].split("</select>")[0]
    return [unescape(label) for label in re.findall(r"<option[^>]*>([^<]*)</option>", chosen)]


def test_no_two_filters_of_the_queue_are_called_the_same(district):
    page = text_of(at_desk(district.lead).get("/orders/"))
    for name in ("state", "clock"):
        found = Counter(options(page, name))
        assert max(found.values()) == 1, found.most_common(3)
    assert {"全部", "投诉·答复客户", "举报·答复客户", "到达现场"} <= set(options(page, "clock"))
    assert {"报修·已受理", "投诉·已受理", "已接单"} <= set(options(page, "state"))


def test_the_overview_calls_clocks_by_the_same_names(district):
    for kind in ("complaint", "opinion"):
        lived_until(district, "handling", kind)
    factories.lived_until(district, "assigned")
    page = text_of(at_desk(district.lead).get("/overview/"))
    rows = re.findall(r'<th scope="row">([^<]+)</th><td data-label="今天">', page)
    assert len(rows) == len(set(rows))
    assert {"投诉·派单", "意见·派单", "接单或退单"} <= set(rows)
    assert set(rows) <= {registry.clock_name(kind, code) for kind in registry for code in kind.clock_labels} | {
        "回访成功",
        "满意",
        "归档中退过单",
    }


def test_the_figure_somebody_followed_says_the_type_too(district):
    asked = {"phase": "all", "timely": "opinion.answered_by.late"}
    assert "意见·答复客户：未按时" in text_of(at_desk(district.lead).get("/orders/", asked))
