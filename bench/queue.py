"""`bin/bench queue`: the queue page of people who see a city or more, with very many orders and with few."""

from __future__ import annotations

import argparse
from typing import Any

from bench import report, system
from bench.report import milliseconds, say

MUST_MS = 60.0
MUST_TIMES = 1.5
FEW = 10_000  # what a large house is compared with


def run(args: list[str]) -> dict[str, Any]:
    """95 of 100 pages within ``MUST_MS`` milliseconds, and within ``MUST_TIMES`` times what a small house takes."""
    parser = argparse.ArgumentParser(prog="bin/bench queue", description="工单列表页的服务器时间")
    parser.add_argument("--orders", type=int, default=1_000_000, help="工单总数（默认 %(default)s）")
    parser.add_argument("--few", type=int, default=FEW, help="用来比较的小库（默认 %(default)s）")
    parser.add_argument("--in-hand", type=float, default=0.06, help="其中在办的比例（默认 %(default)s）")
    parser.add_argument("--cities", type=int, default=10, help="地市数（默认 %(default)s）")
    parser.add_argument("--rounds", type=int, default=6, help="每个页面测几遍（默认 %(default)s）")
    parser.add_argument("--warm", type=int, default=2, help="之前先看几遍，不计（默认 %(default)s）")
    parser.add_argument("--premises", type=int, default=50_000, help="用电地址数（默认 %(default)s）")
    wanted = parser.parse_args(args)
    system.prepare(wanted.premises)
    from bench import house, mass

    times, found = {}, {}
    before = 0
    for size in (wanted.few, wanted.orders):
        say(f"造 {size:,} 张工单，在办 {int(size * wanted.in_hand):,} …")
        house.build(size - before, int((size - before) * wanted.in_hand), wanted.cities)
        mass.settle()
        before = size
        found = report.surroundings()
        times[size] = _measure(wanted.rounds, wanted.warm)
        say(f"  {size:,} 张：p50 {times[size].p(0.5)} ms，p95 {times[size].p(0.95)} ms（{len(times[size].all)} 次）")
        times[size].tell()
    few, many = times[wanted.few], times[wanted.orders]
    ratio = round(many.p(0.95) / few.p(0.95), 2)
    say(f"  p95 {many.p(0.95)} ms（要求 ≤ {MUST_MS:.0f}），是小库的 {ratio} 倍（要求 ≤ {MUST_TIMES}）")
    return {
        "bench": "queue",
        "ok": many.p(0.95) <= MUST_MS and ratio <= MUST_TIMES,
        "p95_ms": many.p(0.95),
        "p50_ms": many.p(0.5),
        "p95_ms_few": few.p(0.95),
        "p50_ms_few": few.p(0.5),
        "times": ratio,
        "must_ms": MUST_MS,
        "must_times": MUST_TIMES,
        "orders": wanted.orders,
        "few": wanted.few,
        "requests": len(many.all),
        "pages": many.figures(),
        "pages_few": few.figures(),
        "slowest_ms": milliseconds(max(many.all)),
        **found,
    }


def _measure(rounds: int, warm: int) -> Any:
    from accounts.models import Role, Unit
    from bench import house
    from bench.visits import Browser, Visit

    centre = Unit.objects.filter(kind=Unit.Kind.CENTRE).order_by("pk")[0]
    city, county = Unit.objects.get(code="M1"), Unit.objects.get(code="M1-X1")
    people = [
        house.person_at("bench-lead", Role.LEAD, centre),
        house.person_at("bench-supervisor", Role.SUPERVISOR, city),
        house.person_at("bench-dispatcher", Role.DISPATCHER, city),
    ]
    port = system.free_port()
    with system.running("web", WEB_PORT=str(port)):
        system.wait_for_port(port)
        browser = Browser(port, people)
        visits = []
        for person in people:
            second = browser.next_page(person, "/orders/")
            history = browser.next_page(person, "/orders/?phase=all")
            pages = {
                "first page": "/orders/",
                "second page": second,
                "deep page": f"/orders/?after={house.middle()}",
                "type": "/orders/?kind=repair",
                "state, many": "/orders/?state=repair.replied",
                "state, few": "/orders/?state=repair.accepted",
                "clock, many": "/orders/?clock=repair.arrived_by",
                "clock, few": "/orders/?clock=repair.dispatched_by",
                "unit": f"/orders/?unit={county.pk}",
                "urgent": "/orders/?urgent=1",
                "breached": "/orders/?breached=1",
                "words, common": "/orders/?text=冒烟",
                "words, rare": "/orders/?text=鹤鹿",
                "words, none": "/orders/?text=麒麟",
                "history": "/orders/?phase=all",
                "history, second page": history,
                "history, words": "/orders/?phase=all&text=鹤鹿",
                "history, breached": "/orders/?phase=done&breached=1",
            }
            visits += [Visit(name, person, _quoted(path)) for name, path in pages.items()]
        return browser.measure(visits, rounds, warm)


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="/?&=%:_+.,")
