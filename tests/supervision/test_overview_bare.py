"""班长总览 of a district where nothing has happened yet, or next to nothing."""

from datetime import datetime

import time_machine
from django.utils import timezone

from tests import factories
from tests.browsing import at_desk, text_of
from tests.supervision.figures import NOW, figure, links
from workorders.services.sweep import sweep


def test_new_year_looks_back_into_the_old_one(district):
    with time_machine.travel(datetime(2026, 12, 31, 23, 59, tzinfo=NOW.tzinfo), tick=False):
        factories.accepted(district)
    with time_machine.travel(datetime(2027, 1, 1, 0, 3, tzinfo=NOW.tzinfo), tick=False):
        client = at_desk(district.lead)
        page = text_of(client.get("/overview/"))
        assert figure(page, "phase=all&accepted=2027-01-01") == 0
        assert figure(page, "phase=all&breached_in=2027-01-01") == 0
        for _ in range(3):  # half of the limit, most of it, all of it
            sweep(timezone.now())
        page = text_of(client.get("/overview/"))
        assert figure(page, "phase=all&breached_in=2027-01-01") == 1
        assert "2026-12-26..2027-01-01" in page
        narrowed = text_of(client.get("/orders/?phase=all&accepted=2026-12-26..2027-01-01"))
        assert "2026-12-26 至 01-01" in narrowed


def test_an_empty_district_says_so(district):
    for post in ("lead", "supervisor", "dispatcher"):
        page = text_of(at_desk(getattr(district, post)).get("/overview/"))
        assert "没有临近时限的工单" in page
        assert "近 7 天没有到期或完成的时限" in page
        assert {link.n for link in links(page)} == {0}


def test_for_those_who_watch(district):
    for post, status in (("agent", 403), ("crew", 403), ("handler", 403), ("system_admin", 403), ("director", 200)):
        assert at_desk(getattr(district, post)).get("/overview/").status_code == status
    for post in ("lead", "supervisor"):
        assert at_desk(getattr(district, post)).get("/")["Location"] == "/overview/"
