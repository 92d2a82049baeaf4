"""`bin/bench live`: from the commit of an act to its event in the browsers, with many streams open."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import report, system
from bench.report import milliseconds, percentile, say

MUST_P99 = 1.0
QUIET = 3.0  # seconds after the last act in which its events must have arrived


def run(args: list[str]) -> dict[str, Any]:
    """99 of 100 events within ``MUST_P99`` seconds of the commit; who may see an order hears of every step, once."""
    parser = argparse.ArgumentParser(prog="bin/bench live", description="从提交到浏览器收到事件的时间")
    parser.add_argument("--streams", type=int, default=500, help="打开的连接数（默认 %(default)s）")
    parser.add_argument("--rate", type=float, default=10, help="每秒办几次（默认 %(default)s）")
    parser.add_argument("--seconds", type=int, default=30, help="测量秒数（默认 %(default)s）")
    parser.add_argument("--premises", type=int, default=20_000, help="用电地址数（默认 %(default)s）")
    wanted = parser.parse_args(args)
    system.prepare(wanted.premises)
    from bench import listeners

    found = report.surroundings()
    seated = listeners.seat(wanted.streams)
    port = system.free_port()
    with TemporaryDirectory(prefix="zhangdeng-bench-") as folder:
        keys = Path(folder, "keys")
        keys.write_text("\n".join(each.session_key for each in seated))
        with system.running("events", EVENTS_HOST="127.0.0.1", EVENTS_PORT=str(port)):
            system.wait_until(lambda: _streams(port) == 0, system.PATIENCE)
            say(f"{wanted.streams} 个连接，每秒 {wanted.rate:g} 次操作，{wanted.seconds} 秒 …")
            with _ears(port, keys) as ears:
                began = time.perf_counter()
                committed = listeners.act_on(wanted.rate, wanted.seconds)
                spent = time.perf_counter() - began
                threading.Event().wait(QUIET)
                streams = _streams(port)
                heard = _ended(ears)
    took = [at - committed[event] for event, times in heard["arrived"].items() if event in committed for at in times]
    lost = sum(len(committed.keys() - set(heard["heard"][n])) for n, each in enumerate(seated) if each.hears_all)
    p50, p95, p99 = (percentile(took, share) if took else float("inf") for share in (0.5, 0.95, 0.99))
    say(f"  {len(committed)} 次操作，{len(took):,} 个事件；p50 {p50:.3f} 秒，p95 {p95:.3f} 秒，p99 {p99:.3f} 秒")
    say(f"  （要求 p99 ≤ {MUST_P99:g} 秒）；漏 {lost}，重 {heard['twice']}，断 {heard['cut']}")
    return {
        "bench": "live",
        "ok": p99 <= MUST_P99 and not (lost or heard["twice"] or heard["cut"]) and streams == wanted.streams,
        "p50_ms": milliseconds(p50),
        "p95_ms": milliseconds(p95),
        "p99_ms": milliseconds(p99),
        "slowest_ms": milliseconds(max(took, default=float("inf"))),
        "must_p99_ms": MUST_P99 * 1000,
        "acts": len(committed),
        "acts_per_second": round(len(committed) / spent, 1),
        "events": len(took),
        "lost": lost,
        "twice": heard["twice"],
        "resyncs": heard["resyncs"],
        "streams": streams,
        "client_cpu": heard["client_cpu"],
        **found,
    }


@contextmanager
def _ears(port: int, keys: Path) -> Iterator[subprocess.Popen[str]]:
    """The listening process, once all its streams are open."""
    command = [sys.executable, "-m", "bench.ears", "127.0.0.1", str(port), str(keys)]
    process = subprocess.Popen(command, cwd=system.ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        if not process.stdout.readline().strip():
            raise RuntimeError("the listeners did not get their streams")
        yield process
    finally:
        process.kill()
        process.communicate()


def _ended(ears: subprocess.Popen[str]) -> dict[str, Any]:
    answer, _ = ears.communicate()
    return dict(json.loads(answer))


def _streams(port: int) -> int:
    """How many the process counts; -1 before it answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/events/health", timeout=5) as answer:
            return int(json.load(answer)["streams"])
    except OSError:
        return -1
