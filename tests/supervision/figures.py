"""The overview's figures, as they stand on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
LINK = re.compile(
    r'<a class="(?P<class>[^"]*)"[^>]* href="/orders/(?:\?(?P<query>[^"]*))?"[^>]*>(?P<text>.*?)</a>', re.S
)
BARE = re.compile(r'<a href="/orders/(?:\?(?P<query>[^"]*))?"[^>]*>(?P<text>.*?)</a>', re.S)
NUMBER = re.compile(r'<(?:b|span)(?: class="num")?>(\d+)</')


class Link(NamedTuple):
    n: int
    query: str


def links(page: str) -> Iterator[Link]:
    """Every figure of the page that opens orders, but for rates and the chart, whose numbers stand in its table."""
    found = [(match["class"], match["query"], match["text"]) for match in LINK.finditer(page)]
    found += [("", match["query"], match["text"]) for match in BARE.finditer(page)]
    for kind, query, text in found:
        if "share-rate" in kind or "chart-bar" in kind:
            continue
        number = NUMBER.search(text) or re.search(r"(\d+)", re.sub(r"<[^>]*>", "", text))
        if number:
            yield Link(int(number[1]), (query or "").replace("&amp;", "&"))


def figure(page: str, query: str) -> int:
    return next(link.n for link in links(page) if link.query == query)
