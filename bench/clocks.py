"""`bin/bench clocks`: how late a due clock is announced while very many others wait."""

import argparse
import time
from datetime import timedelta
from typing import Any

from bench import report, system
from bench.report import percentile, say

MUST = 1.2  # seconds, 99 of 100
LEVELS = (0, 1, 2)  # a third each are warned half way, warned at four fifths, and too late


def run(args: list[str]) -> dict[str, Any]:
    """Lateness p99 within ``MUST`` seconds, every level announced exactly once."""
    parser = argparse.ArgumentParser(prog="bin/bench clocks", description="时限到期后多久告知")
    parser.add_argument("--pending", type=int, default=1_000_000, help="等待中的时限总数（默认 %(default)s）")
    parser.add_argument("--rate", type=int, default=200, help="每秒到期数（默认 %(default)s）")
    parser.add_argument("--seconds", type=int, default=60, help="持续秒数（默认 %(default)s）")
    parser.add_argument("--premises", type=int, default=20_000, help="用电地址数（默认 %(default)s）")
    wanted = parser.parse_args(args)
    system.prepare(wanted.premises)
    from django.utils import timezone

    from bench import effects, mass
    from config.celery import TICK

    due = wanted.rate * wanted.seconds
    say(f"装入 {wanted.pending:,} 个等待中的时限，另有 {due:,} 个将在 {wanted.seconds} 秒内到期 …")
    mass.fill(mass.template(), wanted.pending)
    mass.settle()
    commit = effects.commit_seconds()
    with system.running("worker", "beat"):
        system.wait_for_sweep()
        begin = timezone.now() + mass.time_to_load(due)
        span = mass.spread(mass.template(), due, begin, 1 / wanted.rate, LEVELS, every_clock=False)
        mass.check(begin)
        found = report.surroundings()
        watch = effects.Watch(span)
        watch.start()
        time.sleep(max(0.0, begin.timestamp() + wanted.seconds - time.time()))
        system.wait_until(lambda: not effects.pending(begin + timedelta(seconds=wanted.seconds)), 30)
        time.sleep(1)
        watch.stop()
    books = effects.books(span)
    p99 = percentile(watch.lateness, 0.99)
    floor = TICK + commit
    say(f"每秒 {wanted.rate} 个到期，共 {books.due:,} 个：")
    say(
        f"  告知晚 中位 {percentile(watch.lateness, 0.5):.3f} s  p95 {percentile(watch.lateness, 0.95):.3f} s  p99 {p99:.3f} s  最大 {max(watch.lateness):.3f} s"
    )
    say(f"  下限 {floor:.3f} s（{TICK} s 一次的节拍 + 一次提交 {commit * 1000:.1f} ms）；要求 ≤ {MUST} s")
    say(f"  遗漏 {books.lost}，重复 {books.twice}")
    return {
        "bench": "clocks",
        "ok": p99 <= MUST and not books.lost and not books.twice and len(watch.lateness) == due,
        "p99_s": round(p99, 3),
        "p95_ms": report.milliseconds(percentile(watch.lateness, 0.95)),
        "median_s": round(percentile(watch.lateness, 0.5), 3),
        "max_s": round(max(watch.lateness), 3),
        "floor_s": round(floor, 3),
        "must_s": MUST,
        "seen": len(watch.lateness),
        "lost": books.lost,
        "twice": books.twice,
        "pending": wanted.pending,
        "rate": wanted.rate,
        "seconds": wanted.seconds,
        **found,
    }
