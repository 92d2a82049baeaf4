"""`bin/bench intake`: orders a second through the HTTP API, beside pgbench writing the same rows."""

import argparse
import itertools
import json
import subprocess
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from bench import report, system
from bench.report import milliseconds, percentile, say

MUST_RATIO = 0.04
MUST_P99_MS = 100.0


def run(args: list[str]) -> dict[str, Any]:
    """Orders a second at least ``MUST_RATIO`` of pgbench's transactions, 99 of 100 answered within 100 ms."""
    parser = argparse.ArgumentParser(prog="bin/bench intake", description="经 HTTP API 受理的速度")
    parser.add_argument("--clients", type=int, default=8, help="同时的客户端（默认 %(default)s）")
    parser.add_argument("--seconds", type=int, default=20, help="测量秒数（默认 %(default)s）")
    parser.add_argument("--premises", type=int, default=20_000, help="用电地址数（默认 %(default)s）")
    parser.add_argument("--keep-alive", action="store_true", help="客户端保持连接（默认每次新连接，与 nginx 之后相同）")
    wanted = parser.parse_args(args)
    keep = "keep-alive" if wanted.keep_alive else "close"
    system.prepare(wanted.premises)
    from bench import floor, mass

    found = report.surroundings()
    with TemporaryDirectory(prefix="zhangdeng-bench-") as folder:
        statements = floor.record()
        transaction = Path(folder, "accept.sql")
        transaction.write_text(floor.script(statements))
        bodies = Path(folder, "bodies")
        write_bodies(bodies, wanted.seconds * 2_000)
        mass.settle()
        half = max(1, wanted.seconds // 4)
        say(f"pgbench：{wanted.clients} 个连接，每个事务 {len(statements)} 条写语句 …")
        before = floor.measure(transaction, wanted.clients, half)
        say(f"HTTP API：{wanted.clients} 个客户端，{wanted.seconds} 秒 …")
        port = system.free_port()
        with system.running("web", WEB_PORT=str(port)):
            system.wait_for_port(port)
            # First so that every worker has its code, its connections and its rules.
            drive(port, bodies, wanted.clients, min(3, wanted.seconds), keep)
            driven = drive(port, bodies, wanted.clients, wanted.seconds, keep)
        after = floor.measure(transaction, wanted.clients, half)
    rate, bare = driven["accepted"] / driven["seconds"], (before + after) / 2
    ratio, p99 = rate / bare, milliseconds(percentile(driven["took"], 0.99))
    p95, p50 = milliseconds(percentile(driven["took"], 0.95)), milliseconds(percentile(driven["took"], 0.5))
    say(f"  受理 {rate:,.0f} 单/秒，p50 {p50} ms，p95 {p95} ms，p99 {p99} ms（要求 < {MUST_P99_MS:.0f} ms）")
    say(f"  下限 pgbench {bare:,.0f} 事务/秒（之前 {before:,.0f}，之后 {after:,.0f}）")
    say(f"  比值 {ratio:.3f}（要求 ≥ {MUST_RATIO}）；未受理 {driven['answered'] - driven['accepted']}")
    for words in driven["refused"]:
        say(f"  {words}")
    return {
        "bench": "intake",
        "ok": ratio >= MUST_RATIO and p99 < MUST_P99_MS and driven["answered"] == driven["accepted"],
        "ratio": round(ratio, 4),
        "p50_ms": p50,
        "p95_ms": p95,
        "p99_ms": p99,
        "orders_per_second": round(rate, 1),
        "floor_per_second": round(bare, 1),
        "floor_before_after": [round(before, 1), round(after, 1)],
        "must_ratio": MUST_RATIO,
        "must_p99_ms": MUST_P99_MS,
        "orders": driven["accepted"],
        "refused": driven["answered"] - driven["accepted"],
        "statements": len(statements),
        "clients": wanted.clients,
        "connections": keep,
        "client_cpu": round(driven["client_cpu"], 2),
        "seconds": round(driven["seconds"], 1),
        **found,
    }


def write_bodies(file: Path, count: int) -> None:
    """``count`` reports, each of another premises as far as there are enough, in an order that is always the same."""
    from bench import mass
    from customers.models import Premises

    homes = list(Premises.objects.select_related("customer").prefetch_related("customer__phones").order_by("pk"))
    Random(95598).shuffle(homes)
    reports = [json.dumps(mass.report(each)) for each in homes]
    file.write_text("\n".join(itertools.islice(itertools.cycle(reports), count)))


def drive(port: int, bodies: Path, clients: int, seconds: float, keep: str) -> dict[str, Any]:
    """What the client process found."""
    from accounts.services.sessions import issue_token
    from bench import mass

    token = issue_token(mass.agent())[1]
    words = ["127.0.0.1", str(port), token, str(bodies), str(clients), str(seconds), keep]
    command = [sys.executable, "-m", "bench.client", *words]
    answer = subprocess.run(command, cwd=system.ROOT, stdout=subprocess.PIPE, check=True).stdout
    return dict(json.loads(answer))
