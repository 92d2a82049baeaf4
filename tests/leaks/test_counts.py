"""C9: misconduct moves no figure of whoever may not know of it. The same pages before and after, at the same instant."""

from __future__ import annotations

import itertools
import re

import pytest
import time_machine
from django.conf import settings as configured
from django.test import Client
from django.utils import timezone

from accounts.services.sessions import issue_token
from tests.factories import build_district, lived_until
from tests.leaks.planting import EVERYBODY, World, cases, plant, settle_down, settle_people, waiting
from tests.leaks.walk import Walker, read

pytestmark = pytest.mark.clause("C9", "A3.5")
KNOWING = ("agent", "integrity", "cleared_lead", "cleared_auditor", "cleared_dispatcher", "cleared_handler")
PAGES = (
    "/orders/",
    "/orders/?phase=all",
    "/orders/?phase=done",
    "/orders/?kind=misconduct&phase=all",
    "/orders/?phase=all&text=%E6%A0%B8%E5%AE%9E",
    "/overview/",
    "/returns/",
    "/weekly/",
    "/weekly/print/",
    "/weekly/export/?as=csv",
    "/callbacks/",
    "/inbox/",
    "/inbox/unread/",
    "/board/",
    "/audit/",
    "/audit/?pile=forwarding",
    "/audit/?pile=extensions",
    "/audit/?pile=appeals",
    "/audit/?kind=misconduct",
    "/complaints/",
    "/returns/",
    "/search/?q=20261124",
    "/api/v1/orders/",
    "/api/v1/callbacks/",
    "/api/v1/messages/",
    "/metrics",
    "/healthz",
    "/admin/workorders/step/",
    "/admin/workorders/seal/",
    "/admin/complaints/category/",
)
# What differs from one answer to the next whatever happened: keys and tokens; and calls, which say nothing of orders.
OWN = re.compile(
    r"csrfmiddlewaretoken\" value=\"\w+|nonce-[\w=+/-]+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|zhangdeng_csrf=\w+"
    r"|\"(?:oldest_unfired_seconds|pending_messages)\": [\d.]+|^Content-Length.*$|\?v=\w+|^.*(?:今天已接|声内接起).*$",
    re.M,
)
MOMENT = "2026-11-24T10:00:00+08:00"


def figures(world: World) -> dict[tuple[str, str], str]:
    walker = Walker(world, [post for post in EVERYBODY if post not in KNOWING])
    found = {}
    for post in walker.posts:
        for page in PAGES:
            walker.client.cookies.clear()
            if page.startswith("/api/"):
                response = walker.client.get(page, headers={"Authorization": f"Token {walker.tokens[post]}"})
            else:
                walker.client.cookies[configured.SESSION_COOKIE_NAME] = walker.sessions[post]
                response = walker.client.get(page)
            text = OWN.sub("", read(response))
            found[post, page] = "\n".join(of_the_house(text)) if page == "/metrics" else text
    return found


def of_the_house(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("zhangdeng_live")]


def test_misconduct_moves_no_figure_of_whoever_may_not_know(db):
    district = build_district()
    settle_people(district)
    both = [*cases(), *waiting()]
    with time_machine.travel(MOMENT, tick=False):
        world = plant(district, [case for case in both if not case.hidden and case.secrecy == "confidential"])
        lived_until(district, "dispatched")
        settle_down()
        before = figures(world)
        assert any("waiting" in text or "待回访" in text for text in before.values())
        piles = re.findall(
            r"<span>(待审核|待转派|延期|申诉)</span><b class=\"num\">1</b>", before["auditor", "/audit/"]
        )
        assert len(piles) == 4, piles
        plant(district, [case for case in both if case.hidden])
        assert timezone.now().isoformat().startswith("2026-11-24T02:00")
        after = figures(world)
    moved = [(key, difference(before[key], after[key])) for key in before if before[key] != after[key]]
    assert not moved, "\n".join(f"{post} {page}: {what}" for (post, page), what in moved)


def difference(one: str, other: str) -> str:
    lines = set(one.splitlines()) ^ set(other.splitlines())
    return " | ".join(sorted(line.strip()[:160] for line in lines)[:6])


def test_a_missing_number_says_nothing(db):
    """Numbers are left out by chance, whatever is accepted."""
    district = build_district()
    numbers = [int(lived_until(district, "accepted").number) for _ in range(40)]
    steps = {later - earlier for earlier, later in itertools.pairwise(numbers)}
    assert min(steps) == 1 and max(steps) > 1


def test_programs_are_not_counted_by_type(district):
    client, headers = Client(), {"Authorization": f"Token {issue_token(district.agent)[1]}"}
    for kind in ("misconduct", "complaint"):
        client.post(f"/api/v1/orders/{kind}/", "{}", "application/json", headers=headers)
    text = client.get("/metrics").content.decode()
    assert "api_accept_*" in text and "api_accept_misconduct" not in text
