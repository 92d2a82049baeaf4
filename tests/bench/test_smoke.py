"""Each measure from end to end at a small size, on a database of its own beside the tests'."""

import contextlib
import json
import os
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.conf import settings

from bench.system import ROOT
from launch.postgres import client_bin

WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])  # parallel runs keep out of each other's way
NAME = f"bench_smoke_{WORKER}"


@pytest.fixture(scope="module")
def surroundings():
    server = os.environ["DATABASE_URL"]
    drop = f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)"
    execute(server, drop, f"CREATE DATABASE {NAME}")
    yield os.environ | {
        "DATABASE_URL": urlsplit(server)._replace(path=f"/{NAME}").geturl(),
        "REDIS_URL": settings.REDIS_URL.rsplit("/", 1)[0] + f"/{15 - WORKER}",
        "ZHANGDENG_ENV": "demo",
        "WEB_WORKERS": "1",  # enough to see that it measures
        "BENCH_PGBIN": str(client_bin()),
    }
    execute(server, drop)


def execute(server: str, *statements: str) -> None:
    with contextlib.closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True
        for statement in statements:
            connection.cursor().execute(statement)


def measured(surroundings, *words: str) -> dict:
    """The last line's object. At such sizes the verdict means nothing; the figures must be there and the books right."""
    run = subprocess.run(
        [sys.executable, "-m", "bench", *words, "--premises", "200", "--json"],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert run.returncode in (0, 1) and run.stdout.endswith("}\n"), run.stderr[-2000:]
    figures = json.loads(run.stdout.splitlines()[-1])
    assert {"cores", "versions", "fsync", "load"} <= set(figures)
    return figures


def test_storm(surroundings):
    figures = measured(surroundings, "storm", "--due", "500", "--pending", "500")
    assert (figures["due"], figures["lost"], figures["twice"]) == (500, 0, 0)
    assert figures["seconds"] > 0 < figures["floor_s"]


def test_clocks(surroundings):
    figures = measured(surroundings, "clocks", "--pending", "500", "--rate", "50", "--seconds", "3")
    assert (figures["seen"], figures["lost"], figures["twice"]) == (150, 0, 0)
    assert 0 < figures["p99_s"] < 10


def test_intake(surroundings):
    figures = measured(surroundings, "intake", "--seconds", "1", "--clients", "2")
    assert figures["orders"] > 0 == figures["refused"]
    assert 0 < figures["ratio"] < 1


def test_queue(surroundings):
    few = ("--orders", "400", "--few", "200", "--in-hand", "0.4", "--cities", "1", "--rounds", "1", "--warm", "0")
    figures = measured(surroundings, "queue", *few)
    assert figures["requests"] == 54
    assert 0 < figures["p50_ms"] <= figures["p95_ms"]


def test_rate(surroundings):
    figures = measured(surroundings, "rate", "--orders", "2000", "--cities", "1", "--rounds", "1", "--warm", "0")
    assert figures["requests"] == 8
    assert 1000 < figures["archived"] <= 2100  # the house adds some of its own
    assert 0 < figures["p50_ms"] <= figures["p95_ms"]


def test_order(surroundings):
    few = ("--orders", "600", "--in-hand", "0.8", "--each", "1", "--rounds", "1", "--warm", "0")
    figures = measured(surroundings, "order", *few)
    assert figures["queries"] > 10
    assert set(figures["pages"]) >= {"accepted", "replied", "archived"}


def test_audit(surroundings):
    few = ("--waiting", "200", "--done", "20", "--orders", "100", "--cities", "1", "--decisions", "5", "--warm", "0")
    figures = measured(surroundings, "audit", *few)
    assert figures["requests"] == 18  # each of three opens the desk once and decides five times
    assert 0 < figures["p50_ms"] <= figures["p95_ms"]


def test_live(surroundings):
    figures = measured(surroundings, "live", "--streams", "20", "--seconds", "3")

    assert (figures["streams"], figures["acts"]) == (20, 30)
    assert (figures["lost"], figures["twice"]) == (0, 0)
    assert figures["events"] > 30
