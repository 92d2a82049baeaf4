"""`bin/bench storm`: how long until very many clocks due at one moment are all announced."""

import argparse
import time
from typing import Any

from bench import report, system
from bench.report import say

MUST = 15.0  # seconds
BREACH = (2,)  # two warnings went before: what comes due is the limit itself, the order is marked, people are texted


def run(args: list[str]) -> dict[str, Any]:
    """All effects of all due clocks written within ``MUST`` seconds of the due time, each exactly once."""
    parser = argparse.ArgumentParser(prog="bin/bench storm", description="同一秒到期的时限多久全部写完")
    parser.add_argument("--due", type=int, default=100_000, help="同一秒到期数（默认 %(default)s）")
    parser.add_argument("--pending", type=int, default=1_000_000, help="另有的等待中时限（默认 %(default)s）")
    parser.add_argument("--premises", type=int, default=20_000, help="用电地址数（默认 %(default)s）")
    wanted = parser.parse_args(args)
    system.prepare(wanted.premises)
    from django.utils import timezone

    from bench import effects, mass

    say(f"装入 {wanted.pending:,} 个等待中的时限，另有 {wanted.due:,} 个将在同一秒到期 …")
    mass.fill(mass.template(), wanted.pending)
    mass.settle()
    with system.running("worker", "beat"):
        system.wait_for_sweep()
        begin = timezone.now() + mass.time_to_load(wanted.due)
        span = mass.spread(mass.template(), wanted.due, begin, 0, BREACH, every_clock=False)
        mass.check(begin)
        found = report.surroundings()
        time.sleep(max(0.0, begin.timestamp() - time.time()))
        system.wait_until(lambda: not effects.pending(begin), MUST * 8)
        seconds = time.time() - begin.timestamp()
    books = effects.books(span)
    floor = effects.bare_seconds(span)
    say(f"{books.due:,} 个时限同时到期，两个工作进程：")
    say(f"  全部写完 {seconds:.2f} s（每秒 {books.due / seconds:,.0f} 个）；要求 ≤ {MUST:.0f} s")
    say(f"  下限 {floor:.2f} s（一条连接、不经触发器、一个事务写同样多的行）")
    say(f"  遗漏 {books.lost}，重复 {books.twice}")
    return {
        "bench": "storm",
        "ok": seconds <= MUST and not books.lost and not books.twice and books.due == wanted.due,
        "seconds": round(seconds, 2),
        "floor_s": round(floor, 2),
        "must_s": MUST,
        "per_second": round(books.due / seconds),
        "lost": books.lost,
        "twice": books.twice,
        "due": books.due,
        "pending": wanted.pending,
        "workers": 2,
        **found,
    }
